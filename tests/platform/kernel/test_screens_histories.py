"""A register on a past day, what happened to a record, and two dates compared: on screen, in words."""

import dataclasses
from datetime import UTC, datetime

import pytest

from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.kernel.conftest import activity, address, change, store, system
from tests.platform.kernel.pages import said, titles

pytestmark = pytest.mark.django_db
NAME = "processingactivity"
DAY = [datetime(2025, 11, n, 9, tzinfo=UTC) for n in range(1, 11)]


@pytest.fixture
def past(body):
    """Written on 1 November, changed on the 3rd, one thrown on the 5th."""
    kept = store(body, activity(manager="Mme Roy"), at=DAY[0])
    thrown = store(body, activity(name="Badges"), at=DAY[0])
    change(body, kept, at=DAY[2], name="Restauration", manager="M. Petit")
    with scope(body), acting(Actor("Zoé Petit", at=DAY[4])):
        put_in_bin(thrown, expected=1)
    return kept


@pytest.fixture
def unreadable(monkeypatch):
    """The versions of today were written by an application that is newer than this one."""
    storage = dataclasses.replace(ProcessingActivity.storage, number=ProcessingActivity.storage.number - 1)
    monkeypatch.setattr(ProcessingActivity, "storage", storage)


def at(client, body, day, **query):
    return client.get(address(body, f"{NAME}-list"), {"au": day, **query})


def test_the_list_of_a_past_day(body, reader, past):
    assert titles(at(reader, body, "2025-10-31")) == []
    assert titles(at(reader, body, "2025-11-01")) == ["Badges", "Cantine"]
    assert titles(at(reader, body, "2025-11-03", tri="-title")) == ["Restauration", "Badges"]
    assert titles(at(reader, body, "2025-11-06")) == ["Restauration"]
    assert titles(at(reader, body, "2025-11-01", q="roy")) == ["Cantine"]
    assert "Registre au 1 novembre 2025" in said(at(reader, body, "2025-11-01")).replace("1er", "1")


def test_nothing_is_written_from_a_past_day(body, referent, past):
    fiche = referent.get(address(body, f"{NAME}-fiche", past), {"au": "2025-11-01"})
    for page in (at(referent, body, "2025-11-01"), fiche):
        for url in ("create", "export"):
            assert "ajouter/" not in page.content.decode() or url == "export"
        assert "modifier/" not in page.content.decode()


def test_the_fiche_of_a_past_day(body, reader, past):
    url = address(body, f"{NAME}-fiche", past)
    then, now = reader.get(url, {"au": "2025-11-01"}), reader.get(url)
    assert "Mme Roy" in said(then)
    assert "M. Petit" not in said(then)
    assert "M. Petit" in said(now)
    assert reader.get(url, {"au": "2025-10-31"}).status_code == 404
    assert said(reader.get(url, {"au": "pas une date"})) == said(now)


def test_the_export_of_a_past_day(body, reader, past):
    found = reader.get(address(body, f"{NAME}-export"), {"au": "2025-11-01", "format": "csv"})
    rows = [row.split(";")[0] for row in found.content.decode("utf-8-sig").splitlines()]
    assert rows == ["Intitulé", "Badges", "Cantine"]


def test_what_cannot_be_read_is_said_everywhere(body, reader, past, unreadable):
    assert "2 fiches ne peuvent plus être montrées" in said(at(reader, body, "2025-11-01"))
    assert "Restauration : Cette version ne se lit plus" in said(at(reader, body, "2025-11-06"))
    fiche = reader.get(address(body, f"{NAME}-fiche", past), {"au": "2025-11-06"})
    assert fiche.status_code == 200
    assert "plus récente que celle de cette application" in said(fiche)
    compared = reader.get(address(body, f"{NAME}-compare"), {"de": "2025-11-01", "a": "2025-11-06"})
    assert "ne peuvent plus être montrées" in said(compared)
    exported = reader.get(address(body, f"{NAME}-export"), {"au": "2025-11-06", "format": "csv"}).content.decode()
    assert "Restauration" in exported
    assert "ne se lit plus" in exported
    assert reader.get(address(body, f"{NAME}-history", past)).status_code == 200


def test_the_history_says_who_changed_what(body, reader, past):
    found = said(reader.get(address(body, f"{NAME}-history", past)))
    assert found.index("Modification version 2") < found.index("Création version 1")
    assert "Zoé Petit" in found
    assert "Avant : Mme Roy Après : M. Petit" in found


def test_two_versions_are_compared(body, reader, past):
    change(body, past, manager="Mme Roy", name="Cantine", minors=True)
    found = said(reader.get(address(body, f"{NAME}-history", past), {"de": "1", "a": "3"}))
    assert "De la version 1 à la version 3" in found
    assert reader.get(address(body, f"{NAME}-history", past), {"de": "1", "a": "99"}).status_code == 200


def test_what_is_pointed_at_has_its_name(body, reader):
    tool = store(body, system(name="Traducteur automatique"))
    record = store(body, activity())
    change(body, record, ai_systems=(tool.id,))
    with scope(body), acting(Actor("test")):
        put_in_bin(tool, expected=1)
    assert "Traducteur automatique" in said(reader.get(address(body, f"{NAME}-history", record)))
    compared = reader.get(address(body, f"{NAME}-history", record), {"de": "1", "a": "2"})
    assert said(compared, "//section").count("Traducteur automatique") == 1


def test_the_register_at_two_dates_in_either_order(body, reader, past):
    url = address(body, f"{NAME}-compare")
    assert f'href="{url}"' in reader.get(address(body, f"{NAME}-list")).content.decode()
    store(body, activity(name="Élections"), at=DAY[6])
    for query in ({"de": "2025-11-02", "a": "2025-11-08"}, {"de": "2025-11-08", "a": "2025-11-02"}):
        found = said(reader.get(url, query))
        added, removed, changed = (found.index(word) for word in ("Ajoutées 1", "Sorties du registre 1", "Modifiées 1"))
        assert added < found.index("Élections") < removed < found.index("Badges") < changed
        assert "Avant : Mme Roy Après : M. Petit" in found[changed:]
    assert "Choisissez une date" in said(reader.get(url, {"de": "demain"}))
