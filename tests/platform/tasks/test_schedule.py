"""Periodic jobs: once per instant, whoever plans, on the two days when the clock changes as on any other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as installed
from django.db import connection
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from egide.platform.tasks import schedule
from egide.platform.tasks.jobs import forget_old_tasks
from egide.platform.tasks.models import Slot
from egide.platform.tasks.running import run_waiting
from tests.platform.tasks import given
from tests.platform.tasks.given import TOLD

JOB = "tests.platform.tasks.given.job"
PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=PARIS), datetime(2026, 10, 25, tzinfo=PARIS)
ORDINARY = datetime(2026, 6, 10, tzinfo=PARIS)
NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)


@pytest.fixture
def daily(settings):
    TOLD.clear()
    settings.SCHEDULE = [(JOB, "17 3 * * *")]


def slots(cron, day):
    """What a worker that plans at every minute of a day and its eves gives out, on the clock of Paris."""
    moment = day.astimezone(UTC) - timedelta(hours=3)
    found = []
    for _ in range(31 * 60):
        at = schedule.last_slot(cron, moment)
        assert at <= moment
        if not found or at > found[-1]:
            found.append(at)
        moment += timedelta(minutes=1)
    local = [at.astimezone(PARIS) for at in found]
    return [f"{at:%H:%M%z}" for at in local if at.date() == day.date()]


@pytest.mark.parametrize(
    ("cron", "day", "expected"),
    [
        ("17 3 * * *", ORDINARY, ["03:17+0200"]),
        ("17 3 * * *", SPRING, ["03:17+0200"]),
        ("17 3 * * *", AUTUMN, ["03:17+0100"]),
        ("30 2 * * *", ORDINARY, ["02:30+0200"]),
        ("30 2 * * *", SPRING, ["03:30+0200"]),
        ("30 2 * * *", AUTUMN, ["02:30+0200"]),
        ("0 */6 * * *", AUTUMN, ["00:00+0200", "06:00+0100", "12:00+0100", "18:00+0100"]),
        ("0 7 * * 0", AUTUMN, ["07:00+0100"]),
        ("0 7 * * 1", AUTUMN, []),
    ],
)
def test_a_fixed_hour_comes_once_a_day(cron, day, expected):
    assert slots(cron, day) == expected


@pytest.mark.parametrize(("day", "hours"), [(ORDINARY, 24), (SPRING, 23), (AUTUMN, 25)])
def test_every_hour_is_every_hour_that_passes(day, hours):
    found = slots("5 * * * *", day)
    assert len(found) == len(set(found)) == hours


def test_a_slot_is_given_out_once(db, daily):
    assert [schedule.plan(NOON), schedule.plan(NOON), schedule.plan(NOON + timedelta(hours=2))] == [1, 0, 0]
    run_waiting()
    assert len(TOLD) == 1
    assert TOLD[0].tzinfo is not None
    assert schedule.plan(NOON + timedelta(days=1)) == 1


def test_two_planners_at_the_same_instant(db, daily, monkeypatch):
    """Both have seen that nothing was given out: the base decides."""
    monkeypatch.setattr(type(Slot.objects.all()), "exists", lambda _: False)
    assert [schedule.plan(NOON), schedule.plan(NOON)] == [1, 0]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.machinery
@pytest.mark.django_db(transaction=True)
def test_four_planners_at_once(daily):
    """Each with a connection of its own, as so many workers."""
    together = Barrier(4)

    def planner(_):
        together.wait()
        try:
            return schedule.plan(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        given_out = list(pool.map(planner, range(4)))
    assert sorted(given_out) == [0, 0, 0, 1]
    assert DBTaskResult.objects.count() == Slot.objects.count() == 1


def test_after_a_long_sleep_the_last_slot_alone(db, daily):
    schedule.plan(NOON)
    run_waiting()
    assert schedule.plan(NOON + timedelta(days=30)) == 1
    assert Slot.objects.count() == 2


def test_a_job_does_not_overtake_itself(db, daily):
    schedule.plan(NOON)
    assert schedule.plan(NOON + timedelta(days=1)) == 0
    run_waiting()
    assert schedule.plan(NOON + timedelta(days=1)) == 0, "that slot was let go"
    assert schedule.plan(NOON + timedelta(days=2)) == 1


def test_a_job_that_fails_is_tried_again(db, settings):
    settings.SCHEDULE = [("tests.platform.tasks.given.failing_job", "17 3 * * *")]
    schedule.plan(NOON)
    run_waiting()
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == ("READY", 1)


@pytest.mark.parametrize(("job", "cron"), installed.SCHEDULE)
def test_the_schedule_of_the_installation_can_be_read(job, cron):
    assert callable(import_string(job))
    assert schedule.last_slot(cron, NOON) <= NOON


@pytest.mark.parametrize(("job", "cron"), installed.SCHEDULE)
def test_each_job_runs_on_an_empty_installation_and_again(db, job, cron):
    import_string(job)(NOON)
    import_string(job)(NOON)


def test_what_is_old_is_forgotten(db):
    given.welcome.enqueue("a@exemple.fr")
    run_waiting()
    given.gives_up.enqueue()
    run_waiting()
    finished = DBTaskResult.objects.get(status="FAILED").finished_at
    assert forget_old_tasks(finished + timedelta(days=8)) == 1
    assert DBTaskResult.objects.get().status == "FAILED"
    assert forget_old_tasks(finished + timedelta(days=91)) == 1
