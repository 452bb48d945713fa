"""What follows each write, in its transaction: the search index, the drafts that a save ends… Named in `FOLLOWERS`.

A follower is a module of a room above. It defines what it needs of `saved(written)` and `erased(erasure)`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from egide.platform.records.acting import current_actor
from egide.platform.records.identity import SYSTEM, identified

if TYPE_CHECKING:
    from egide.platform.records.models import Kept


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was taken out of the history of a record, so that it is taken out of wherever else it lives."""

    organization_id: UUID
    record_type: str
    record_id: UUID
    paths: frozenset[str]
    gone: bool = False
    """The whole record is destroyed: nothing of it must stay anywhere."""
    values: tuple[Any, ...] = ()
    """What was erased: for those who keep it under no path. Never to be written down."""


def tell_saved(written: "Sequence[tuple[Kept, Any]]") -> None:
    """Call `saved` with the records that really changed and their facts: all of one model, of one body unless new."""
    if written:
        with _as_who_keeps_books():
            for follow in _named("saved"):
                follow(written)


def tell_erased(
    organization_id: UUID,
    record_type: str,
    record_id: UUID,
    paths: Collection[str],
    *,
    values: Iterable[Any] = (),
    gone: bool = False,
) -> None:
    """Call `erased` with an Erasure."""
    told = tuple(values)
    for follow in _named("erased"):
        follow(Erasure(organization_id, record_type, record_id, frozenset(paths), gone, told))


def _as_who_keeps_books() -> AbstractContextManager[None]:
    """The bearer of a secret link reaches one record: an index, a queue are the books of the installation."""
    return identified(SYSTEM) if current_actor().identity else nullcontext()


def _named(what: str) -> Iterator[Any]:
    for module in settings.FOLLOWERS:
        if (function := getattr(import_module(module), what, None)) is not None:
            yield function
