"""Adding to the journal: the head of the body is locked, versions are sealed in order, nothing is ever rewritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from egide.platform.records.acting import Actor, current_actor
from egide.platform.records.journal.sealing import GENESIS, Header, Row, canonical, leaf_hash, root, salted
from egide.platform.records.models import JournalContent, JournalEntry, JournalHead, unlocked

KEYFRAME_EVERY = 50
"""A version in so many states its leaves anew, so that the last one is read from few entries."""


DESTROY = "destroy"
"""The action of the last version of a record that is no more: it has no leaf."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sealed: the leaves of a record after a write, and the rows that held before."""

    record_type: str
    record_id: UUID
    version: int
    shape: int
    action: str
    title: str
    leaves: Mapping[str, Any]
    before: Mapping[str, Row] = field(default_factory=dict)
    shape_before: int | None = None
    reason: str = ""

    @property
    def full(self) -> bool:
        """Whether every leaf is stated, not only those that changed."""
        return self.version == keyframe(self.version) or self.shape != self.shape_before

    def changed(self) -> bool:
        """Whether anything differs from before. An erased leaf does: whether the record still holds it is not known."""
        return values(self.before) != dict(self.leaves) or any(len(row) == 2 for row in self.before.values())


def keyframe(version: int) -> int:
    """The number of the last version, this one included, that states every leaf."""
    return version - (version - 1) % KEYFRAME_EVERY


def values(rows: Mapping[str, Row]) -> dict[str, Any]:
    """The values that rows hold; an erased one holds nothing."""
    return {path: row[2] for path, row in rows.items() if len(row) == 3}


def append(organization_id: UUID, drafts: Sequence[Draft]) -> None:
    """Seal versions of one body, in order, in the transaction of `acting`."""
    actor = current_actor()
    head = lock_head(organization_id)
    seq, previous = (head.seq, bytes(head.hash)) if head else (0, GENESIS)
    entries, contents = [], []
    for draft in drafts:
        seq += 1
        entry, content, previous = _seal(organization_id, seq, previous, draft, actor)
        entries.append(entry)
        contents.append(content)
    unlocked(JournalEntry).bulk_create(entries)
    unlocked(JournalContent).bulk_create(contents)
    move_head(organization_id, head, seq, previous)


def begin(drafts: Sequence[tuple[UUID, Draft]]) -> None:
    """Seal the first version of journals that begin, one for each body, in the transaction of `acting`.

    Raises IntegrityError when a journal has begun already.
    """
    actor = current_actor()
    sealed = [_seal(organization_id, 1, GENESIS, draft, actor) for organization_id, draft in drafts]
    unlocked(JournalEntry).bulk_create([entry for entry, _, _ in sealed])
    unlocked(JournalContent).bulk_create([content for _, content, _ in sealed])
    unlocked(JournalHead).bulk_create(
        [JournalHead(organization_id=entry.organization_id, seq=1, hash=last) for entry, _, last in sealed]
    )


def lock_head(organization_id: UUID) -> JournalHead | None:
    """The head of a body, held until the transaction ends: one writer at a time adds to a chain."""
    return unlocked(JournalHead).select_for_update().filter(organization_id=organization_id).first()


def move_head(organization_id: UUID, head: JournalHead | None, seq: int, last: bytes) -> None:
    """To the last entry that was added."""
    if head is None:
        unlocked(JournalHead).bulk_create([JournalHead(organization_id=organization_id, seq=seq, hash=last)])
    else:
        unlocked(JournalHead).filter(organization_id=organization_id).update(seq=seq, hash=last)


def _seal(
    organization_id: UUID, seq: int, previous: bytes, draft: Draft, actor: Actor
) -> tuple[JournalEntry, JournalContent, bytes]:
    state, stated = _state(draft)
    said = salted({"@actor": actor.label, "@title": draft.title, **({"@reason": draft.reason} if draft.reason else {})})
    sealed = root(map(leaf_hash, said), (leaf_hash(state[path]) for path in sorted(state)))
    header = Header(
        organization_id=organization_id.hex,
        seq=seq,
        at=microseconds(actor.now()),
        record_type=draft.record_type,
        record_id=draft.record_id.hex,
        version=draft.version,
        shape=draft.shape,
        full=draft.full,
        action=draft.action,
        origin=actor.origin,
        actor_id=actor.user_id.hex if actor.user_id else "",
        act=actor.act.hex,
        erases=0,
    )
    last = header.seal(previous, sealed)
    return entry_row(header, sealed, last), content_row(organization_id, seq, [*said, *stated]), last


def _state(draft: Draft) -> tuple[dict[str, Row], list[Row]]:
    """All the rows of the version, and those that its entry states."""
    held = draft.before if draft.shape == draft.shape_before else {}
    kept = {p: row for p, row in held.items() if len(row) == 3 and p in draft.leaves and row[2] == draft.leaves[p]}
    fresh = salted({path: value for path, value in draft.leaves.items() if path not in kept})
    state = {**kept, **{row[0]: row for row in fresh}}
    gone = [[path] for path in sorted(held) if path not in state]
    return state, [state[path] for path in sorted(state)] if draft.full else [*fresh, *gone]


def entry_row(header: Header, sealed: bytes, last: bytes) -> JournalEntry:
    """A sealed entry, not yet inserted."""
    return JournalEntry(
        organization_id=UUID(header.organization_id),
        seq=header.seq,
        at=header.at,
        record_type=header.record_type,
        record_id=UUID(header.record_id),
        version=header.version,
        shape=header.shape,
        full=header.full,
        action=header.action,
        origin=header.origin,
        actor_id=UUID(header.actor_id) if header.actor_id else None,
        act=UUID(header.act),
        erases=header.erases,
        root=sealed,
        hash=last,
    )


def content_row(organization_id: UUID, seq: int, rows: Iterable[Row]) -> JournalContent:
    """What an entry says, not yet inserted."""
    return JournalContent(organization_id=organization_id, seq=seq, rows=canonical(list(rows)))


def microseconds(instant: datetime) -> int:
    """Since 1970, UTC; exact, where a float of seconds would not be."""
    since = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
