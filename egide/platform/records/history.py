"""What the registers said at a past instant, rebuilt from the journal, and what changed between two of them.

A version that cannot be read any more is reported by its title: it never hides the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.platform.records.journal.appending import DESTROY
from egide.platform.records.journal.leaves import flatten
from egide.platform.records.journal.reading import Version, at, difference, first_instants, versions
from egide.platform.records.models import Kept, Scoped, State
from egide.platform.records.sayings import ERASED, read_beside
from egide.platform.records.storage import Storage
from egide.platform.records.words import ChangeInWords, in_words


@dataclass(frozen=True, slots=True)
class PastRecord:
    """A record as it was. `record` is not saved and must not be; its lines are already there."""

    record: Kept
    facts: Any
    version: Version


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A version that is in the journal and cannot be shown. `reason` is a French sentence."""

    record_id: UUID
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """A register at an instant: the records, in the order of their titles, whatever their state; and what is missing.

    Iterates over the records.
    """

    records: tuple[PastRecord, ...]
    unreadable: tuple[Unreadable, ...]

    def __iter__(self) -> Iterator[PastRecord]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def active(self) -> tuple[PastRecord, ...]:
        """Those that were in the register: neither archived nor in the bin."""
        return tuple(past for past in self.records if past.record.state == State.ACTIVE)


def as_of(model: type[Kept], instant: datetime) -> AsOf:
    """The records in scope as they were at an instant, with three queries whatever their number."""
    storage = model.storage
    return _read_all(storage, at(storage.record_type, instant), first_instants(storage.record_type))


def record_as_of(model: type[Kept], record_id: UUID, instant: datetime) -> PastRecord | Unreadable | None:
    """One record as it was at an instant; None if it did not exist yet, or no more."""
    known = [v for v in versions(model.storage.record_type, record_id) if v.at <= instant]
    if not known or known[-1].action == DESTROY:
        return None
    return read_version(model.storage, known[-1], known[0].at)


def read_version(storage: Storage, version: Version, created_at: datetime | None = None) -> PastRecord | Unreadable:
    """The record that a version describes, in the shape of today. What lists derive from the facts is not computed."""
    if version.damaged or "record.state" not in version.rows:
        return Unreadable(version.record_id, version.title, "Le contenu de cette version manque dans le journal.")
    try:
        facts = storage.from_document(version.document, version.record_id, version.shape)
    except ValueError as failure:
        return Unreadable(version.record_id, version.title, f"Cette version ne se lit plus\u202f: {failure}.")
    return PastRecord(_record(storage, version, facts, created_at), facts, version)


def _record(storage: Storage, version: Version, facts: Any, created_at: datetime | None) -> Kept:
    keys = {"id": version.record_id}
    if issubclass(storage.model, Scoped):
        keys["organization_id"] = version.organization_id
    record = storage.model(**keys)
    for name, value in beside(storage, version.leaves).items():
        setattr(record, name, value)
    record.revision = version.number
    record.updated_at = version.at
    record.created_at = created_at or version.at
    storage.fill(record, facts)
    record._lines = storage.lines_of(record, facts)
    return record


def beside(storage: Storage, leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Where a version stood, and the columns that it kept beside its shape, as the model holds them."""
    names = [name for name in ("state", *storage.also) if f"record.{name}" in leaves]
    return {name: read_beside(storage, name, leaves[f"record.{name}"]) for name in names}


def _read_all(storage: Storage, found: Mapping[UUID, Version], created: Mapping[UUID, datetime]) -> AsOf:
    still = {key: version for key, version in found.items() if version.action != DESTROY}
    read = [read_version(storage, version, created.get(key)) for key, version in still.items()]
    records = [past for past in read if isinstance(past, PastRecord)]
    return AsOf(
        tuple(sorted(records, key=lambda past: (past.record.sort_key, past.record.id))),
        tuple(past for past in read if isinstance(past, Unreadable)),
    )


def told(storage: Storage, version: Version | None) -> dict[str, Any]:
    """The leaves of a version, brought to the shape of today when they can be; ERASED where the content was erased."""
    if version is None:
        return {}
    if version.shape == storage.number:
        return {path: row[2] if len(row) == 3 else ERASED for path, row in version.rows.items()}
    try:
        return flatten(storage.upcast(version.document, version.shape))
    except ValueError:
        return version.leaves


def compare_records(
    storage: Storage, then: Version | None, now: Version | None, names: Mapping[UUID, str] | None = None
) -> list[ChangeInWords]:
    """What changed from one version to another, in words; None: the record did not exist. See words.in_words."""
    before, after = told(storage, then), told(storage, now)
    return in_words(storage, difference(before, after), before, after, names)


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One record at both instants, and what changed."""

    then: PastRecord
    now: PastRecord
    changes: tuple[ChangeInWords, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What entered a register between two instants, what left it (bin or archive), what changed in it."""

    added: tuple[PastRecord, ...]
    removed: tuple[PastRecord, ...]
    changed: tuple[ChangedRecord, ...]
    unreadable: tuple[Unreadable, ...]


def compare_registers(
    model: type[Kept], then: datetime, now: datetime, names: Mapping[UUID, str] | None = None
) -> Comparison:
    """The register in scope at two instants. A record that cannot be read at one of them is only reported."""
    before, after = as_of(model, then), as_of(model, now)
    unreadable = {missing.record_id: missing for missing in (*before.unreadable, *after.unreadable)}
    old, new = _readable(before, unreadable), _readable(after, unreadable)
    both = [(old[key], past) for key, past in new.items() if key in old]
    changed = [
        ChangedRecord(past, present, tuple(compare_records(model.storage, past.version, present.version, names)))
        for past, present in both
        if past.version.number != present.version.number
    ]
    return Comparison(
        added=tuple(past for key, past in new.items() if key not in old),
        removed=tuple(past for key, past in old.items() if key not in new),
        changed=tuple(record for record in changed if record.changes),
        unreadable=tuple(unreadable.values()),
    )


def _readable(register: AsOf, unreadable: Mapping[UUID, Unreadable]) -> dict[UUID, PastRecord]:
    return {past.record.id: past for past in register.active if past.record.id not in unreadable}
