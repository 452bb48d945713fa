"""What a search finds, register by register: how many, and those of a page with the words they say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.searching.passages import Passage, Pieces, marked, passage_of
from egide.platform.organizations.access import Access
from egide.platform.organizations.models import Organization
from egide.platform.records.models import State, with_lines
from egide.platform.search import bits
from egide.platform.search.finding import Answer, Answers, entries, find
from egide.platform.search.kinds import code
from egide.platform.search.models import Entry
from egide.platform.search.query import Query

FIRST = 5
"""Results of each register when all are shown."""
PER_PAGE = 20

Bodies = dict[UUID, Organization]


@dataclass(frozen=True, slots=True)
class Result:
    """A record that answers. `body` is None within one body."""

    title: Pieces
    url: str
    state: str
    body: Organization | None
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Group:
    """What one register answers: how many, and the results of a page."""

    register: Register
    count: int
    results: list[Result]


@dataclass(frozen=True, slots=True)
class Found:
    """All that a query finds in the registers that may be seen."""

    query: Query
    registers: tuple[Register, ...]
    order: Sequence[UUID]
    """The bodies in scope that are in service, in the order in which results are shown."""
    answers: Answers
    here: Organization | None = None
    """The body that is searched alone; otherwise results say whose they are."""

    @property
    def several(self) -> bool:
        """Whether results are of several bodies."""
        return self.here is None

    def count(self, register: Register) -> int:
        """How many records of a register answer."""
        kind = _kind(register)
        return sum(answer.count for (_, known), answer in self.answers.items() if known == kind)

    @property
    def total(self) -> int:
        """In every register."""
        return sum(answer.count for answer in self.answers.values())

    def groups(self) -> list[Group]:
        """The first results of each register that has some."""
        counts = {register.name: self.count(register) for register in self.registers}
        shown = [register for register in self.registers if counts[register.name]]
        pages = self._pages({register.name: _part(self._parts(register), 0, FIRST) for register in shown})
        bodies = self._bodies(pages)
        return [Group(r, counts[r.name], self._results(r, pages[r.name], bodies)) for r in shown]

    def titles(self, size: int) -> "list[tuple[Register, list[Result]]]":
        """The first records of each register by their titles alone, with one question: what is typed cannot wait."""
        pages = self._pages({r.name: _part(self._parts(r), 0, size) for r in self.registers})
        bodies = self._bodies(pages)
        return [(r, [self._titled(r, e, bodies) for e in pages[r.name]]) for r in self.registers if pages[r.name]]

    def page(self, register: Register, start: int, size: int = PER_PAGE) -> Group:
        """The results of one register from the `start`-th."""
        pages = self._pages({register.name: _part(self._parts(register), start, size)})
        results = self._results(register, pages[register.name], self._bodies(pages))
        return Group(register, self.count(register), results)

    def _parts(self, register: Register) -> "list[Part]":
        """Titles that answer first, then the rest; body by body."""
        kind = _kind(register)
        held = [(body, self.answers[body, kind]) for body in self.order if (body, kind) in self.answers]
        first = [Part(body, kind, answer.titles) for body, answer in held if answer.titles]
        return [*first, *(Part(body, kind, rest) for body, a in held if (rest := a.records & ~a.titles))]

    def _pages(self, wanted: "Mapping[str, Slice]") -> dict[str, list[Entry]]:
        """The entries of some slices, with one question."""
        needed: dict[tuple[UUID, str], int] = defaultdict(int)
        for part in (part for each in wanted.values() for part in each.parts):
            needed[part.body, part.kind] |= part.records
        known: dict[tuple[UUID, str], list[Entry]] = defaultdict(list)
        for entry in entries({key: Answer(records, 0) for key, records in needed.items()}):
            known[entry.organization_id, entry.kind].append(entry)
        return {
            name: [
                entry
                for part in each.parts
                for entry in known[part.body, part.kind]
                if part.records >> entry.number & 1
            ][each.start : each.start + each.size]
            for name, each in wanted.items()
        }

    def _bodies(self, pages: Mapping[str, Sequence[Entry]]) -> Bodies:
        """Those that the results of some pages are of."""
        if self.here is not None:
            return {self.here.id: self.here}
        ids = {entry.organization_id for page in pages.values() for entry in page}
        rows = Organization.objects.filter(id__in=ids).only("id", "slug", "name") if ids else ()
        return {body.id: body for body in rows}

    def _results(self, register: Register, found: Sequence[Entry], bodies: Bodies) -> list[Result]:
        keys = [(entry.organization_id, entry.record_id) for entry in found]
        rows = register.model.objects.filter(pk__in=keys).defer("search_text") if keys else ()
        records = {(record.organization_id, record.id): record for record in with_lines(rows)}
        return [self._result(register, records[key], bodies[key[0]]) for key in keys if key in records]

    def _result(self, register: Register, record: Any, body: Organization) -> Result:
        passage = passage_of(self.query, register, record.facts())
        where = reverse(f"{register.name}-fiche", args=[body.slug, record.id])
        return Result(
            title=marked(self.query, str(record)),
            url=f"{where}#{passage.anchor}" if passage and passage.anchor else where,
            state="" if record.state == State.ACTIVE else State(record.state).label,
            body=body if self.several else None,
            passage=passage,
        )

    def _titled(self, register: Register, entry: Entry, bodies: Bodies) -> Result:
        body = bodies[entry.organization_id]
        return Result(
            title=marked(self.query, entry.title),
            url=reverse(f"{register.name}-fiche", args=[body.slug, entry.record_id]),
            state="" if entry.state == State.ACTIVE else State(entry.state).label,
            body=body if self.several else None,
            passage=None,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one body that come together in the order of results."""

    body: UUID
    kind: str
    records: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The parts that a page looks at, and where it begins in them."""

    parts: tuple[Part, ...]
    start: int
    size: int


def _part(parts: Sequence[Part], start: int, size: int) -> Slice:
    chosen, passed, skipped = [], 0, 0
    for part in parts:
        count = part.records.bit_count()
        if passed + count <= start:
            skipped += count
        elif passed < start + size:
            chosen.append(part)
        passed += count
    return Slice(tuple(chosen), start - skipped, size)


def _kind(register: Register) -> str:
    return code(register.storage.record_type)


def search_here(query: Query, registers: Sequence[Register], access: Access) -> Found:
    """Within the body in scope: the registers that the person may consult, and of them the rows that are theirs."""
    seen = tuple(register for register in registers if register.policy.allows(access, Action.VIEW))
    answers = dict(find(query, [register.storage.record_type for register in seen]))
    for register in seen:
        narrowed = register.policy.rows_of(access, Action.VIEW)
        key = (access.organization.id, _kind(register))
        if narrowed is not None and key in answers:
            answers[key] = _narrow(answers[key], key, register, narrowed)
    return Found(query, seen, (access.organization.id,), answers, access.organization)


def _narrow(answer: Answer, key: tuple[UUID, str], register: Register, narrowed: Q) -> Answer:
    found = {entry.record_id: entry.number for entry in entries({key: answer})}
    allowed = register.model.objects.filter(narrowed, id__in=list(found)).values_list("id", flat=True)
    held = bits.of(found[record_id] for record_id in allowed)
    return Answer(answer.records & held, answer.titles & held)


def search_reached(query: Query, registers: Sequence[Register]) -> Found:
    """Over the bodies that a person reaches: those whose registers the person reads. Needs their scope."""
    found = find(query, [register.storage.record_type for register in registers])
    rows = Organization.objects.filter(state=State.ACTIVE).order_by("sort_key", "id")
    order = list(rows.values_list("id", flat=True)) if found else []
    in_service = set(order)
    answers = {key: answer for key, answer in found.items() if key[0] in in_service}
    return Found(query, tuple(registers), order, answers)
