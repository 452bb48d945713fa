"""Writes Excel workbooks from the same description as ODS. A text that looks like a formula stays a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from egide.formats.grids.addresses import address, column_letters
from egide.formats.sheets.layout import Choices, Look, NewCell, NewSheet, Plain

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
    "in_memory": True,
}
_CHARACTERS_PER_CENTIMETRE = 4.6
_A4 = 9
_LONGEST_TEXT = 32_767
_FIRST_DATE = date(1900, 3, 1)  # before, Excel counts a 29 February 1900 that never was
_WRAP = {"text_wrap": True, "valign": "top"}
_LOOKS: Mapping[Look, dict[str, Any]] = {
    Look.PLAIN: {},
    Look.TITLE: {"bold": True, "font_size": 14},
    Look.SECTION: {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "border": 1},
    Look.HEADER: {"bold": True, "bg_color": "#D9E2F3", "border": 1},
    Look.LABEL: {"bold": True, "bg_color": "#F2F2F2", "border": 1},
    Look.HELP: {"italic": True, "font_color": "#404040"},
}


def write_xlsx(
    target: IO[bytes],
    sheets: Sequence[NewSheet],
    *,
    choices: Mapping[str, Choices] | None = None,
    title: str = "",
    comments: str = "Égide",
) -> None:
    """Write the sheets. Raises ValueError (in French) for a text longer than an Excel cell holds (32 767 characters).

    Dates that Excel cannot hold (before March 1900) are written as text.
    """
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": title, "comments": comments})
        looks = {look: book.add_format({**_WRAP, **shape}) for look, shape in _LOOKS.items()}
        formats = _Formats(looks, _format(book, "dd/mm/yyyy"), _format(book, "dd/mm/yyyy hh:mm"))
        for sheet in sheets:
            _Writing(book.add_worksheet(sheet.name), formats, choices or {}).write(sheet)


def _format(book: xlsxwriter.Workbook, number: str) -> Format:
    made: Format = book.add_format({**_WRAP, "num_format": number})
    return made


@dataclass(frozen=True, slots=True)
class _Formats:
    looks: Mapping[Look, Format]
    day: Format
    moment: Format


@dataclass(slots=True)
class _Writing:
    """One sheet being written."""

    page: Worksheet
    formats: _Formats
    choices: Mapping[str, Choices]

    def write(self, sheet: NewSheet) -> None:
        for index, column in enumerate(sheet.columns):
            width = column.width * _CHARACTERS_PER_CENTIMETRE
            self.page.set_column(index, index, width, self.formats.looks[Look.PLAIN], {"hidden": column.hidden})
        if sheet.frozen_rows:
            self.page.freeze_panes(sheet.frozen_rows, 0)
            self.page.repeat_rows(0, sheet.frozen_rows - 1)
        covered: dict[int, set[int]] = {}
        last = 0
        for last, cells in enumerate(sheet.rows):
            self._row(last, cells, covered)
        if sheet.is_list:
            self.page.autofilter(sheet.frozen_rows - 1, 0, last, max(len(sheet.columns) - 1, 0))
            self.page.set_landscape()
            self.page.set_paper(_A4)

    def _row(self, row: int, cells: Sequence[Plain | NewCell], covered: dict[int, set[int]]) -> None:
        hidden = covered.pop(row, set())
        column = 0
        for cell in cells:
            while column in hidden:
                column += 1
            if isinstance(cell, NewCell):
                self._rich(row, column, cell)
                for below in range(row + 1, row + cell.rows):
                    covered.setdefault(below, set()).update(range(column, column + cell.columns))
                column += cell.columns
            else:
                if cell is not None:  # the look of an empty cell is that of its column, and costs nothing
                    self._value(row, column, cell, Look.PLAIN)
                column += 1

    def _rich(self, row: int, column: int, cell: NewCell) -> None:
        if cell.columns > 1 or cell.rows > 1:
            last = row + cell.rows - 1, column + cell.columns - 1
            self.page.merge_range(row, column, *last, "", self.formats.looks[cell.look])
        self._value(row, column, cell.value, cell.look)
        if cell.choices is not None:
            self.page.data_validation(row, column, row, column, _list(self.choices[cell.choices]))

    def _value(self, row: int, column: int, value: Plain, look: Look) -> None:
        shape = self.formats.looks[look]
        if value is None or value == "":
            self.page.write_blank(row, column, None, shape)
        elif isinstance(value, bool):
            self.page.write_boolean(row, column, value, shape)
        elif isinstance(value, int | float):
            self.page.write_number(row, column, value, shape)
        elif isinstance(value, str):
            self._text(row, column, value, shape)
        else:
            self._date(row, column, value)

    def _text(self, row: int, column: int, value: str, shape: Format) -> None:
        if self.page.write_string(row, column, value, shape) == -2:
            raise ValueError(
                f"feuille « {self.page.get_name()} », cellule {address(row, column)} : le texte dépasse les"
                f" {_LONGEST_TEXT:,} caractères qu’Excel accepte. Choisissez le format ODS.".replace(",", "\u202f")
            )

    def _date(self, row: int, column: int, value: date) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DATE:
            self.page.write_string(row, column, f"{value:%d/%m/%Y}", self.formats.looks[Look.PLAIN])
        elif isinstance(value, datetime):
            self.page.write_datetime(row, column, value.replace(tzinfo=None), self.formats.moment)
        else:
            self.page.write_datetime(row, column, value, self.formats.day)


def _list(source: Choices) -> dict[str, Any]:
    """A drop-down list that suggests and never forbids."""
    sheet, column = source.sheet.replace("'", "''"), column_letters(source.column)
    return {
        "validate": "list",
        "source": f"='{sheet}'!${column}${source.first_row + 1}:${column}${source.last_row + 1}",
        "show_error": False,
    }
