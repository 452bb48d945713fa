"""`egide erase`, as an operator types it."""

import pytest
from click.testing import CliRunner

from egide.cli import main
from egide.platform.records import erasure_file
from egide.platform.records.erasing import find_text
from egide.platform.records.scope import scope
from tests.platform.journal.chains import new

pytestmark = pytest.mark.django_db
WHY = ("--reason", "Demande du 3 mars (art. 17)")


@pytest.fixture
def egide(monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, **how: CliRunner().invoke(
        main, ["erase", "--organization", "a", *map(str, words), *WHY], **how
    )


def left(body, text="Mme Durand"):
    with scope(body):
        return len(find_text(text))


def test_it_is_shown_confirmed_then_erased(egide, body):
    new(body, notes="Mme Durand")
    refused = egide("--text", "Mme Durand", input="n\n")
    assert "Mme\xa0Durand" in refused.stdout
    assert "et la fiche d’aujourd’hui" in refused.stdout
    assert left(body) == 1
    done = egide("--text", "Mme Durand", input="y\n")
    assert done.exit_code == 0, done.output
    assert "Effacé dans 1 entrée du journal." in done.stdout
    assert left(body) == 0
    assert len([*erasure_file.read(erasure_file.file())]) == 1


def test_one_record_without_a_question(egide, body):
    record, other = new(body, notes="Mme Durand"), new(body, notes="Mme Durand")
    assert egide("--text", "Mme Durand", "--record", record.id, "--yes").exit_code == 0
    assert left(body) == 1
    assert "Rien de tel" in egide("--text", "Mme Durand", "--record", record.id, "--yes").stdout
    assert "Rien de tel" in egide("--text", "x" * 5, "--yes").stdout
    assert "Rien de tel" in egide("--text", "Mme Durand", "--record", "00000000-0000-0000-0000-000000000001").stdout
    with scope(body):
        assert type(other).objects.get(id=other.id).facts().notes == "Mme Durand"


def test_what_is_refused(egide, body):
    new(body, notes="Demande du 3 mars")
    assert egide("--text", "a", "--yes").exit_code == 1
    done = egide("--text", "Demande du 3 mars", "--yes")
    assert done.exit_code == 1
    assert "répète" in done.stderr
