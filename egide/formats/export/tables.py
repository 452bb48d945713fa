"""The sheets of a workbook as rows of named cells, columns found by their titles wherever they were moved."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from egide.formats.export import plan
from egide.formats.export.cells import LONG_TEXT
from egide.formats.export.plan import Column
from egide.formats.french.words import fold
from egide.formats.grids.grid import Sheet, Value, Workbook
from egide.formats.reading import Ledger

Key = tuple[str, int, int]

_HEADING_WITHIN: Final = 10
SPECIAL: Final = (plan.KIND, plan.OWNER, plan.CONCERNS, plan.PARENT, plan.MARK, plan.TRACK)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that is not empty."""

    key: Key
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the titles: its cells by the name of their column, and those under a title that is not ours."""

    sheet: str
    number: int
    cells: Mapping[str, Entry]
    strange: Mapping[str, Entry]

    def text(self, name: str) -> str:
        """The text under a title, "" where there is none."""
        entry = self.cells.get(name)
        return entry.text.strip() if entry else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose titles were found; `names` by column index."""

    sheet: Sheet
    heading: int
    names: Mapping[int, str]
    titles: Mapping[int, str]


def names_of(columns: tuple[Column, ...]) -> dict[str, str]:
    """The names of columns by their folded titles: the key of a fact, or the title itself of a column that has none."""
    return {fold(label): label for label in SPECIAL} | {fold(column.label): column.key for column in columns}


def find_table(sheet: Sheet, names: Mapping[str, str], least: int = 2) -> Table | None:
    """The titles among the first rows: the first row with at least `least` of them."""
    for number, texts in sheet.texts():
        if number >= _HEADING_WITHIN:
            return None
        found: dict[int, str] = {}
        for column, text in enumerate(texts):
            name = names.get(fold(text))
            if name is not None and name not in found.values():
                found[column] = name
        if len(found) >= least:
            return Table(sheet, number, found, dict(enumerate(texts)))
    return None


class Book:
    """A workbook of ours: older titles understood, long texts put back, everything that is only words accounted for."""

    def __init__(self, workbook: Workbook, ledger: Ledger) -> None:
        self.workbook = workbook
        self.ledger = ledger
        self._titles = self._older_titles()
        self._long = self._long_texts()

    def _older_titles(self) -> dict[str, dict[str, str]]:
        """By sheet, the technical names of titles as they were when the file was written."""
        sheet = self.workbook.sheet(plan.COLUMNS)
        titles: dict[str, dict[str, str]] = {}
        for number, texts in sheet.texts() if sheet else ():
            self._account(plan.COLUMNS, number, texts)
            if len(texts) >= 7:
                titles.setdefault(texts[0], {})[fold(texts[1])] = texts[6]
        return titles

    def _account(self, sheet: str, number: int, texts: list[str]) -> None:
        for column, text in enumerate(texts):
            if text:
                self.ledger.label((sheet, number, column))

    def _long_texts(self) -> dict[str, str]:
        sheet = self.workbook.sheet(plan.LONG)
        pieces: dict[str, dict[int, str]] = {}
        for number, texts in sheet.texts() if sheet else ():
            self._account(plan.LONG, number, texts)
            if len(texts) >= 3 and re.fullmatch(r"\d{1,6}", texts[1], re.ASCII):
                pieces.setdefault(texts[0], {})[int(texts[1])] = texts[2][1:-1]
        return {number: "".join(text for _, text in sorted(parts.items())) for number, parts in pieces.items()}

    def account_for_the_rest(self) -> None:
        """Cells that nobody read: those of sheets without facts, and of sheets that somebody added."""
        for sheet in self.workbook.sheets:
            for number, texts in sheet.texts():
                for column, text in enumerate(texts):
                    if text and (sheet.name, number, column) not in self.ledger.fates:
                        self._rest(sheet, number, column)

    def _rest(self, sheet: Sheet, number: int, column: int) -> None:
        key = (sheet.name, number, column)
        if sheet.name == plan.README:
            self.ledger.label(key)
        else:
            self.ledger.ignore(key, "feuille, ou titres de colonnes, qu’Égide ne connaît pas")

    def rows(self, name: str, columns: tuple[Column, ...], extra: Mapping[str, str] | None = None) -> Iterator[Row]:
        """The rows of a sheet that are not empty; none when the sheet, or its titles, are not there."""
        sheet = self.workbook.sheet(name)
        if sheet is None:
            return
        known = {column.key for column in columns}
        older = {title: key for title, key in self._titles.get(name, {}).items() if key in known}
        table = find_table(sheet, older | names_of(columns) | dict(extra or {}))
        if table is not None:
            yield from self._rows(table)

    def _rows(self, table: Table) -> Iterator[Row]:
        name = table.sheet.name
        for number, values in table.sheet.values.items():
            if number <= table.heading:
                self._account(name, number, [table.sheet.text_at(number, c) for c in range(len(values))])
                continue
            cells: dict[str, Entry] = {}
            strange: dict[str, Entry] = {}
            for column, value in enumerate(values):
                if value is None:
                    continue
                entry = self._entry((name, number, column), value, table.sheet.text_at(number, column))
                if not entry.text.strip():
                    self.ledger.ignore(entry.key, "rien que des espaces")
                elif column in table.names:
                    cells[table.names[column]] = entry
                else:
                    strange[table.titles.get(column, "")] = entry
            if cells or strange:
                yield Row(name, number, cells, strange)

    def _entry(self, key: Key, value: Value, text: str) -> Entry:
        found = LONG_TEXT.fullmatch(text) if isinstance(value, str) and text.endswith("]") else None
        whole = self._long.get(found["number"], "") if found else ""
        if found and whole and whole.startswith(found["head"]):
            return Entry(key, whole, whole)
        return Entry(key, value, text)
