"""What the journal says: the versions of a record, a register at any past instant, in scope."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from egide.platform.records.journal.appending import keyframe, microseconds, values
from egide.platform.records.journal.leaves import unflatten
from egide.platform.records.journal.sealing import BASIS, ERASED, META, Row
from egide.platform.records.models import JournalContent, JournalEntry

Rows = dict[str, Row]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one record, and what it changed: path → (before, after), None where there was nothing."""

    record_id: UUID
    record_type: str
    seq: int
    number: int
    shape: int
    at: datetime
    action: str
    origin: str
    act: UUID
    actor_id: UUID | None
    actor: str
    title: str
    reason: str
    rows: Mapping[str, Row]
    changes: Mapping[str, tuple[Any, Any]]
    erased: tuple[str, ...] = ()
    """What was erased since: paths of the record, `@actor`, `@title`, `@reason`. They have no value any more."""

    @property
    def leaves(self) -> dict[str, Any]:
        """The whole record at this version."""
        return values(self.rows)

    @property
    def document(self) -> dict[str, Any]:
        """The same, as a document of its shape number; see `records.history` for facts."""
        return unflatten(self.leaves)


def instant(at: int) -> datetime:
    """From the microseconds of an entry."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def entries(**criteria: Any) -> list[tuple[JournalEntry, list[Row]]]:
    """Entries with their rows, in the order of the chain, with two queries."""
    found = list(JournalEntry.objects.filter(**criteria).order_by("organization_id", "seq"))
    if not found:
        return []
    inside = {name: value for name, value in criteria.items() if name == "organization_id"}
    seqs = [entry.seq for entry in found]
    if len(seqs) <= 500:
        inside["seq__in"] = seqs
    else:
        inside.update(seq__gte=min(seqs), seq__lte=max(seqs))
    texts = {(c.organization_id, c.seq): c.rows for c in JournalContent.objects.filter(**inside).only("pk", "rows")}
    return [(e, json.loads(texts.get((e.organization_id, e.seq), "[]"))) for e in found]


def versions(record_type: str, record_id: UUID) -> list[Version]:
    """Every version of a record, the first first."""
    return list(_replay(entries(record_type=record_type, record_id=record_id)))


def last_rows(record_type: str, last: Mapping[UUID, int]) -> dict[UUID, tuple[Rows, int]]:
    """What the last version of each record holds, with its shape number: what the next one is compared with.

    `last` gives the number of that version, so that only the entries since its keyframe are read.
    """
    since = min((keyframe(number) for number in last.values()), default=0)
    found: dict[UUID, tuple[Rows, int]] = {}
    for version in _replay(entries(record_type=record_type, record_id__in=list(last), version__gte=since)):
        found[version.record_id] = (dict(version.rows), version.shape)
    return found


def at(record_type: str, moment: datetime) -> dict[UUID, Version]:
    """The version of each record of a type that stood at an instant (its own second included)."""
    until = microseconds(moment)
    return {v.record_id: v for v in _replay(entries(record_type=record_type, at__lte=until))}


def _replay(found: Iterable[tuple[JournalEntry, list[Row]]]) -> Iterator[Version]:
    states: dict[UUID, Rows] = defaultdict(dict)
    for entry, rows in found:
        if entry.erases:
            continue
        before = states[entry.record_id]
        after: Rows = {} if entry.full else dict(before)
        said: dict[str, str | None] = {}
        for row in rows:
            if row[0].startswith(META):
                said[row[0]] = row[2] if len(row) == 3 else None
            elif len(row) == 1:
                after.pop(row[0], None)
            else:
                after[row[0]] = row
        states[entry.record_id] = after
        yield _version(entry, said, before, after)


def _version(entry: JournalEntry, said: Mapping[str, str | None], before: Rows, after: Rows) -> Version:
    return Version(
        record_id=entry.record_id,
        record_type=entry.record_type,
        seq=entry.seq,
        number=entry.version,
        shape=entry.shape,
        at=instant(entry.at),
        action=entry.action,
        origin=entry.origin,
        act=entry.act,
        actor_id=entry.actor_id,
        actor=said.get("@actor") or "",
        title=said.get("@title") or "",
        reason=said.get("@reason") or "",
        rows=after,
        changes=difference(values(before), values(after)),
        erased=tuple(
            sorted([*(p for p, v in said.items() if v is None), *(p for p, r in after.items() if len(r) == 2)])
        ),
    )


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased from one version, when, by whom and why."""

    seq: int
    of: int
    number: int
    at: datetime
    actor: str
    basis: str
    paths: tuple[str, ...]


def erasures(record_type: str, record_id: UUID) -> list[Erasure]:
    """Every erasure in the history of a record, the first first. `of`: the entry it bears on; `number`: its version."""
    found = entries(record_type=record_type, record_id=record_id, erases__gt=0)
    return [_erasure(entry, {row[0]: row[2] for row in rows if len(row) == 3}) for entry, rows in found]


def _erasure(entry: JournalEntry, said: Mapping[str, Any]) -> Erasure:
    paths = tuple(path for path, _ in said.get(ERASED, ()))
    actor, basis = said.get("@actor", ""), said.get(BASIS, "")
    return Erasure(entry.seq, entry.erases, entry.version, instant(entry.at), actor, basis, paths)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What changed between two sets of leaves, by path."""
    paths = dict.fromkeys([*after, *before])
    return {p: (before.get(p), after.get(p)) for p in paths if before.get(p) != after.get(p)}
