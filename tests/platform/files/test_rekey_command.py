"""`egide rekey`, as an administrator runs it."""

import pytest
from click.testing import CliRunner

from egide.cli.main import main
from egide.platform.files.models import BodyKey
from egide.platform.records.models import unlocked
from tests.platform.files.conftest import attach, read, system

pytestmark = pytest.mark.django_db
OLD, NEW = "o" * 40, "n" * 40


def run():
    done = CliRunner().invoke(main, ["rekey"])
    return done.exit_code, done.output.replace("\xa0", " ").replace("\u202f", " ")


def test_the_keys_are_sealed_anew(body, other, place, settings):
    settings.FILES_KEYS = OLD
    kept = [attach(system(each)) for each in (body, other)]
    before = {key.master for key in unlocked(BodyKey)}
    settings.FILES_KEYS = f"{NEW}\n{OLD}"
    assert run() == (0, "2 clés scellées sous la nouvelle clé.\n")
    assert not before & {key.master for key in unlocked(BodyKey)}
    settings.FILES_KEYS = NEW
    assert [read(each) for each in kept] == [b"Bonjour"] * 2
    assert run() == (0, "0 clé scellée sous la nouvelle clé.\n")


def test_a_key_that_is_lost_is_said(body, place, settings):
    settings.FILES_KEYS = OLD
    attach(system(body))
    settings.FILES_KEYS = NEW
    code, said = run()
    assert code == 1
    assert "1 clé reste scellée sous une clé que l’installation n’a plus" in said


def test_a_key_too_short_is_said(settings):
    settings.FILES_KEYS = "short"
    code, said = run()
    assert code == 1
    assert "EGIDE_FILES_KEY" in said
