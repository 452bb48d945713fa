"""A register as it stood: records rebuilt from their sealed versions, through the upcasts of their shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from egide.platform.records.journal import reading
from egide.platform.records.journal.reading import Version, difference
from egide.platform.records.models import Kept, State
from egide.platform.records.storage import Storage
from egide.platform.records.words import ChangeInWords, in_words


@dataclass(frozen=True, slots=True)
class PastRecord:
    """A record at an instant: a row that is not saved, its facts, and the version they come from."""

    record: Any
    facts: Any
    version: Version


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in a register between two instants."""

    added: list[PastRecord]
    removed: list[PastRecord]
    changed: list[tuple[PastRecord, list[ChangeInWords]]]


class UnreadableVersionError(ValueError):
    """A version that today's shape cannot read; the message names the record and the version."""


def as_of(model: type[Kept], instant: datetime) -> list[PastRecord]:
    """Every record of a register, in the bin or not, as it stood at an instant. Needs the scope of a body.

    Raises UnreadableVersionError.
    """
    found = [past(model, version) for version in reading.at(model.storage.record_type, instant).values()]
    model.storage.derive([(one.record, one.facts) for one in found], timezone.localdate(instant))
    return found


def record_as_of(model: type[Kept], record_id: UUID, instant: datetime) -> PastRecord | None:
    """One record as it stood at an instant; None when it did not exist yet."""
    version = reading.at(model.storage.record_type, instant, record_id=record_id).get(record_id)
    return None if version is None else past(model, version)


def past(model: type[Kept], version: Version) -> PastRecord:
    """The record that a version holds."""
    storage, document = model.storage, version.document
    try:
        facts = storage.from_document(document, version.record_id, version.shape)
    except (KeyError, ValueError) as reason:
        words = f"« {version.title} », version {version.number} : cette version ne peut pas être relue ({reason})."
        raise UnreadableVersionError(words) from reason
    record: Any = model(state=document.get("record", {}).get("state", State.ACTIVE))
    record.id = version.record_id
    record.revision, record.updated_at = version.number, version.at
    record._lines = storage.fill(record, facts)
    return PastRecord(record, facts, version)


def compare_records(storage: Storage, then: Version, now: Version) -> list[ChangeInWords]:
    """What differs between two versions of one record, in words."""
    return in_words(storage, difference(then.leaves, now.leaves), then.leaves, now.leaves)


def compare_registers(model: type[Kept], then: datetime, now: datetime) -> Difference:
    """What was added to a register, left it, or changed in it between two instants."""
    before, after = _in_service(as_of(model, then)), _in_service(as_of(model, now))
    changed = [
        (after[i], compare_records(model.storage, before[i].version, after[i].version))
        for i in after
        if i in before and before[i].version.seq != after[i].version.seq
    ]
    return Difference(
        added=_sorted([past for i, past in after.items() if i not in before]),
        removed=_sorted([past for i, past in before.items() if i not in after]),
        changed=sorted((c for c in changed if c[1]), key=lambda c: str(c[0].record.sort_key)),
    )


def _in_service(found: Sequence[PastRecord]) -> dict[UUID, PastRecord]:
    return {one.version.record_id: one for one in found if one.record.state == State.ACTIVE}


def _sorted(found: list[PastRecord]) -> list[PastRecord]:
    return sorted(found, key=lambda one: str(one.record.sort_key))
