"""Whether the index and the records agree: what `egide reindex --check` tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from egide.law.french import plural
from egide.platform.records.models import Record, State, with_lines
from egide.platform.records.stemming import title_terms
from egide.platform.search import bits
from egide.platform.search.index import Shelf
from egide.platform.search.kinds import code
from egide.platform.search.models import Entry, Posting


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a search would answer wrongly of one body: a French sentence."""

    organization_id: UUID
    sentence: str


def disagreements(organization_id: UUID, model: type[Record]) -> Iterator[Disagreement]:
    """What the index says of the records of one kind in one body, and what they say. Needs the scope of the body."""
    shelf = Shelf(organization_id, code(model.storage.record_type))
    records = {r.id: r for r in with_lines(model.objects.filter(organization_id=organization_id))}
    numbers = {entry.record_id: entry for entry in shelf.rows(Entry)}
    wanted = {record_id for record_id, record in records.items() if record.state != State.BIN}
    title = model._meta.verbose_name
    for record_id in sorted(wanted - numbers.keys()):
        yield Disagreement(organization_id, f"{title} « {records[record_id]} » : ne se trouve pas")
    for record_id in sorted(numbers.keys() - wanted):
        yield Disagreement(organization_id, f"{title} « {numbers[record_id].title} » : se trouve encore")
    said = _said(shelf)
    for record_id in sorted(wanted & numbers.keys()):
        record, entry = records[record_id], numbers[record_id]
        record.storage.word(record, record.facts())
        terms = (set(record.search_text.split()), set(title_terms(str(record))))
        shown = (entry.title, entry.state) == (str(record), record.state)
        if said.get(entry.number, (set(), set())) != terms or not shown:
            yield Disagreement(organization_id, f"{title} « {record} » : se trouve par d’autres mots que les siens")
    known = {entry.number for entry in numbers.values()}
    if stray := said.keys() - known:
        yield Disagreement(
            organization_id, f"{title} : des mots mènent à {plural(len(stray), 'fiche')} qui n’existent pas"
        )


def _said(shelf: Shelf) -> dict[int, tuple[set[str], set[str]]]:
    """By number: the terms that lead to a record, and those of its title."""
    found: dict[int, tuple[set[str], set[str]]] = {}
    for posting in shelf.rows(Posting).iterator():
        for place, column in enumerate((posting.records, posting.titles)):
            for number in bits.numbers(bits.read(column)):
                found.setdefault(number, (set(), set()))[place].add(posting.term)
    return found
