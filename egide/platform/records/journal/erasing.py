"""Erasing what the journal must not keep any longer (art. 17, end of a retention): announced, sealed, then done.

The hash of the leaf stays, so that every seal can still be computed. Each erasing entry bears on one entry: the
database lets the content of that one be changed by the same act, and no other.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from egide.platform.records.acting import Actor, current_actor
from egide.platform.records.following import tell_erased
from egide.platform.records.journal.appending import content_row, entry_row, lock_head, microseconds, move_head
from egide.platform.records.journal.reading import entries
from egide.platform.records.journal.sealing import (
    BASIS,
    ERASED,
    Header,
    Row,
    canonical,
    erased,
    leaf_hash,
    root,
    salted,
)
from egide.platform.records.models import JournalContent, JournalEntry, JournalHead, unlocked
from egide.platform.records.scope import scoped_organization

ACTION = "erase"
Target = tuple[JournalEntry, list[Row]]


class ErasingError(ValueError):
    """Nothing can be erased so, in French."""


def erase(
    record_type: str,
    record_id: UUID,
    paths: Collection[str],
    *,
    basis: str,
    version: int | None = None,
    only: Collection[tuple[str, str]] | None = None,
) -> list[int]:
    """Take the values of `paths` (`notes`, `purposes[<uuid>].text`, `@actor`, `@title`, `@reason`) out of the history.

    `basis`: why, kept for ever: it names nobody. `version`: only the values that this version has, wherever they stand
    under the same path; `only`: these values, as `(path, canonical text)`; neither: all that these paths ever held.
    The record itself is not touched: change it before (`records.erasing` does), or its next version will state the
    value anew. Returns the numbers of the entries that were erased from.
    Raises ErasingError, ScopeError, NoActorError.
    """
    actor, organization_id = current_actor(), scoped_organization()
    _check(paths, basis)
    head = lock_head(organization_id)
    found = [(e, rows) for e, rows in entries(record_type=record_type, record_id=record_id) if rows is not None]
    values = only if version is None else _values_at(found, paths, version)
    targets = [(entry, rows) for entry, rows in found if any(_aimed(row, paths, values) for row in rows)]
    if head is None or not targets:
        raise ErasingError("Rien à effacer : l’historique de cette fiche n’a pas (ou plus) ces valeurs.")
    _announce(head, [(e, [row for row in rows if _aimed(row, paths, values)]) for e, rows in targets], actor, basis)
    for entry, rows in targets:
        left = [erased(row) if _aimed(row, paths, values) else row for row in rows]
        content = unlocked(JournalContent).filter(organization_id=organization_id, seq=entry.seq)
        content.update(rows=canonical(left))
    values_told = {canonical(row[2]): row[2] for _, rows in targets for row in rows if _aimed(row, paths, values)}
    tell_erased(organization_id, record_type, record_id, paths, values=values_told.values())
    return [entry.seq for entry, _ in targets]


def _check(paths: Collection[str], basis: str) -> None:
    if not paths:
        raise ErasingError("Dites ce qu’il faut effacer.")
    if not basis.strip():
        raise ErasingError("Dites pourquoi il faut l’effacer : cette raison est gardée dans le journal.")
    if {ERASED, BASIS} & set(paths):
        raise ErasingError("L’annonce d’un effacement ne s’efface pas.")


def _aimed(row: Row, paths: Collection[str], values: Collection[tuple[str, str]] | None) -> bool:
    if len(row) != 3 or row[0] not in paths:
        return False
    return values is None or (row[0], canonical(row[2])) in values


def _values_at(found: Sequence[Target], paths: Collection[str], version: int) -> set[tuple[str, str]]:
    """The values of paths at a version: its leaves are stated by it or by one before."""
    held: dict[str, str] = {}
    for entry, rows in found:
        if entry.erases or entry.version > version:
            continue
        held = {path: text for path, text in held.items() if not path.startswith("@") and not entry.full}
        for row in rows:
            held.pop(row[0], None)
            if len(row) == 3 and row[0] in paths:
                held[row[0]] = canonical(row[2])
    return set(held.items())


def _announce(head: JournalHead, targets: Sequence[Target], actor: Actor, basis: str) -> None:
    organization_id, seq, last = head.organization_id, head.seq, bytes(head.hash)
    announcing, contents = [], []
    for entry, rows in targets:
        seq += 1
        taken = [erased(row) for row in rows]
        said = salted({"@actor": actor.label, BASIS: basis, ERASED: taken})
        sealed = root(map(leaf_hash, said), ())
        header = _header(entry, seq, actor)
        last = header.seal(last, sealed)
        announcing.append(entry_row(header, sealed, last))
        contents.append(content_row(organization_id, seq, said))
    unlocked(JournalEntry).bulk_create(announcing)
    unlocked(JournalContent).bulk_create(contents)
    move_head(organization_id, head, seq, last)


def _header(entry: JournalEntry, seq: int, actor: Actor) -> Header:
    return Header(
        organization_id=entry.organization_id.hex,
        seq=seq,
        at=microseconds(actor.now()),
        record_type=entry.record_type,
        record_id=entry.record_id.hex,
        version=entry.version,
        shape=entry.shape,
        full=False,
        action=ACTION,
        origin=actor.origin,
        actor_id=actor.user_id.hex if actor.user_id else "",
        act=actor.act.hex,
        erases=entry.seq,
    )
