"""`egide checkpoint` and `egide prove`, as an operator types them."""

import pytest
from click.testing import CliRunner

from egide.cli import main
from egide.platform.proofs import archive, checkpoints, verifier
from egide.platform.proofs.models import Checkpoint
from tests.platform.journal.chains import fill, new

pytestmark = pytest.mark.django_db


@pytest.fixture
def egide(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(main, [*map(str, words)])


def test_nothing_to_sign_yet(egide, db):
    done = egide("checkpoint")
    assert (done.exit_code, done.stdout) == (0, "Aucun journal : il n’y a encore rien à signer.\n")


def test_a_checkpoint_now(egide, body):
    done = egide("checkpoint")
    assert done.exit_code == 0, done.output
    assert Checkpoint.objects.get().note in done.stdout
    assert archive.numbers() == [1]
    assert "Rien n’a bougé depuis le point de contrôle 1" in egide("checkpoint").stdout.replace("\xa0", " ")


def test_a_new_key(egide, body):
    egide("checkpoint")
    done = egide("checkpoint", "--new-key")
    assert done.exit_code == 0, done.output
    assert "\nkey egide/" in done.stdout
    assert done.stdout.count("\n— egide/") == 2
    assert egide("verify").exit_code == 0
    assert egide("checkpoint", "--new-key", "--restored").exit_code == 2


def test_a_backup_that_was_restored(egide, body, other):
    egide("checkpoint")
    archive.write(7, checkpoints.last().note)
    new(body)
    done = egide("checkpoint")
    assert done.exit_code == 1
    assert "plus ancienne que le point de contrôle publié 7" in done.stderr.replace("\xa0", " ")
    assert egide("verify").exit_code == 1
    done = egide("checkpoint", "--restored")
    assert "\nrestored 1\n" in done.stdout
    assert checkpoints.last().number == 8


def test_verify_with_a_checkpoint_kept_elsewhere(egide, body, tmp_path):
    egide("checkpoint")
    kept = tmp_path / "recu.txt"
    kept.write_text(checkpoints.last().note)
    done = egide("verify", "--checkpoint", kept)
    assert done.exit_code == 0, done.output
    assert "gardé ailleurs (--checkpoint" not in done.stdout
    kept.write_text(kept.read_text().replace("bodies 1", "bodies 2"))
    done = egide("verify", "--checkpoint", kept)
    assert done.exit_code == 1
    assert "Points de contrôle\n" in done.stdout
    kept.write_text("x")
    assert egide("verify", "--checkpoint", kept).exit_code == 2
    assert egide("verify", "--checkpoint", tmp_path / "rien").exit_code == 2


def test_a_proof(egide, body, tmp_path):
    first, _ = fill(body)
    done = egide("prove", "--organization", "a", "--record", first.id)
    assert done.exit_code == 0, done.output
    assert verifier.check(str(tmp_path / "preuve.zip"))[1] == "Fiche « Cantine », version 5."
    past = egide("prove", "--organization", "a", "--record", first.id, "--at", "2001-01-01", "--to", "x.zip")
    assert past.exit_code == 1
    assert "pas encore à cette date" in past.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--organization", "nulle-part", "--record", "00000000-0000-0000-0000-000000000001"), 2, "nulle-part"),
        (("--organization", "a", "--record", "00000000-0000-0000-0000-000000000001"), 1, "identifiant"),
        (("--organization", "a", "--record", "x"), 2, "x"),
    ],
)
def test_what_cannot_be_proved(egide, body, words, code, said):
    done = egide("prove", *words)
    assert done.exit_code == code
    assert said in done.stderr
