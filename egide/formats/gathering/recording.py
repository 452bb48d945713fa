"""Rows into records. The quick path of every reader: equal texts are understood once, then only copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from egide.formats.gathering.answers import Answer, Proto
from egide.formats.gathering.columns import Column
from egide.formats.gathering.doubts import Doubts, Key
from egide.formats.gathering.families import FAMILIES, Family
from egide.formats.gathering.identity import base_of, line_id, record_id
from egide.formats.gathering.leaves import type_at
from egide.formats.gathering.on_behalf import as_processor
from egide.formats.gathering.plan import Plan
from egide.formats.gathering.scalars import ON_BEHALF, read_scalar
from egide.formats.reading import DoubtKind, Fate, Ledger
from egide.law.facts import NotApplicable, ProcessingActivity, ProcessorActivity, SpecialData
from egide.law.facts.codes import ActivityStatus, DataCategory, SpecialCategory

_SPECIAL = {category.value: category for category in SpecialCategory}
PENDING = "réponse en attente ou négative\u00a0: rien à en tirer"


class Row(NamedTuple):
    """A row of a table: its number in the sheet, the stripped texts of its cells, their values."""

    number: int
    texts: list[str]
    values: Sequence[Any]


@dataclass(slots=True)
class Gathering:
    """A record being put together from its rows."""

    base: int
    facts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waived: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)
    lost: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return record_id(self.base)


class Recorder:
    """Makes the records of one table, and accounts for their cells."""

    def __init__(self, plan: Plan, ledger: Ledger, doubts: Doubts, key: Callable[[int, int], Key]) -> None:
        self.plan = plan
        self._ledger = ledger
        self._doubts = doubts
        self._key = key

    def record(self, rows: Sequence[Row], seed: str, **context: str) -> ProcessingActivity | ProcessorActivity:
        """The record that these rows tell. `context` are facts known from elsewhere: a section, the sheet."""
        gathering = Gathering(base_of(seed))
        for row in rows:
            self._row(row, gathering)
        for name, value in context.items():
            gathering.facts.setdefault(name, value)
        self._deduce(gathering)
        return self._build(gathering)

    def _row(self, row: Row, gathering: Gathering) -> None:
        fates, key, number, texts = self._ledger.fates, self._key, row.number, row.texts
        for index, text in enumerate(texts):
            if text:
                fates[key(number, index)] = Fate.USED
        width = len(texts)
        for scalar in self.plan.scalars:
            index = scalar.column.index
            if index < width and (text := texts[index]):
                value = row.values[index]
                known = (type(value), value)
                answer = scalar.known.get(known)
                if answer is None:
                    answer = scalar.known[known] = read_scalar(scalar.column, value, text)
                self._take(answer, row, gathering)
        for plan in self.plan.lists:
            found = tuple([texts[index] if index < width else "" for index in plan.indices])
            if any(found):
                answer = plan.answer(found)
                self._take(answer, row, gathering)
                self._lines(plan.family, answer, row, gathering)
        self._set_aside(row, gathering)

    def _take(self, answer: Answer, row: Row, gathering: Gathering) -> None:
        """The facts and the words of an answer, and what is to be verified in it."""
        for path, value, index in answer.facts:
            if gathering.facts.setdefault(path, value) == value:
                gathering.keys.setdefault(path, self._key(row.number, index))
            else:
                self._note(index, row.texts[index], row, gathering)
        for index in answer.pending:
            self._ignore(row.number, index)
        for index, text in answer.left:
            self._note(index, text, row, gathering)
        for path, reason, index in answer.waived:
            gathering.waived[path] = reason
            gathering.keys[path] = self._key(row.number, index)
        for remark in answer.remarks:
            self._doubts.add(
                remark.kind,
                remark.message,
                self._key(row.number, remark.column),
                subject=self._heading(remark.column),
                record=gathering.id,
                path=remark.path,
                certainty=remark.certainty,
            )

    def _lines(self, family: Family, answer: Answer, row: Row, gathering: Gathering) -> None:
        lines = gathering.lists.get(family.name)
        if lines is None:
            if not answer.lines and answer.none is None:
                return
            lines = gathering.lists[family.name] = []
            index = answer.lines[0].cells[0][1] if answer.lines and answer.lines[0].cells else answer.none
            if index is not None:
                gathering.keys[family.name] = self._key(row.number, index)
        provenance, key, number = self._ledger.provenance, self._key, row.number
        for proto in answer.lines:
            if lines and any(self._same(line, proto) for line in lines):
                continue
            uid = line_id(gathering.base, family.number, len(lines))
            lines.append(family.shape(id=uid, **proto.facts))
            for name, index in proto.cells:
                provenance[uid, name] = key(number, index)

    @staticmethod
    def _same(line: Any, proto: Proto) -> bool:
        return all(getattr(line, name) == value for name, value in proto.facts.items())

    def _set_aside(self, row: Row, gathering: Gathering) -> None:
        width = len(row.texts)
        for column in self.plan.notes:
            if column.index < width and (text := row.texts[column.index]):
                self._note(column.index, text, row, gathering, column)
        for column in self.plan.ignored:
            if column.index < width and row.texts[column.index]:
                self._ledger.fates[self._key(row.number, column.index)] = Fate.IGNORED
                self._ledger.reasons[self._key(row.number, column.index)] = "colonne laissée de côté par la correspondance"

    def _note(self, index: int, text: str, row: Row, gathering: Gathering, column: Column | None = None) -> None:
        """« Titre : valeur » in the notes; the cell is noted unless it also gave a fact."""
        heading = column.heading if column else self._heading(index)
        gathering.notes.append(f"{heading}\u00a0: {text}" if heading else text)
        key = self._key(row.number, index)
        gathering.keys.setdefault("notes", key)
        if not self._gave(index, row, gathering):
            self._ledger.fates[key] = Fate.NOTED

    def _gave(self, index: int, row: Row, gathering: Gathering) -> bool:
        key = self._key(row.number, index)
        return any(found == key for path, found in gathering.keys.items() if path != "notes")

    def _ignore(self, number: int, index: int) -> None:
        key = self._key(number, index)
        self._ledger.fates[key] = Fate.IGNORED
        self._ledger.reasons[key] = PENDING

    def _heading(self, index: int) -> str:
        return self._headings.get(index, "")

    def _deduce(self, gathering: Gathering) -> None:
        pass

    def _build(self, gathering: Gathering) -> ProcessingActivity | ProcessorActivity:
        raise NotImplementedError
