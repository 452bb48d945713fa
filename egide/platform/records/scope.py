"""For whom: every query on scoped rows is confined to what is in scope. No scope, no query: never a leak."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class ScopeError(RuntimeError):
    """A scoped row was read outside any scope, or written outside its own."""


class Body(Protocol):
    """What this room knows of an organization: its id, and that of the centre that advises it."""

    @property
    def id(self) -> UUID: ...
    @property
    def centre_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class OneBody:
    """The rows of one body, and what its centre shares with it."""

    organization_id: UUID
    centre_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reached:
    """The rows of every body that a person reaches, to read only."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class Everything:
    """No confinement. `reason` is for the reader of the code; a test counts the places."""

    reason: str


Scope = OneBody | Reached | Everything
_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def active_scope() -> Scope:
    """What is in scope. Raises ScopeError when nothing is."""
    current = _scope.get()
    if current is None:
        raise ScopeError("No organization in scope: use scope(organization).")
    return current


def scoped_organization() -> UUID:
    """The one body in scope, for those who write. Raises ScopeError when there is not exactly one."""
    current = active_scope()
    if not isinstance(current, OneBody):
        raise ScopeError("Writing needs the scope of one organization: open them one by one.")
    return current.organization_id


@contextmanager
def scope(organization: Body) -> Iterator[None]:
    """Read and write for one body."""
    with _enter(OneBody(organization.id, organization.centre_id)):
        yield


@contextmanager
def reached_by(user_id: UUID) -> Iterator[None]:
    """Read across all the bodies that a person reaches. Nothing can be written."""
    with _enter(Reached(user_id)):
        yield


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """The deliberate way out of the first lock, for what comes before any body is known. The database keeps its own."""
    with _enter(Everything(reason)):
        yield


@contextmanager
def _enter(entered: Scope) -> Iterator[None]:
    token = _scope.set(entered)
    try:
        yield
    finally:
        _scope.reset(token)
