"""A workbook to write, described once for ODS and XLSX. There is no way to write a formula, on purpose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Plain = str | int | float | bool | date | datetime | None


class Look(StrEnum):
    """How a cell looks. All wrap their text and stand at the top of their row."""

    PLAIN = "plain"
    TITLE = "title"
    SECTION = "section"
    HEADER = "header"
    LABEL = "label"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down list taken from the cells of a column; anything else may still be typed. Rows count from 0.

    Writers take them by name; a `NewCell` says which name it wants.
    """

    sheet: str
    column: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class NewCell:
    """A cell with a look, spread over several columns or rows, or with a drop-down list."""

    value: Plain = None
    look: Look = Look.PLAIN
    columns: int = 1
    rows: int = 1
    choices: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The width of a column in centimetres; hidden columns keep what people need not see."""

    width: float = 3.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to write. `rows` is read once and may be a generator; a row holds plain values or `NewCell`.

    A `NewCell` spread over columns takes their places: the next item of its row stands after it.
    `is_list`: its frozen rows are titles, that filter what is under them; printed in landscape.
    """

    name: str
    rows: Iterable[Sequence[Plain | NewCell]]
    columns: Sequence[Column] = ()
    frozen_rows: int = 0
    is_list: bool = False


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that every spreadsheet accepts: 31 characters, none of []:*?/\\, no apostrophe at an end, all different."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        clean = " ".join("".join("-" if c in "[]:*?/\\" or not c.isprintable() else c for c in name).split())
        free = _free(clean.strip("'")[:31].strip() or "Feuille", taken)
        taken.add(free.casefold())
        names.append(free)
    return names


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate.casefold() in taken or candidate.casefold() in {"history", "historique"}:
        tail = f" ({number})"
        candidate = name[: 31 - len(tail)].rstrip() + tail
        number += 1
    return candidate
