"""Periodic jobs, of `settings.SCHEDULE`: each instant of each is given out once, across both changes of the clock."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from croniter import croniter
from django.conf import settings
from django.db import transaction
from django.utils import timezone as clock
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from egide.platform.tasks.declaring import Terms, task
from egide.platform.tasks.models import Slot

PARIS: Final = ZoneInfo("Europe/Paris")


@task(Terms(attempts=4, delays=(300, 1800, 7200), atomic=False))
def run_job(job: str) -> None:
    """Call a job with the instant of the call. It may be called again for the same slot, when it failed midway."""
    import_string(job)(clock.now())


def plan(now: datetime) -> int:
    """Put in the queue what is due, whoever else plans; how many. Of what a sleep missed, the last slot alone."""
    return sum(_give_out(job, cron, now) for job, cron in settings.SCHEDULE)


def _give_out(job: str, cron: str, now: datetime) -> bool:
    at = last_slot(cron, now)
    if Slot.objects.filter(job=job, at__gte=at).exists():
        return False
    with transaction.atomic():
        slot, is_new = Slot.objects.get_or_create(job=job, at=at)
        if not is_new or _is_running(job, at):
            return False
        slot.task_id = UUID(run_job.enqueue(job).id)
        slot.save(update_fields=["task_id"])
    return True


def _is_running(job: str, before: datetime) -> bool:
    """Whether the run before is not over: a job does not overtake itself."""
    given = Slot.objects.filter(job=job, at__lt=before, task_id__isnull=False).order_by("-at")
    last = given.values_list("task_id", flat=True)[:1]
    return DBTaskResult.objects.filter(id__in=last, status__in=("READY", "RUNNING")).exists()


def last_slot(cron: str, now: datetime) -> datetime:
    """The latest instant at or before `now`, on the clock of Paris.

    A job at a fixed hour runs once a day: when the clock skips the hour it runs an hour later, when the clock shows
    the hour twice it runs at the first. A job of every hour (`*`) follows the hours that pass, 23 or 25 that day.
    """
    if cron.split()[1] == "*":
        return _before(cron, now.astimezone(timezone(now.astimezone(PARIS).utcoffset() or timedelta())))
    wall = now.astimezone(PARIS).replace(tzinfo=None)
    at = _before(cron, wall)
    while (instant := _instant(at)) > now:  # an hour that the clock skipped is still to come
        at = _before(cron, at - timedelta(seconds=1))
    return instant


def _instant(wall: datetime) -> datetime:
    """In UTC: an instant that the clock skips is the same time by the clock of before."""
    return wall.replace(tzinfo=PARIS).astimezone(UTC)


def _before(cron: str, moment: datetime) -> datetime:
    """At `moment` or before; croniter looks strictly before."""
    found: datetime = croniter(cron, moment + timedelta(seconds=1)).get_prev(datetime)
    return found
