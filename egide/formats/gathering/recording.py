"""Rows into records. The quick path of every reader: equal texts are understood once, then only copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from egide.formats.french.answers import is_ditto
from egide.formats.gathering.answers import Answer, Proto
from egide.formats.gathering.building import build
from egide.formats.gathering.doubts import Doubts, Key
from egide.formats.gathering.families import Family
from egide.formats.gathering.identity import base_of, line_id, record_id
from egide.formats.gathering.plan import ListPlan, Plan
from egide.formats.gathering.scalars import read_scalar
from egide.formats.gathering.ticks import has_boxes, ticked
from egide.formats.grids.grid import Value, neutral_text
from egide.formats.reading import DoubtKind, Fate, Ledger
from egide.law.facts import ProcessingActivity, ProcessorActivity

PENDING = "réponse en attente ou négative\u00a0: rien à en tirer"
DITTO = "renvoi à une autre cellule"
UNTICKED = "aucune case cochée"
SET_ASIDE = "colonne laissée de côté par la correspondance"
Activity = ProcessingActivity | ProcessorActivity


class Row(NamedTuple):
    """A row of a table: its number in the sheet, the stripped texts of its cells, their values.

    `number` is that of a column where the table lies on its side.
    """

    number: int
    texts: list[str]
    values: Sequence[Value]


def row_of(number: int, values: Sequence[Value]) -> Row:
    """The row of these values."""
    texts = [v.strip() if type(v) is str else ("" if v is None else neutral_text(v)) for v in values]
    return Row(number, texts, values)


@dataclass(slots=True)
class Gathering:
    """A record being put together from its rows: facts by path, lines by list, where each was read."""

    base: int
    facts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waived: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return record_id(self.base)


class Recorder:
    """Makes the records of one table, and accounts for their cells. `key` gives the cell of a row and a column."""

    def __init__(self, plan: Plan, ledger: Ledger, doubts: Doubts, key: Callable[[int, int], Key]) -> None:
        self.plan = plan
        self._ledger = ledger
        self._doubts = doubts
        self._key = key
        self._headings = {column.index: column.heading for column in plan.columns}
        self._noted = {column.index for column in plan.notes}
        self._paths = [(column.index, column.target.path) for column in plan.columns]

    def record(self, rows: Sequence[Row], seed: str, comments: Sequence[str] = (), /, **context: Any) -> Activity:
        """The record that these rows tell. `comments` were left on their cells; `context` are facts known from
        elsewhere: a section, the sheet."""
        gathering = Gathering(base_of(seed))
        for row in rows:
            self.gather(self._ticked(self._without_ditto(row, gathering)), gathering)
        gathering.notes.extend(comments)
        return self.finish(gathering, **context)

    def _without_ditto(self, row: Row, gathering: Gathering) -> Row:
        """The row without its « idem », which are said: no answer is guessed from another cell."""
        found = [index for index, text in enumerate(row.texts) if is_ditto(text) and index not in self._noted]
        for index in found:
            self._ignore(row.number, index, DITTO)
            message = f"«\u202f{row.texts[index]}\u202f» renvoie à une autre cellule\u00a0: recopiez-y la réponse"
            subject = f"colonne «\u202f{self._headings.get(index, '')}\u202f»"
            place = self._key(row.number, index)
            self._doubts.add(DoubtKind.NOT_UNDERSTOOD, message, place, subject=subject, record=gathering.id)
        if not found:
            return row
        texts = ["" if index in found else text for index, text in enumerate(row.texts)]
        return Row(row.number, texts, [None if index in found else value for index, value in enumerate(row.values)])

    def _ticked(self, row: Row) -> Row:
        """The row with the choices that are ticked in its cells; a cell where none is says nothing."""
        if not any(map(has_boxes, row.texts)):
            return row
        texts = [ticked(text) if has_boxes(text) else text for text in row.texts]
        for index, (before, after) in enumerate(zip(row.texts, texts, strict=True)):
            if before and not after:
                self._ignore(row.number, index, UNTICKED)
        values = [
            after if after != before else value
            for before, after, value in zip(row.texts, texts, row.values, strict=True)
        ]
        return Row(row.number, texts, values)

    def finish(self, gathering: Gathering, **context: Any) -> Activity:
        """The record of what was gathered."""
        for name, value in context.items():
            gathering.facts.setdefault(name, value)
        record, told = build(gathering, self._ledger)
        if told:
            message = (
                "Fiches de sous-traitant (art. 30(2))\u00a0: les rubriques propres au responsable de traitement sont"
                " dans les notes"
            )
            self._doubts.add(DoubtKind.LEFT_OUT, message, gathering.keys.get("role"), record=record.id)
        return record

    def gather(self, row: Row, gathering: Gathering) -> None:
        """Add what a row tells; every cell of it that is not empty gets its fate."""
        fates, key, number, texts = self._ledger.fates, self._key, row.number, row.texts
        keys = [key(number, index) for index in range(len(texts))]
        for cell, text in zip(keys, texts, strict=True):
            if text:
                fates[cell] = Fate.USED
        answers = self._scalars(row)
        for answer in answers:
            self._facts(answer, row, keys, gathering)
        for plan in self.plan.lists:
            if (found := self._list(plan, texts)) is not None:
                if found.lines or found.none is not None:
                    self.add_lines(plan.family, found, keys, gathering)
                answers.append(found)
            if found is None or not (found.lines or found.none is not None):
                self._ledger.room.setdefault((gathering.id, plan.family.name), key(number, plan.first))
        for answer in answers:
            if answer.pending or answer.left or answer.waived or answer.remarks:
                self._beside(answer, answers, row, gathering)
        self._set_aside(row, gathering)
        self._room(row, gathering)

    def _room(self, row: Row, gathering: Gathering) -> None:
        """The empty cells, by the fact that they would give."""
        uid, width, room = gathering.id, len(row.texts), self._ledger.room
        for index, path in self._paths:
            if index >= width or not row.texts[index]:
                room.setdefault((uid, path), self._key(row.number, index))

    def _scalars(self, row: Row) -> list[Answer]:
        texts, values = row.texts, row.values
        width = len(texts)
        answers = []
        for scalar in self.plan.scalars:
            index = scalar.column.index
            if index < width and (text := texts[index]):
                value = values[index]
                known = (type(value), value)
                answer = scalar.known.get(known)
                if answer is None:
                    answer = scalar.known[known] = read_scalar(scalar.column, value, text)
                answers.append(answer)
        return answers

    @staticmethod
    def _list(plan: ListPlan, texts: list[str]) -> Answer | None:
        width = len(texts)
        found = tuple([texts[index] if index < width else "" for index in plan.indices])
        return plan.answer(found) if any(found) else None

    def _facts(self, answer: Answer, row: Row, keys: list[Key], gathering: Gathering) -> None:
        for path, value, index in answer.facts:
            known = gathering.facts.setdefault(path, value)
            if known == value:
                gathering.keys.setdefault(path, keys[index])
            elif isinstance(known, tuple):
                gathering.facts[path] = (*known, *(code for code in value if code not in known))
            else:
                gathering.notes.append(f"{self._headings[index]}\u00a0: {row.texts[index]}")

    def add_lines(self, family: Family, answer: Answer, keys: list[Key], gathering: Gathering) -> None:
        """Number the lines of an answer and say where each of their facts was read."""
        lines = gathering.lists.get(family.name)
        if lines is None:
            lines = gathering.lists[family.name] = []
            index = answer.lines[0].cells[0][1] if answer.lines and answer.lines[0].cells else answer.none
            if index is not None:
                gathering.keys[family.name] = keys[index]
        provenance, base, number, shape = self._ledger.provenance, gathering.base, family.number, family.shape
        continued = bool(lines)
        for proto in answer.lines:
            if continued and any(_same(line, proto) for line in lines):
                continue
            uid = line_id(base, number, len(lines))
            lines.append(shape(id=uid, **proto.facts))
            for name, index in proto.cells:
                provenance[uid, name] = keys[index]

    def _beside(self, answer: Answer, answers: list[Answer], row: Row, gathering: Gathering) -> None:
        """What an answer does not hold as facts: words for the notes, answers to come, what was waived, doubts."""
        for index in answer.pending:
            self._ignore(row.number, index, PENDING)
        for index, text in answer.left:
            self._note(index, text, row, gathering, gave=any(index in other.gave for other in answers))
        for path, reason, index in answer.waived:
            gathering.waived[path] = reason
            gathering.keys.setdefault(path, self._key(row.number, index))
        for remark in answer.remarks:
            self._doubts.add(
                remark.kind,
                remark.message,
                self._key(row.number, remark.column),
                subject=f"colonne «\u202f{self._headings[remark.column]}\u202f»",
                record=gathering.id,
                path=remark.path,
                certainty=remark.certainty,
            )

    def _set_aside(self, row: Row, gathering: Gathering) -> None:
        texts, width = row.texts, len(row.texts)
        for column in self.plan.notes:
            if column.index < width and (text := texts[column.index]):
                self._note(column.index, text, row, gathering)
        for column in self.plan.ignored:
            if column.index < width and texts[column.index]:
                self._ignore(row.number, column.index, SET_ASIDE)

    def _note(self, index: int, text: str, row: Row, gathering: Gathering, *, gave: bool = False) -> None:
        """« Titre : valeur » in the notes. The cell is noted unless it also gave a fact."""
        heading = self._headings.get(index, "")
        gathering.notes.append(f"{heading}\u00a0: {text}" if heading else text)
        key = self._key(row.number, index)
        gathering.keys.setdefault("notes", key)
        if not gave:
            self._ledger.fates[key] = Fate.NOTED

    def _ignore(self, number: int, index: int, reason: str) -> None:
        key = self._key(number, index)
        self._ledger.fates[key] = Fate.IGNORED
        self._ledger.reasons[key] = reason


def _same(line: Any, proto: Proto) -> bool:
    return all(getattr(line, name) == value for name, value in proto.facts.items())
