"""By whom: a record is written only while someone is acting, in one transaction, and every write is journaled."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from egide.platform.records.identity import SYSTEM, identified


class NoActorError(RuntimeError):
    """A record was written while nobody was acting (in a GET request, for instance)."""


class Origin(StrEnum):
    """Through which door a write came."""

    SCREEN = "screen"
    IMPORT = "import"
    API = "api"
    TASK = "task"
    COMMAND = "command"
    LINK = "link"

    @property
    def french(self) -> str:
        """In words, as the journal shows it."""
        return _ORIGINS[self]


_ORIGINS = {
    Origin.SCREEN: "à l’écran",
    Origin.IMPORT: "par un import",
    Origin.API: "par l’API",
    Origin.TASK: "par une tâche automatique",
    Origin.COMMAND: "par une commande",
    Origin.LINK: "par un lien secret",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `user_id` is None for the installation itself; `act` groups what is done, and undone, in one go."""

    label: str
    user_id: UUID | None = None
    origin: Origin = Origin.SCREEN
    act: UUID = field(default_factory=uuid.uuid4)
    at: datetime | None = None
    """When, for what is told afterwards (a demonstration, a restored import). None: now."""
    identity: str = ""
    """Who asks, for the database, when it is neither the person nor the installation: the bearer of a secret link."""

    def now(self) -> datetime:
        """The instant of what this actor writes, in UTC."""
        return self.at or timezone.now()


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor:
    """Who is acting. Raises NoActorError when nobody is."""
    actor = _actor.get()
    if actor is None:
        raise NoActorError("Nobody is acting: use acting(actor).")
    return actor


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Write as `actor`: all of it or, on an exception, nothing."""
    with transaction.atomic(), identified(actor.identity or actor.user_id or SYSTEM):
        token = _actor.set(actor)
        try:
            yield actor
        finally:
            _actor.reset(token)
