"""What each row below the headings is: an activity, the rest of the one above, a section, a total, headings again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from egide.formats.french.vocabulary import fold
from egide.formats.gathering.columns import Column
from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.meaning import find
from egide.formats.gathering.recording import Row
from egide.formats.grids.grid import Sheet
from egide.law.facts.codes import Domain

_TOTAL = re.compile(
    r"(?:sous[- ])?total\b|nombre (?:total )?de (?:traitements|fiches)|nb (?:de"
    r" )?(?:traitements|fiches)|l[ée]gende\b|source\s*:|\*+\s"
)
_SIGNED = re.compile(
    r"(?:fait|établi|signé|visé|vu|approuvé|validé|arrêté)e?s?\s+(?:à|le|par)\s.*\d|(?:le|la) (?:maire|président)e?\b"
    r"|(?:mis|mise) à jour\b.*\d|document établi"
)
_EXAMPLE = re.compile(r"\(?\s*(?:exemples?|ex\.?|example)\s*(?:\)|:|-|\d|$)")
_SECTION = re.compile(r"(?:service|direction|pole|departement|secteur|domaine|chapitre|partie|thematique|theme)\b")
_MOST_IN_TOTAL = 4


@dataclass(slots=True)
class Entry:
    """The rows of one activity, and the section they stand in."""

    rows: list[Row]
    section: str = ""
    guessed: bool = False


@dataclass(slots=True)
class Sorted:
    """The rows of a table by what they are."""

    entries: list[Entry] = field(default_factory=list)
    labels: list[Row] = field(default_factory=list)
    ignored: list[tuple[Row, str]] = field(default_factory=list)
    continued: list[Row] = field(default_factory=list)


class Sorter:
    """Goes down the rows of one table."""

    def __init__(self, columns: Sequence[Column], headings: Iterable[Sequence[str]], sheet: Sheet | None) -> None:
        self._columns = columns
        self._headings = [{text.lower() for text in texts if text} for texts in headings]
        by_path = {column.target.path: column.index for column in columns}
        self._name, self._reference = by_path.get("name"), by_path.get("reference")
        self._lists = {column.index for column in columns if column.target.head in FAMILIES}
        self._purposes = by_path.get("purposes.text")
        self._single = {c.index for c in columns if c.target.head not in FAMILIES and c.certainty > 0}
        self._spans = _spans(sheet, self._name, self._reference) if sheet else _Spans()
        self._width = max((column.index for column in columns), default=0) + 1

    def sort(self, rows: Iterable[Row]) -> Sorted:
        """Each row, once."""
        done = Sorted()
        section, pending = "", None
        for position, row in enumerate(rows):
            filled = [index for index, text in enumerate(row.texts) if text]
            if not filled:
                continue
            if self._is_heading(row, filled, position):
                done.labels.append(row)
            elif (reason := self._set_aside(row, filled)) is not None:
                done.ignored.append((row, reason))
            elif len(filled) == 1 and self._is_section(row, filled[0]):
                if pending is not None:
                    done.labels.append(pending)
                pending, section = row, row.texts[filled[0]]
            elif self._continues(row, filled, done):
                done.entries[-1].rows.append(row)
            else:
                if pending is not None:
                    done.labels.append(pending)
                    pending = None
                done.entries.append(Entry([row], section))
        if pending is not None:
            done.ignored.append((pending, "pied de tableau"))
        return done

    def _is_heading(self, row: Row, filled: list[int], position: int) -> bool:
        """The headings repeated on each page, or a row that numbers the columns."""
        texts = [row.texts[index] for index in filled]
        if position == 0 and len(filled) >= 3 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in texts):
            return [int(re.sub(r"\D", "", text)) for text in texts] == list(range(1, len(texts) + 1))
        first = texts[0].lower()
        return len(filled) > 1 and any(
            first in headings and headings.issuperset(map(str.lower, texts)) for headings in self._headings
        )

    def _set_aside(self, row: Row, filled: list[int]) -> str | None:
        first = row.texts[filled[0]].lower()
        if len(filled) <= _MOST_IN_TOTAL and _TOTAL.match(first):
            return "ligne de total ou de légende"
        if len(filled) <= 2 and _SIGNED.match(first):
            return "date ou signature au pied du tableau"
        label = self._text(row, self._name) or row.texts[filled[0]]
        return "ligne d’exemple" if _EXAMPLE.match(label.lower()) else None

    def _is_section(self, row: Row, index: int) -> bool:
        """A title between rows: merged across, in capitals, or named as a department or a domain."""
        text = row.texts[index]
        width = self._spans.width.get((row.number, index), 1)
        if width >= 3 or (width > 1 and width * 2 >= self._width):
            return True
        if index not in (self._name, self._reference, 0) or index in self._lists:
            return False
        letters = [letter for letter in text if letter.isalpha()]
        capitals = len(letters) > 3 and text.isupper()
        domain = find(Domain, text)
        return bool(_SECTION.match(fold(text))) or capitals or (domain is not None and domain[1] == 1)

    def _continues(self, row: Row, filled: list[int], done: Sorted) -> bool:
        """Whether a row says more of the activity above: its name is merged with it, absent, or the same."""
        if not done.entries:
            return False
        above = done.entries[-1].rows[0]
        name, reference = self._text(row, self._name), self._text(row, self._reference)
        if name or reference:
            return self._repeats(row, above, filled)
        if self._name is None and self._reference is None:
            return False
        if self._spans.covers(row.number, above.number, self._name, self._reference):
            return True
        others = [index for index in filled if index in self._single]
        filled_above = sum(1 for text in above.texts if text)
        is_less = not self._text(row, self._purposes) or len(filled) * 2 <= filled_above
        if not others and is_less:
            done.continued.append(row)
            return True
        return False

    def _repeats(self, row: Row, above: Row, filled: list[int]) -> bool:
        """The same name and reference, and nothing that contradicts the row above: one line a row of one activity."""
        for index in (self._name, self._reference):
            if index is not None and self._text(row, index) != self._text(above, index):
                return False
        if not self._text(row, self._name):
            return False
        return (
            all(self._text(row, index) in ("", self._text(above, index)) for index in filled if index in self._single)
            and row.texts != above.texts
        )

    @staticmethod
    def _text(row: Row, index: int | None) -> str:
        return row.texts[index] if index is not None and index < len(row.texts) else ""


@dataclass(frozen=True, slots=True)
class _Spans:
    """Merged cells that matter: how wide a cell is, from which row the name of a row comes."""

    width: dict[tuple[int, int], int] = field(default_factory=dict)
    top: dict[tuple[int, int], int] = field(default_factory=dict)

    def covers(self, row: int, above: int, *columns: int | None) -> bool:
        """Whether the name of `row` is that of `above`, in one merged cell."""
        return any(self.top.get((row, column)) == above for column in columns if column is not None)


def _spans(sheet: Sheet, *named: int | None) -> _Spans:
    width = {(span.top, span.left): span.right - span.left + 1 for span in sheet.merged if span.right > span.left}
    top = {
        (row, column): span.top
        for span in sheet.merged
        for column in named
        if column is not None and span.left <= column <= span.right
        for row in range(span.top + 1, span.bottom + 1)
    }
    return _Spans(width, top)


def is_section_of(text: str) -> Domain | None:
    """The domain that a section names, if it does."""
    found = find(Domain, text)
    return found[0] if found and found[1] >= 0.8 else None
