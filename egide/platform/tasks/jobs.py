"""What the room forgets by itself."""

from datetime import datetime, timedelta
from typing import Final

from django_tasks_db.models import DBTaskResult

from egide.platform.records.models import unlocked
from egide.platform.tasks.models import Slot, Work, Worker

DONE_KEPT: Final = timedelta(days=7)
FAILED_KEPT: Final = timedelta(days=90)
WORKS_KEPT: Final = timedelta(days=7)
SLOTS_KEPT: Final = timedelta(days=400)
"""Longer than a year, so that a yearly job is not taken for one that never ran."""


def forget_old_tasks(now: datetime) -> int:
    """Delete tasks, slots, works and dead workers past their time; how many rows."""
    done = DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=now - DONE_KEPT)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__lt=now - FAILED_KEPT)
    works = unlocked(Work).filter(asked_at__lt=now - WORKS_KEPT)
    slots = Slot.objects.filter(at__lt=now - SLOTS_KEPT)
    silent = Worker.objects.filter(seen_at__lt=now - timedelta(days=1))
    return sum(rows.delete()[0] for rows in (done, failed, works, slots, silent))
