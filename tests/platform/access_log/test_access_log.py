"""Who opened a body and who took files away: traced at one place, read by those who answer for it, gone in a year."""

import json
import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egide import access_log
from egide.law import facts
from egide.platform.access_log.jobs import delete_old_entries, oldest_kept
from egide.platform.access_log.models import AccountEvent, BodyAccess, Kind
from egide.platform.access_log.recording import record
from egide.platform.accounts.security_log import EVENTS, note
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.bodies.conftest import world
from tests.platform.bodies.world import browser, person, text

__all__ = ["world"]
PAGE = "/o/a/consultations/"


def traces(**wanted):
    return list(unlocked(BodyAccess).filter(**wanted).order_by("at", "kind"))


def test_a_body_is_opened_once_in_a_session(world):
    client = browser(world.reader)
    for _ in range(3):
        client.get("/o/a/")
        client.get("/o/a/collectivite/")
    [trace] = traces()
    assert (trace.kind, trace.user_id, trace.organization_id) == (Kind.OPENED, world.reader.pk, world.a.id)
    assert not trace.as_centre
    browser(world.reader).get("/o/a/")
    assert len(traces()) == 2


def test_a_page_costs_no_write_once_the_body_is_open(world):
    client = browser(world.reader)
    client.get("/o/a/")
    with CaptureQueriesContext(connection) as made:
        client.get("/o/a/")
    assert not [q["sql"] for q in made.captured_queries if q["sql"].startswith(("INSERT", "UPDATE"))]


def test_who_comes_for_the_centre_is_told_apart(world):
    browser(world.advisor).get("/o/a/")
    assert [trace.as_centre for trace in traces()] == [True]


def test_who_does_not_enter_leaves_no_trace(world):
    client = browser(world.reader)
    client.get("/o/foreign/")
    client.get("/o/a/nulle-part/")
    assert client.get("/o/a/personnes/").status_code == 404  # a reader is let into the body, not there
    assert traces() == []


@pytest.mark.parametrize(
    ("path", "what", "form"),
    [
        ("exporter/?format=csv", "traitements (le registre)", "csv"),
        ("exporter/?format=xlsx", "traitements (le registre)", "xlsx"),
        ("registre/?format=json", "traitements (le registre)", "json"),
        ("registre/?format=html", "traitements (le registre)", "html"),
    ],
)
def test_each_file_that_leaves_is_traced(world, path, what, form):
    client = browser(world.referent)
    assert client.get(f"/o/a/traitements/{path}").status_code == 200
    [trace] = traces(kind=Kind.EXPORTED)
    assert (trace.user_id, trace.organization_id) == (world.referent.pk, world.a.id)
    assert (trace.what.lower(), trace.form) == (what, form)


def test_one_record_that_leaves_is_traced(world):
    facts_ = facts.ProcessingActivity(id=uuid4(), name="Cantine")
    with scope(world.a), acting(Actor("test")):
        kept = saving.save_aggregate(ProcessingActivity.new(world.a.id, facts_), facts_)
    browser(world.referent).get(f"/o/a/traitements/{kept.id}/document/?format=json")
    [trace] = traces(kind=Kind.EXPORTED)
    assert trace.what.endswith("(une fiche)")
    assert "Cantine" not in trace.what


def test_choosing_a_format_takes_nothing_away(world):
    browser(world.referent).get("/o/a/traitements/registre/")
    assert traces(kind=Kind.EXPORTED) == []


def test_a_file_is_not_given_without_its_trace(world, monkeypatch):
    client = browser(world.referent)
    client.get("/o/a/")

    def broken(*_, **__):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("egide.platform.access_log.middleware.record", broken)
    with pytest.raises(RuntimeError):
        client.get("/o/a/traitements/exporter/?format=csv")


# ---- The page


def test_those_who_answer_for_the_body_read_it(world):
    browser(world.advisor).get("/o/a/traitements/exporter/?format=ods")
    page = text(browser(world.referent).get(PAGE))
    assert world.advisor.name in page
    assert "pour le centre de gestion" in page
    assert "A exporté" in page
    assert "en ods" in page
    assert browser(world.reader).get(PAGE).status_code == 404
    assert browser(world.advisor).get(PAGE).status_code == 404
    assert browser(world.administrator).get(PAGE).status_code == 200


def test_each_body_has_its_own(world):
    other = person(world.b, Role.REFERENT)
    browser(other).get("/o/b/")
    assert other.name not in text(browser(world.referent).get(PAGE))


def test_it_is_narrowed(world):
    browser(world.advisor).get("/o/a/traitements/exporter/?format=ods")
    browser(world.reader).get("/o/a/")
    client = browser(world.referent)
    exported = text(client.get(PAGE, {"geste": "exported"}))
    assert "1 à 1 sur 1" in exported
    assert world.reader.name not in text(client.get(PAGE, {"centre": "1"}))
    assert "Aucune consultation" in text(client.get(PAGE, {"geste": "viewed_as"}))
    assert client.get(PAGE, {"geste": "x", "page": "x"}).status_code == 200


def test_an_administrator_reads_that_of_the_members_from_the_centre(world):
    browser(world.reader).get("/o/a/")
    widened = text(browser(world.administrator).get("/o/centre/consultations/?adherents=1"))
    assert world.reader.name in widened
    assert "Commune d’A" in widened
    assert world.reader.name not in text(browser(world.administrator).get("/o/centre/consultations/"))
    assert world.reader.name not in text(browser(world.manager).get("/o/centre/consultations/?adherents=1"))


def test_another_centre_is_not_among_them(world):
    stranger = person(world.foreign, Role.REFERENT)
    browser(stranger).get("/o/foreign/")
    page = text(browser(world.administrator).get("/o/centre/consultations/?adherents=1"))
    assert stranger.name not in page


def test_a_person_who_left_has_no_name(world):
    record(world.a.id, Kind.OPENED, uuid4(), timezone.now())
    record(world.a.id, Kind.EXPORTED, None, timezone.now(), what="registre", form="ods")
    page = text(browser(world.referent).get(PAGE))
    assert "Une personne partie" in page
    assert "Le serveur, par une commande" in page


def test_it_is_read_in_pages_at_the_same_cost(world):
    client = browser(world.referent)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    asked = len(few.captured_queries)
    for _ in range(60):
        record(world.a.id, Kind.OPENED, world.reader.pk, timezone.now())
    with CaptureQueriesContext(connection) as many:
        page = text(client.get(PAGE))
    assert len(many.captured_queries) == asked
    assert "1 à 50 sur 61" in page
    assert "51 à 61 sur 61" in text(client.get(PAGE, {"page": 2}))


# ---- Its end


def test_thirteen_months_later_the_log_is_gone_and_the_journal_is_whole(world):
    now = timezone.now()
    browser(world.reader).get("/o/a/")
    note("signed_in", user=world.reader)
    entries = JournalEntry._base_manager.count()
    assert entries > 0
    assert delete_old_entries(now + timedelta(days=364)) == 0
    assert delete_old_entries(now + timedelta(days=13 * 31)) == 2
    assert traces() == []
    assert not AccountEvent.objects.exists()
    assert JournalEntry._base_manager.count() == entries
    assert delete_old_entries(now + timedelta(days=13 * 31)) == 0


def test_the_months_are_those_of_the_installation(settings):
    settings.ACCESS_LOG_MONTHS = 6
    now = timezone.make_aware(timezone.datetime(2026, 8, 31, 12))
    assert oldest_kept(now).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize(("text_", "found"), [("", 12), ("6", 6), ("12", 12)])
def test_six_to_twelve_months(text_, found):
    assert access_log.months(text_) == found


@pytest.mark.parametrize("text_", ["5", "13", "0", "-6", "six", "6.5"])
def test_less_or_more_is_refused_when_the_program_starts(text_):
    with pytest.raises(ValueError, match="de 6 à 12"):
        access_log.months(text_)


# ---- Accounts


def test_what_happens_to_an_account_is_kept_for_its_person(world, caplog):
    caplog.set_level(logging.INFO, "egide.security")
    note("password_changed", user=world.reader)
    note("factor_used", user=world.reader)
    assert [event.event for event in AccountEvent.objects.filter(user_id=world.reader.pk)] == ["password_changed"]
    lines = [json.loads(each.getMessage()) for each in caplog.records if each.name == "egide.security"]
    assert [line["event"] for line in lines] == ["password_changed", "factor_used"]
    assert all(len(event) <= 40 for event in EVENTS)


def test_the_log_of_a_body_holds_no_name_and_no_address(world):
    browser(world.reader).get("/o/a/")
    row = (
        unlocked(BodyAccess).values_list(*(f.attname for f in BodyAccess._meta.concrete_fields if f.name != "pk")).get()
    )
    assert not [value for value in row if world.reader.email in str(value) or "127.0.0.1" in str(value)]
