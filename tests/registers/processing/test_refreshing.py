"""The counts of lists follow the law and the calendar, without a version, and without undoing what someone saved."""

import dataclasses
import uuid
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from egide.cli import main
from egide.law.facts.codes import ActivityStatus
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing import jobs
from egide.registers.processing.deriving import derive
from egide.registers.processing.jobs import DERIVED, refresh_conclusions
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from tests.platform.conftest import make_body

pytestmark = [pytest.mark.django_db, pytest.mark.machinery]
SAVED = datetime(2026, 11, 24, 10, tzinfo=UTC)
LATER = datetime(2031, 1, 5, 3, tzinfo=UTC)


@pytest.fixture
def body(db):
    return make_body("ville")


def add(body, model=ProcessingActivity, **known):
    value = model.storage.shape(id=uuid.uuid4(), name="Cantine", **known)
    with scope(body), acting(Actor("Alice", at=SAVED)):
        return save_aggregate(model.new(body.id, value), value)


def again(record):
    return unlocked(type(record)).get(**record.keys)


def counts(record):
    return {name: getattr(again(record), name) for name in DERIVED}


def test_a_review_that_falls_due_shows_in_the_list(body):
    record = add(body, status=ActivityStatus.ACTIVE, last_review_on=date(2026, 10, 1))
    before = counts(record)
    assert refresh_conclusions(LATER) == 1
    after = counts(record)
    assert after["other_findings"] + after["critical_findings"] > before["other_findings"] + before["critical_findings"]
    assert after["assessed_on"] == date(2031, 1, 5)


def test_they_become_what_a_save_of_that_day_would_make_them(body):
    record = add(body, ProcessorActivity)
    refresh_conclusions(LATER)
    alone = again(record)
    with scope(body):
        derive([(alone, alone.facts())], date(2031, 1, 5))
    assert counts(record) == {name: getattr(alone, name) for name in DERIVED}


def test_what_was_examined_today_is_left_unless_all_is_asked(body):
    add(body)
    assert refresh_conclusions(SAVED) == 0
    assert refresh_conclusions(SAVED, everything=True) == 1


def test_the_day_is_that_of_paris(body):
    record = add(body)
    refresh_conclusions(datetime(2026, 11, 25, 23, 30, tzinfo=UTC))
    assert counts(record)["assessed_on"] == date(2026, 11, 26)


def test_no_version_is_made(body):
    record = add(body)
    refresh_conclusions(LATER)
    with scope(body):
        assert len(versions("processing.processingactivity", record.id)) == 1
    assert again(record).revision == 1
    assert again(record).updated_at == SAVED


def test_a_record_saved_meanwhile_keeps_what_its_save_said(body, monkeypatch):
    record = add(body)

    def saved_meanwhile(read, today):
        derive(read, today)
        with acting(Actor("Bob", at=SAVED)):
            save_aggregate(again(record), dataclasses.replace(record.facts(), notes="relue"), expected=1)

    monkeypatch.setattr(jobs, "derive", saved_meanwhile)
    refresh_conclusions(LATER)
    assert counts(record)["assessed_on"] == SAVED.date()


def test_every_body_is_brought_to_the_day_whatever_its_size(body, monkeypatch):
    monkeypatch.setattr(jobs, "_AT_ONCE", 2)
    records = [add(body) for _ in range(5)] + [add(make_body("autre"))]
    assert refresh_conclusions(LATER) == 6
    assert {counts(record)["assessed_on"] for record in records} == {date(2031, 1, 5)}


def test_the_command_says_how_many(body):
    add(body)
    ran = CliRunner().invoke(main, ["refresh", "--all"])
    assert ran.exit_code == 0, ran.output
    assert "1 fiche réexaminée" in ran.stderr.replace("\u00a0", " ")
