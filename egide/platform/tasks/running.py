"""Running one task that was claimed, to its mark."""

import logging
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from egide.platform.tasks import queue, works
from egide.platform.tasks.declaring import HEAVY, QUICK, Terms, arguments, terms_of
from egide.platform.tasks.errands import ERRAND, Errand, within

_LOG: Final = logging.getLogger("egide.tasks")


def run(row: queue.Row) -> None:
    """Whatever it raises is kept with it. An order to stop gives it back to the queue, and goes on."""
    try:
        _run(row)
    except queue.LostClaimError:
        _LOG.warning("task %s %s: given to another meanwhile, undone here", row.id, row.task_path)
    except Exception as error:
        queue.mark_failed(row, error, timezone.now())
    except BaseException:
        queue.release(row)
        raise


def run_waiting(queues: Collection[str] = (QUICK, HEAVY), worker: UUID | None = None) -> int:
    """Run what is due, here and now, until nothing is: for `egide worker --once` and tests. How many were run."""
    known, count = worker or uuid4(), 0
    while (row := queue.claim(queues, known, timezone.now())) is not None:
        run(row)
        count += 1
    return count


def _run(row: queue.Row) -> None:
    function = row.task.func
    terms = terms_of(row.task_path)
    args, kwargs = arguments(row.args_kwargs)
    stored = kwargs.pop(ERRAND, None)
    errand = Errand.read(stored) if stored else None
    if errand:
        works.begin(row.id, timezone.now())
    with within(errand):
        if terms.atomic:
            _finish(row, errand, lambda: function(*args, **kwargs))
        else:
            _finish(row, errand, function(*args, **kwargs))


def _finish(row: queue.Row, errand: Errand | None, effects: Any) -> None:
    """The effects and the mark, in one transaction."""
    with errand.acting() if errand else transaction.atomic():
        if callable(effects):
            effects()
        queue.mark_done(row, timezone.now())


__all__ = ["Terms", "run", "run_waiting"]
