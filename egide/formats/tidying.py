"""Formats whose columns are known beforehand: their cells are tidied, then read by headings like any other table.

A tidied cell keeps its place. What is folded into another cell shares the fate of that one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from egide.formats import headings
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.grid import Sheet, Value, Workbook
from egide.formats.headings.layout import Orientation
from egide.formats.headings.mapping import Mapping as ColumnMapping
from egide.formats.headings.mapping import SheetMapping
from egide.formats.reading import Doubt, DoubtKind, Fate, Place, Reading


@dataclass(slots=True)
class Tidy:
    """A table being tidied, its headings in the first row. Rows are numbered as in the sheet."""

    sheet: Sheet
    cells: dict[int, list[Value]] = field(default_factory=dict)
    folded: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def __post_init__(self) -> None:
        width = self.sheet.width
        for row, texts in self.sheet.texts():
            self.cells[row] = [*(text.strip() or None for text in texts), *[None] * (width - len(texts))]

    @property
    def headings(self) -> list[str]:
        """The headings, as they stand now."""
        return [str(value or "") for value in self.cells[min(self.cells)]]

    @property
    def rows(self) -> list[int]:
        """The rows below the headings."""
        return sorted(self.cells)[1:]

    def column(self, heading: str) -> int | None:
        """Where a heading stands, or None."""
        return next((n for n, name in enumerate(self.headings) if name == heading), None)

    def text(self, row: int, column: int | None) -> str:
        """The text of a cell, "" where there is none."""
        return "" if column is None else str(self.cells[row][column] or "")

    def write(self, row: int, column: int, text: str) -> None:
        """Replace what a cell says."""
        self.cells[row][column] = text or None

    def fold(self, row: int, column: int, into: int) -> None:
        """Empty a cell whose words are now said by another of the same row."""
        if self.cells[row][column] is not None:
            self.cells[row][column] = None
            self.folded[row, column] = (row, into)

    def correct(self, message: str, row: int, column: int) -> None:
        """Say that something was put right."""
        self.doubts.append(Doubt(DoubtKind.CORRECTED, message, Place(self.sheet.name, row, column)))


def read_tidied(
    workbook: Workbook, tidy: Tidy, columns: Mapping[str, str], *, name: str, label: str, unknown: str = NOTES
) -> Reading:
    """Read the tidied table. `columns` gives the target of each heading; other headings go to `unknown`."""
    sheet = replace(tidy.sheet, values=_sparse(tidy.cells), displayed={})
    start = min(tidy.cells)
    mapped = tuple(
        (heading, tuple(Target.parse(part) for part in columns.get(heading, unknown).split(" + ")))
        for heading in _distinct(tidy.headings)
    )
    mapping = ColumnMapping((SheetMapping(sheet.name, Orientation.ROWS, start, 1, mapped),))
    reading = headings.read(replace(workbook, sheets=(sheet,)), mapping)
    _share_fates(reading, tidy)
    reading.ledger.doubts[:0] = tidy.doubts
    return replace(reading, format=name, format_label=label)


def _sparse(cells: Mapping[int, list[Value]]) -> dict[int, list[Value]]:
    kept = {}
    for row, values in cells.items():
        last = max((n for n, value in enumerate(values) if value is not None), default=-1)
        if last >= 0:
            kept[row] = values[: last + 1]
    return kept


def _distinct(found: list[str]) -> list[str]:
    """Each heading once, as the reader names the second of two equal ones: « Nom [2] »."""
    seen: dict[str, int] = {}
    named = []
    for heading in filter(None, found):
        seen[heading] = count = seen.get(heading, 0) + 1
        named.append(heading if count == 1 else f"{heading} [{count}]")
    return named


def _share_fates(reading: Reading, tidy: Tidy) -> None:
    ledger, name = reading.ledger, tidy.sheet.name
    for (row, column), into in tidy.folded.items():
        fate = ledger.fates.get((name, *into))
        if fate is None or fate is Fate.IGNORED:
            ledger.ignore((name, row, column), ledger.reasons.get((name, *into), "reprise d’une autre colonne, vide"))
        else:
            ledger.fates[name, row, column] = fate
