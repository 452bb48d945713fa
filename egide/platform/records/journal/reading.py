"""What the journal says: the versions of a record, a register at any past instant, in scope."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Subquery

from egide.platform.records.acting import Origin
from egide.platform.records.journal.appending import keyframe, microseconds, values
from egide.platform.records.journal.leaves import unflatten
from egide.platform.records.journal.sealing import BASIS, ERASED, META, Row
from egide.platform.records.models import JournalContent, JournalEntry

Rows = dict[str, Row]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one record, and what it changed: path → (before, after), None where there was nothing.

    `damaged`: its content, or that of a version it stands on, is missing or is no longer what was written.
    """

    organization_id: UUID
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
    damaged: bool = False
    erased: tuple[str, ...] = ()
    """What was erased since: paths of the record, `@actor`, `@title`, `@reason`. They have no value any more."""

    @property
    def leaves(self) -> dict[str, Any]:
        """The whole record at this version."""
        return values(self.rows)

    @property
    def origin_in_words(self) -> str:
        """« à l’écran », « par un import »…"""
        return Origin(self.origin).french

    @property
    def document(self) -> dict[str, Any]:
        """The same, as a document of its shape number; see `records.history` for facts."""
        return unflatten(self.leaves)


def instant(at: int) -> datetime:
    """From the microseconds of an entry."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def entries(**criteria: Any) -> list[tuple[JournalEntry, list[Row] | None]]:
    """Entries with their rows, in the order of the chain, with two queries. None: there are no rows to read."""
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
    return [(e, _rows(texts.get((e.organization_id, e.seq), ""))) for e in found]


def _rows(text: str) -> list[Row] | None:
    try:
        rows = json.loads(text)
    except ValueError:
        return None
    sound = isinstance(rows, list) and all(isinstance(r, list) and r and isinstance(r[0], str) for r in rows)
    return rows if sound else None


def versions(record_type: str, record_id: UUID) -> list[Version]:
    """Every version of a record, the first first."""
    return list(_replay(entries(record_type=record_type, record_id=record_id)))


def versions_of(record_type: str, record_ids: Iterable[UUID], **criteria: Any) -> dict[UUID, list[Version]]:
    """The same for several records, with two queries. A record without a version has an empty list."""
    found: dict[UUID, list[Version]] = {record_id: [] for record_id in record_ids}
    for version in _replay(entries(record_type=record_type, record_id__in=list(found), **criteria)):
        found[version.record_id].append(version)
    return found


def last_rows(record_type: str, last: Mapping[UUID, int]) -> dict[UUID, tuple[Rows, int]]:
    """What the last version of each record holds, with its shape number: what the next one is compared with.

    `last` gives the number of that version, so that only the entries since its keyframe are read. What a damaged
    version holds is not told: the next one will state every leaf, and can be read again.
    """
    since = min((keyframe(number) for number in last.values()), default=0)
    found: dict[UUID, tuple[Rows, int]] = {}
    for step in _steps(entries(record_type=record_type, record_id__in=list(last), version__gte=since)):
        if step.damaged:
            found.pop(step.entry.record_id, None)
        else:
            found[step.entry.record_id] = (step.after, step.entry.shape)
    return found


def at(record_type: str, moment: datetime, **criteria: Any) -> dict[UUID, Version]:
    """The version of each record of a type that stood at an instant, included; `record_id` narrows it to one."""
    stood = JournalEntry.objects.filter(record_type=record_type, at__lte=microseconds(moment), **criteria)
    last = Subquery(stood.order_by("-seq").values("seq")[:1])
    # By rank, not by instant: a clock set back would leave a change without the version that it changes.
    found = _replay(entries(record_type=record_type, seq__lte=last, **criteria))
    return {version.record_id: version for version in found if version.at <= moment}


class _Step(NamedTuple):
    """An entry that is read, what it says of itself, and the rows of its record before and after it."""

    entry: JournalEntry
    said: Mapping[str, str | None]
    before: Rows
    after: Rows
    damaged: bool


def _replay(found: Iterable[tuple[JournalEntry, list[Row] | None]]) -> Iterator[Version]:
    return map(_version, _steps(found))


def _steps(found: Iterable[tuple[JournalEntry, list[Row] | None]]) -> Iterator[_Step]:
    states: dict[UUID, Rows] = {}
    damaged: set[UUID] = set()
    for entry, rows in found:
        if entry.erases:
            continue
        key = entry.record_id
        if rows is None or not (entry.full or key in states):
            damaged.add(key)
        elif entry.full:
            damaged.discard(key)
        before = states.get(key, {})
        after, said = _applied({} if entry.full else before, rows or [])
        states[key] = after
        yield _Step(entry, said, before, after, key in damaged)


def _applied(before: Rows, rows: Iterable[Row]) -> tuple[Rows, dict[str, str | None]]:
    """The rows that hold once an entry is read, and what it says of itself."""
    after = dict(before)
    said: dict[str, str | None] = {}
    for row in rows:
        if row[0].startswith(META):
            said[row[0]] = row[2] if len(row) == 3 else None
        elif len(row) == 1:
            after.pop(row[0], None)
        else:
            after[row[0]] = row
    return after, said


def _version(step: _Step) -> Version:
    entry, said, before, after, damaged = step
    return Version(
        organization_id=entry.organization_id,
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
        damaged=damaged,
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
    return [_erasure(entry, {row[0]: row[2] for row in rows or () if len(row) == 3}) for entry, rows in found]


def _erasure(entry: JournalEntry, said: Mapping[str, Any]) -> Erasure:
    paths = tuple(path for path, _ in said.get(ERASED, ()))
    actor, basis = said.get("@actor", ""), said.get(BASIS, "")
    return Erasure(entry.seq, entry.erases, entry.version, instant(entry.at), actor, basis, paths)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What changed between two sets of leaves, by path."""
    paths = dict.fromkeys([*after, *before])
    return {p: (before.get(p), after.get(p)) for p in paths if before.get(p) != after.get(p)}


def latest(count: int, *, skip: int = 0, only: str = "") -> list[Version]:
    """The last entries of the body in scope, the last first, without what they changed.

    `only` keeps the types that start so.
    """
    wanted = JournalEntry.objects.filter(record_type__startswith=only, erases=0).order_by("-seq")
    seqs = [entry.seq for entry in wanted[skip : skip + count].only("pk", "seq")]
    found = [next(_replay([one])) for one in entries(seq__in=seqs)] if seqs else []
    return [*reversed(found)]


def first_instants(record_type: str) -> dict[UUID, datetime]:
    """When each record of a type was created."""
    found = JournalEntry.objects.filter(record_type=record_type, version=1, erases=0)
    return {record_id: instant(at) for record_id, at in found.values_list("record_id", "at")}
