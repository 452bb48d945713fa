"""The marks of a task: claimed, done, tried again, given up. Only who holds the claim may mark, and only once."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult, get_date_max

from egide.platform.tasks import works
from egide.platform.tasks.declaring import GiveUpError, arguments, terms_of
from egide.platform.tasks.errands import ERRAND
from egide.platform.tasks.models import Worker

READY: Final = "READY"
RUNNING: Final = "RUNNING"
FAILED: Final = "FAILED"
SUCCESSFUL: Final = "SUCCESSFUL"
SILENCE: Final = timedelta(seconds=45)
"""A worker that said nothing for so long is dead."""

_LOG: Final = logging.getLogger("egide.tasks")
Row = DBTaskResult[Any, Any]


class LostClaimError(Exception):
    """The task was given to another meanwhile: whatever this one did is undone."""


class WorkerDiedError(Exception):
    """The process that ran the task is gone: stopped, killed, or out of memory."""


def ready(queues: Collection[str], now: datetime) -> QuerySet[Row]:
    """What may be run, the most pressing first."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    return DBTaskResult.objects.filter(due, status=READY, queue_name__in=queues)


def claim(queues: Collection[str], worker: UUID, now: datetime) -> Row | None:
    """Take the next task; None when there is none. On SQLite, an empty queue asks for no lock."""
    if not ready(queues, now).exists():
        return None
    with transaction.atomic():
        found = ready(queues, now).select_for_update(skip_locked=True).first()
        if found is not None:
            found.status, found.started_at = RUNNING, now
            found.worker_ids = [*found.worker_ids, str(worker)]
            found.save(update_fields=["status", "started_at", "worker_ids"])
    return found


def mark_done(row: Row, now: datetime) -> None:
    """To be called in the transaction of the effects. Raises LostClaimError, which undoes them."""
    held = _held(row)
    held.status, held.finished_at = SUCCESSFUL, now
    held.exception_class_path = held.traceback = ""
    held.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])


def mark_failed(row: Row, error: BaseException, now: datetime) -> None:
    """Try again later, or give up and keep the failure. Nothing when the task was given to another meanwhile."""
    terms = terms_of(row.task_path)
    with transaction.atomic():
        try:
            held = _held(row)
        except LostClaimError:
            return
        held.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
        held.traceback = "".join(format_exception(error))
        tried = len(held.worker_ids)
        if tried < terms.attempts and not isinstance(error, GiveUpError):
            held.status, held.run_after = READY, now + timedelta(seconds=terms.delay(tried))
            _LOG.warning("task %s %s: try %d failed, %s", row.id, row.task_path, tried, held.exception_class_path)
        else:
            held.status, held.finished_at = FAILED, now
            _LOG.error("task %s %s: given up, %s", row.id, row.task_path, held.exception_class_path)
            _tell_failure(held, error, now)
        held.save()


def _tell_failure(row: Row, error: BaseException, now: datetime) -> None:
    """Whoever waits for the task; what fails here is logged, and the task stays given up."""
    args, kwargs = arguments(row.args_kwargs)
    on_behalf = kwargs.pop(ERRAND, None)
    try:
        with transaction.atomic():
            if on_behalf:
                works.fail(row.id, error, now)
            if (told := terms_of(row.task_path).on_failure) is not None:
                told(error, *args, **kwargs)
    except Exception:
        _LOG.exception("task %s %s: its failure could not be told", row.id, row.task_path)


def release(row: Row) -> None:
    """Give it back untried, when the worker must stop at once."""
    with transaction.atomic():
        try:
            held = _held(row)
        except LostClaimError:
            return
        held.status, held.worker_ids = READY, held.worker_ids[:-1]
        held.save(update_fields=["status", "worker_ids"])


def reap(
    now: datetime, *, silence: timedelta = SILENCE, mine: UUID | None = None, in_hand: Collection[UUID] = ()
) -> int:
    """Fail the tasks whose worker is silent, or that are `mine` although I do not run them; how many.

    Each counts as a try, so that a task that kills its worker is given up as any other.
    """
    alive = {str(i) for i in Worker.objects.filter(seen_at__gt=now - silence).values_list("id", flat=True)}
    running = DBTaskResult.objects.filter(status=RUNNING).only("id", "worker_ids", "task_path", "status")
    lost = [r for r in running if _last(r) not in alive or (_last(r) == str(mine) and r.id not in in_hand)]
    for row in lost:
        mark_failed(row, WorkerDiedError("Le programme qui s’en chargeait s’est arrêté."), now)
    return len(lost)


def retry(task_id: UUID) -> bool:
    """Put a task that was given up back in the queue, as if new; whether there was one."""
    rows = DBTaskResult.objects.filter(id=task_id, status=FAILED)
    return bool(rows.update(status=READY, worker_ids=[], finished_at=None, run_after=get_date_max()))


def _last(row: Row) -> str:
    return str(row.worker_ids[-1]) if row.worker_ids else ""


def _held(row: Row) -> Row:
    held = DBTaskResult.objects.select_for_update().filter(id=row.id).first()
    if held is None or held.status != RUNNING or held.worker_ids != row.worker_ids:
        raise LostClaimError(f"{row.task_path} {row.id}")
    return held
