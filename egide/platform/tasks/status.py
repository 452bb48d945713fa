"""How the queue stands, for commands, health checks and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django_tasks_db.models import DBTaskResult

from egide.platform.tasks import queue
from egide.platform.tasks.declaring import HEAVY, QUICK
from egide.platform.tasks.models import Slot, Worker

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that was given up. No argument and no message of error: they may name people."""

    id: UUID
    at: datetime
    task: str
    error: str


@dataclass(frozen=True, slots=True)
class Status:
    """Counts, the last slot of each periodic job, the latest failures, and since when the first due task waits."""

    workers: int
    waiting: int
    running: int
    failed: int
    failures: Sequence[Failure]
    last_runs: Sequence[tuple[str, datetime | None]]
    waits_since: datetime | None


def status(now: datetime) -> Status:
    """As it is now, with six queries."""
    failed = DBTaskResult.objects.filter(status=queue.FAILED)
    due = queue.ready((QUICK, HEAVY), now)
    slots = dict(Slot.objects.values_list("job").annotate(last=Max("at")))
    return Status(
        workers=Worker.objects.filter(seen_at__gt=now - queue.SILENCE).count(),
        waiting=DBTaskResult.objects.filter(status=queue.READY).count(),
        running=DBTaskResult.objects.filter(status=queue.RUNNING).count(),
        failed=failed.count(),
        failures=[_failure(row) for row in failed.order_by("-finished_at")[:_SHOWN]],
        last_runs=[(job, slots.get(job)) for job, _ in settings.SCHEDULE],
        waits_since=due.order_by("enqueued_at").values_list("enqueued_at", flat=True).first(),
    )


def _failure(row: Any) -> Failure:
    return Failure(row.id, row.finished_at or row.enqueued_at, row.task_path, row.exception_class_path)
