"""What a task is: a function with its terms: how often it is tried again, and whether its effects end with its mark."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

from django_tasks import task as _declare
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

QUICK: Final = "quick"
HEAVY: Final = "heavy"
DELAYS: Final = (60, 300, 1800, 7200)
"""Seconds before each new try; the last one serves for all that follow."""


class GiveUpError(Exception):
    """Trying again would change nothing. The message says why, in French, to whoever asked."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a task is run. `on_failure` is told the error then the arguments, in the transaction that gives it up."""

    attempts: int = 5
    delays: tuple[int, ...] = DELAYS
    atomic: bool = True
    on_failure: Callable[..., None] | None = None

    def delay(self, attempt: int) -> int:
        """Seconds to wait after a try (the first is 1) that failed."""
        return self.delays[min(attempt, len(self.delays)) - 1]


_TERMS: dict[str, Terms] = {}


def task(terms: Terms | None = None, *, heavy: bool = False) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Declare a function of a module, whose arguments are JSON, as a task; then `f.enqueue(…)`, `errands.enqueue_for`.

    Atomic, it runs in one transaction with its mark as done: done once, whatever is killed. Not atomic (it is long, or
    speaks to the outside), it runs outside any; what it returns, if it can be called, is called in that transaction.
    Heavy tasks have a lane of their own, so that a mail does not wait for an export.
    """

    def declare(function: Callable[P, T]) -> Task[P, T]:
        made = _declare(queue_name=HEAVY if heavy else QUICK)(function)
        _TERMS[made.module_path] = terms or Terms()
        return made

    return declare


def terms_of(path: str) -> Terms:
    """Of a task by its dotted name; those of any other when it is not known any more."""
    return _TERMS.get(path, Terms())


def arguments(stored: Any) -> tuple[list[Any], dict[str, Any]]:
    """What a task is called with, out of its row."""
    return list(stored["args"]), dict(stored["kwargs"])
