"""Follows every save (see FOLLOWERS): what a record says and does not say any more, in the transaction of the write.

The saves of a body go one after the other (its head is locked), so two of them never change one row of bits together.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from egide.platform.records.following import Erasure
from egide.platform.records.models import Kept, Record, State, unlocked, with_lines
from egide.platform.records.stemming import title_terms
from egide.platform.search import bits
from egide.platform.search.kinds import code, searched
from egide.platform.search.models import Entry, Posting

BATCH = 500
Said = dict[int, tuple[frozenset[str], frozenset[str]]]
"""By number of record: the terms of all it says, those of its title."""
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of one kind in one body."""

    organization_id: UUID
    kind: str

    def rows(self, model: Any) -> QuerySet[Any]:
        """The rows of the index, without the lock of scope: the write that they follow was checked."""
        return unlocked(model).filter(organization_id=self.organization_id, kind=self.kind)


def saved(written: Sequence[tuple[Kept, Any]]) -> None:
    """Called by every save: see egide/platform/records/following.py."""
    records = [record for record, _ in written if isinstance(record, Record) and record.is_searched]
    if records:
        shelf = Shelf(records[0].organization_id, code(records[0].storage.record_type))
        _follow(shelf, records)


def erased(erasure: Erasure) -> None:
    """What was erased must not be found: the record is taken out of the index, then written anew as it is today."""
    model = {m.storage.record_type: m for m in searched()}.get(erasure.record_type)
    if model is None:
        return
    shelf = Shelf(erasure.organization_id, code(erasure.record_type))
    for entry in shelf.rows(Entry).filter(record_id=erasure.record_id):
        _clear(shelf, entry.number)
    record = unlocked(model).filter(organization_id=shelf.organization_id, id=erasure.record_id).first()
    if record is not None:
        shelf.rows(Entry).filter(record_id=record.id).delete()
        _follow(shelf, [record])


def rebuild(organization_id: UUID, model: type[Record]) -> int:
    """Index anew the records of one kind in one body, from their facts; how many. Needs the scope of the body.

    Also for words that were taken apart by an earlier version of this application: what lists search is written again.
    """
    shelf = Shelf(organization_id, code(model.storage.record_type))
    shelf.rows(Posting).delete()
    shelf.rows(Entry).delete()
    records = with_lines(model.objects.filter(organization_id=organization_id).order_by("created_at", "id"))
    for record in records:
        text, key = record.search_text, record.sort_key
        record.storage.word(record, record.facts())
        if (text, key) != (record.search_text, record.sort_key):
            rows = unlocked(model).filter(**record.keys)
            rows.update(search_text=record.search_text, sort_key=record.sort_key)
    _follow(shelf, records)
    return len(records)


def _follow(shelf: Shelf, records: Sequence[Record]) -> None:
    known = {entry.record_id: entry for entry in shelf.rows(Entry).filter(record_id__in=[r.id for r in records])}
    found = [record for record in records if record.state != State.BIN]
    numbers = _numbers(shelf, known, [record.id for record in found])
    before: Said = {}
    for record in records:
        if (entry := known.get(record.id)) is not None:
            before[entry.number] = (frozenset(record.search_text_before.split()), title_terms(entry.title))
    after: Said = {
        numbers[record.id]: (frozenset(record.search_text.split()), title_terms(str(record))) for record in found
    }
    _enter(shelf, [(record, numbers[record.id]) for record in found])
    gone = [known[record.id].number for record in records if record.state == State.BIN and record.id in known]
    shelf.rows(Entry).filter(number__in=gone).delete()
    _change(shelf, before, after)


def _numbers(shelf: Shelf, known: dict[UUID, Entry], ids: Sequence[UUID]) -> dict[UUID, int]:
    """The number of each record: its own, or the next that is free."""
    new = [record_id for record_id in ids if record_id not in known]
    last = shelf.rows(Entry).aggregate(last=Max("number"))["last"] if new else None
    first = 0 if last is None else last + 1
    return {
        **{record_id: entry.number for record_id, entry in known.items()},
        **{record_id: first + place for place, record_id in enumerate(new)},
    }


def _enter(shelf: Shelf, numbered: Sequence[tuple[Record, int]]) -> None:
    unlocked(Entry).bulk_create(
        [
            Entry(
                organization_id=shelf.organization_id,
                kind=shelf.kind,
                number=number,
                record_id=record.id,
                title=str(record),
                sort_key=record.sort_key,
                state=record.state,
            )
            for record, number in numbered
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organization", "kind", "number"],
        update_fields=["title", "sort_key", "state"],
    )


def _change(shelf: Shelf, before: Said, after: Said) -> None:
    """Set and clear the bits of what is said and was not, was said and is not."""
    changes: dict[str, list[int]] = {}
    for number in before.keys() | after.keys():
        old, new = before.get(number, _NOTHING), after.get(number, _NOTHING)
        for place in (0, 1):
            for term in old[place] ^ new[place]:
                changed = changes.setdefault(term, [0, 0, 0, 0])
                changed[2 * place + (term in new[place])] |= 1 << number
    for terms in _batches(sorted(changes)):
        _write(shelf, {term: changes[term] for term in terms})


def _write(shelf: Shelf, changes: dict[str, list[int]]) -> None:
    known = {posting.term: posting for posting in shelf.rows(Posting).filter(term__in=changes)}
    rows, gone = [], []
    for term, (left, said, title_left, title_said) in changes.items():
        row = known.get(term) or Posting(
            organization_id=shelf.organization_id, kind=shelf.kind, term=term, records=b"", titles=b""
        )
        row.records = bits.stored(bits.read(row.records) & ~left | said)
        row.titles = bits.stored(bits.read(row.titles) & ~title_left | title_said)
        if row.records:
            rows.append(row)
        elif term in known:
            gone.append(term)
    unlocked(Posting).bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organization", "kind", "term"],
        update_fields=["records", "titles"],
    )
    if gone:
        shelf.rows(Posting).filter(term__in=gone).delete()


def _clear(shelf: Shelf, number: int) -> None:
    """Take a record out of every term, whatever it is thought to have said."""
    held = [(p.term, bits.read(p.records), bits.read(p.titles)) for p in shelf.rows(Posting)]
    mask = 1 << number
    found = {term: [mask, 0, mask, 0] for term, records, titles in held if (records | titles) & mask}
    for terms in _batches(sorted(found)):
        _write(shelf, {term: found[term] for term in terms})


def _batches(terms: Sequence[str]) -> Iterator[Collection[str]]:
    for start in range(0, len(terms), BATCH):
        yield terms[start : start + BATCH]
