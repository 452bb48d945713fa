"""A spreadsheet as plain frozen values: sheets of cells that know where they stand. Nothing of the GDPR here.

Rows are kept as bare lists of values; a `Cell` is made when asked for. Indices start at 0, addresses at A1.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import NoneType
from typing import Any, NamedTuple

from egide.formats.grids.addresses import address

Value = str | int | float | bool | date | datetime | time | timedelta | None

# What Excel and LibreOffice show, in English or French, for a formula that failed.
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NOM\?|NULL?!|NUM!|NOMBRE!|REF!|VALUE!|VALEUR!)|Err:[0-9]{3}")


class Kind(StrEnum):
    """What a file is, by its content."""

    ODS = "ods"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    CSV = "csv"
    JSON = "json"
    XML = "xml"
    ZIP = "zip"


def _clock(moment: datetime | time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _duration(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    tail = f":{rest % 60:02}" if rest % 60 else ""
    return f"{'-' if seconds < 0 else ''}{hours:02}:{rest // 60:02}{tail}"


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    NoneType: lambda _: "",
    bool: lambda value: "VRAI" if value else "FAUX",
    float: lambda value: f"{value:.15g}".replace(".", ","),
    date: date.isoformat,
    datetime: lambda value: f"{value.date().isoformat()} {_clock(value)}",
    time: _clock,
    timedelta: _duration,
}


def neutral_text(value: Value) -> str:
    """What a person would read, whatever the format: 12, « 1,5 », 2025-11-17, « 2025-11-17 10:30 », VRAI."""
    return _TEXTS.get(type(value), str)(value)


class Span(NamedTuple):
    """A rectangle of cells merged into one, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and where it stands. `text` is what is shown, `value` what was typed (None: empty)."""

    sheet: str
    row: int
    column: int
    value: Value
    text: str
    comment: str = ""

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def place(self) -> str:
        """For a message: « feuille « Liste », cellule B12 »."""
        return f"feuille «\u00a0{self.sheet}\u00a0», cellule {self.address}"

    @property
    def is_error(self) -> bool:
        """Whether a formula failed here (#N/A…)."""
        return _ERROR.fullmatch(self.text) is not None

    def __bool__(self) -> bool:
        """Whether there is anything to read but spaces."""
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, sparse: `values` has no empty row, and a row stops at its last filled cell.

    `displayed` has the text of the few cells that show something else than `neutral_text(value)`.
    """

    name: str
    values: Mapping[int, Sequence[Value]]
    hidden: bool = False
    merged: tuple[Span, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    displayed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """Rows down to the last filled one."""
        return max(self.values, default=-1) + 1

    @property
    def width(self) -> int:
        """Columns up to the last filled one."""
        return max(map(len, self.values.values()), default=0)

    def at(self, row: int, column: int) -> Cell:
        """The cell there, empty if nothing was written; an empty cell may still carry a comment."""
        line = self.values.get(row, ())
        value = line[column] if column < len(line) else None
        return self._cell(row, column, value)

    def text_at(self, row: int, column: int) -> str:
        """The text alone, "" where there is none."""
        line = self.values.get(row, ())
        return self._text(row, column, line[column]) if column < len(line) else ""

    def texts(self) -> Iterator[tuple[int, list[str]]]:
        """Row index and texts of each row that is not empty, from column A: the quick way through a sheet."""
        for row, line in self.values.items():
            yield (
                row,
                [v if type(v) is str else self._text(row, column, v) for column, v in enumerate(line)],
            )

    def rows(self) -> Iterator[list[Cell]]:
        """The cells of each row that is not empty, from column A to the last filled one."""
        for row, line in self.values.items():
            yield [self._cell(row, column, value) for column, value in enumerate(line)]

    def column(self, column: int) -> Iterator[Cell]:
        """The filled cells of one column, downwards."""
        for row, line in self.values.items():
            if column < len(line) and line[column] is not None:
                yield self._cell(row, column, line[column])

    def span_at(self, row: int, column: int) -> Span:
        """The merged rectangle that covers this cell, or the cell alone."""
        for span in self.merged:
            if span.top <= row <= span.bottom and span.left <= column <= span.right:
                return span
        return Span(row, column, row, column)

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether a reader of the sheet on screen would not see this cell."""
        return self.hidden or row in self.hidden_rows or column in self.hidden_columns

    def _cell(self, row: int, column: int, value: Value) -> Cell:
        comment = self.comments.get((row, column), "")
        return Cell(self.name, row, column, value, self._text(row, column, value), comment)

    def _text(self, row: int, column: int, value: Value) -> str:
        shown = self.displayed.get((row, column)) if self.displayed else None
        return neutral_text(value) if shown is None else shown


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file read. `notes` are French sentences on what was left aside or guessed: show them."""

    file_name: str
    kind: Kind
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that exact name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets a person sees when opening the file."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)
