"""The bin is emptied: a record is no more. Its row and lines go; the journal says so, and keeps its past or not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings

from egide.platform.records.acting import current_actor
from egide.platform.records.erasure_file import note_at_commit
from egide.platform.records.following import tell_erased
from egide.platform.records.journal.appending import DESTROY, Draft, append
from egide.platform.records.journal.erasing import ErasingError, erase
from egide.platform.records.journal.reading import entries, last_rows
from egide.platform.records.journal.sealing import BASIS, ERASED
from egide.platform.records.models import Kept, Record, State, unlocked
from egide.platform.records.scope import ScopeError, scoped_organization

KEPT_META = frozenset({"@actor", BASIS, ERASED})
"""What an erased history still says: who did each thing. Each name can be erased for itself."""


def destroy(record: Kept, *, expected: int, basis: str, keep_history: bool) -> None:
    """Remove a record from the bin, for good. `expected`: the version that was read.

    With `keep_history`, its versions can still be read and proved; otherwise every value it ever had is erased.
    Raises ErasingError (no reason, not in the bin, changed meanwhile), ScopeError, NoActorError.
    """
    current_actor()
    if record.organization_id != scoped_organization():
        raise ScopeError(f"{record.storage.model.__name__} does not belong to the organization in scope.")
    if not basis.strip():
        raise ErasingError("Dites pourquoi : cette raison est gardée dans le journal.")
    storage = record.storage
    held = last_rows(storage.record_type, {record.id: record.revision})
    _remove(record, expected)
    before, shape = held.get(record.id, ({}, None))
    title = storage.title(record)[:300] if keep_history else ""
    draft = Draft(
        record_type=storage.record_type,
        record_id=record.id,
        version=record.revision + 1,
        shape=storage.number,
        action=DESTROY,
        title=title,
        leaves={},
        before=before,
        shape_before=shape,
        reason=basis,
    )
    append(record.organization_id, [draft])
    if not keep_history:
        _erase_all(storage.record_type, record.id, basis)
    note_at_commit(record.organization_id, current_actor().act)
    tell_erased(record.organization_id, storage.record_type, record.id, (), gone=True)


def _remove(record: Kept, expected: int) -> None:
    rows = unlocked(record.storage.model)
    kept = rows.filter(**record.keys, state=State.BIN, revision=expected)
    if expected != record.revision or not kept.exists():
        raise ErasingError(f"« {record} » n’est pas à la corbeille, ou vient d’être changée : relisez-la.")
    if record.storage.line_model is not None:
        lines = unlocked(record.storage.line_model)
        lines.filter(organization_id=record.organization_id, owner_id=record.id).delete()
    kept.delete()


def _erase_all(record_type: str, record_id: UUID, basis: str) -> None:
    told = entries(record_type=record_type, record_id=record_id)
    paths = {row[0] for entry, rows in told if not entry.erases for row in rows or () if len(row) == 3} - KEPT_META
    if paths:
        erase(record_type, record_id, paths, basis=basis)


def binned(model: type[Kept]) -> Any:
    """The records of a register that are in the bin, in scope, the oldest first."""
    return model.objects.filter(state=State.BIN).order_by("updated_at", "id")  # type: ignore[attr-defined]


def goes_on(record: Kept) -> datetime:
    """When a record in the bin goes by itself. Whoever puts it in the bin starts the delay anew."""
    gone: datetime = record.updated_at + timedelta(days=settings.BIN_DAYS)
    return gone


def registers() -> Iterator[type[Record]]:
    """The models whose records may be destroyed: those that have a register, not people nor services."""
    for model in apps.get_models():
        if issubclass(model, Record) and model._meta.app_label not in {"organizations", "kernel"}:
            yield model
