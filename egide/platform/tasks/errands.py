"""Tasks done for a body and a person: within the scope of the one, with the rights of the other, in the journal too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django_tasks.base import Task, TaskResult

from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.scope import scope, unscoped
from egide.platform.tasks.declaring import GiveUpError

ERRAND: Final = "on_behalf"
"""The argument that carries it in the row of the task: kept for this, no task has one of that name."""


@dataclass(frozen=True, slots=True)
class Errand:
    """For whom a task is done. Without a person, it is done by the installation in that body."""

    organization_id: UUID
    label: str
    user_id: UUID | None = None

    def stored(self) -> dict[str, str]:
        """As JSON."""
        user = str(self.user_id) if self.user_id else ""
        return {"organization": str(self.organization_id), "user": user, "label": self.label}

    @classmethod
    def read(cls, stored: dict[str, str]) -> "Errand":
        """Back from JSON."""
        user = UUID(stored["user"]) if stored["user"] else None
        return cls(UUID(stored["organization"]), stored["label"], user)

    @property
    def identity(self) -> UUID | str:
        """Who the database is told."""
        return self.user_id or SYSTEM

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Write as the person, by a task: all of it or nothing."""
        with acting(Actor(self.label, self.user_id, Origin.TASK)):
            yield


def enqueue_for(errand: Errand, task: Task[Any, Any], *args: Any, **kwargs: Any) -> TaskResult[Any]:
    """Put a task in the queue, for a body and a person: part of the caller’s transaction."""
    queued: TaskResult[Any] = task.enqueue(*args, **{**kwargs, ERRAND: errand.stored()})
    return queued


@contextmanager
def within(errand: Errand | None) -> Iterator[None]:
    """Read as the person, in the body; as the installation, in none, for a task that is nobody’s.

    Raises GiveUpError when the person does not reach the body any more.
    """
    with ExitStack() as opened:
        opened.enter_context(identified(errand.identity if errand else SYSTEM))
        if errand:
            opened.enter_context(scope(_body(errand)))
        yield


def _body(errand: Errand) -> Any:
    with unscoped("a task names its body by its identifier"):
        found = apps.get_model("organizations", "Organization").objects.filter(id=errand.organization_id).first()
    if found is None:
        raise GiveUpError("Vous n’avez plus accès à cette collectivité.")
    return found
