"""`egide verify` as an operator types it: sound, tampered with, anchored, or impossible; each has its exit code."""

import json

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection

from egide.cli import main
from egide.platform.records.journal import raw
from tests.platform.conftest import make_body
from tests.platform.journal import tampering
from tests.platform.journal.chains import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies():
    body, other = make_body("berck"), make_body("autre")
    fill(body)
    return body, other


@pytest.fixture
def egide(monkeypatch, tmp_path, bodies):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(main, ["verify", *map(str, words)])


def test_a_sound_journal(egide):
    done = egide()
    assert done.exit_code == 0, done.output
    assert "Rien n’a été modifié : 10 versions, 2 collectivités." in done.stdout.replace("\u00a0", " ")
    assert "sans ancre gardée hors de la base" in done.stdout
    assert "par s" in done.stderr


def test_one_body(egide):
    assert "1 version, 1 collectivité" in egide("--organization", "autre").stdout


def test_a_body_that_does_not_exist(egide):
    done = egide("--organization", "nulle-part")
    assert done.exit_code == 2
    assert "nulle-part" in done.stderr


def test_tampering_is_named_under_its_body(egide):
    with tampering.undone():
        tampering.set_value(tampering.ENTRY, "origin", "api")
        done = egide()
    assert done.exit_code == 1
    assert "1 anomalie sur 10 versions" in done.stdout
    assert "Commune berck" in done.stdout
    assert "Entrée n°\u00a02, le " in done.stdout
    assert "l’en-tête de cette entrée a été modifié" in done.stdout


def test_a_record_changed_around_the_application(egide):
    tampering.run("UPDATE processing_processingactivity SET notes = 'x'")
    assert egide().exit_code == 0
    done = egide("--records")
    assert done.exit_code == 1
    assert "modifiée hors de l’application" in done.stdout


def test_anchors_show_a_tail_that_was_cut(egide, tmp_path, bodies):
    assert egide("--save-anchors", "ancres.json").exit_code == 0
    assert len(json.loads((tmp_path / "ancres.json").read_text())["organizations"]) == 2
    with tampering.undone():
        tampering.remove(9)
        tampering.set_head_of(bodies[0].id.hex, 8)
        assert egide().exit_code == 0
        done = egide("--anchors", "ancres.json")
    assert done.exit_code == 1
    assert "la fin a été coupée" in done.stdout


def test_anchors_are_not_replaced_by_what_they_contradict(egide, tmp_path, bodies):
    egide("--save-anchors", "ancres.json")
    before = (tmp_path / "ancres.json").read_text()
    with tampering.undone():
        tampering.remove(9)
        tampering.set_head_of(bodies[0].id.hex, 8)
        done = egide("--save-anchors", "ancres.json")
    assert done.exit_code == 1
    assert "Ancres non enregistrées" in done.stderr
    assert (tmp_path / "ancres.json").read_text() == before


def test_anchors_of_one_body_are_refused(egide):
    assert egide("--organization", "berck", "--save-anchors", "a.json").exit_code == 2


@pytest.mark.parametrize("content", [None, "{}"])
def test_anchors_that_cannot_be_read(egide, tmp_path, content):
    if content:
        (tmp_path / "a.json").write_text(content)
    done = egide("--anchors", "a.json")
    assert done.exit_code == 2
    assert "a.json" in done.stderr


def test_anchors_that_cannot_be_written(egide, tmp_path):
    done = egide("--save-anchors", tmp_path / "nulle" / "part.json")
    assert (done.exit_code, "ne peut pas être écrit" in done.stderr) == (2, True)


def test_a_database_that_does_not_answer(egide, monkeypatch):
    def broken(*_):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(raw, "stream", broken)
    done = egide()
    assert (done.exit_code, "disk I/O error" in done.stderr) == (2, True)


def test_locks_that_are_gone_are_said(egide):
    assert "Les verrous du journal manquent" not in egide().stdout
    with tampering.undone():
        assert "Les verrous du journal manquent" in egide().stdout
    assert connection.vendor == "sqlite"
