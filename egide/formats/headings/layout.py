"""A table found in a sheet: which way it runs, where its headings are, what its columns announce, its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from egide.formats.gathering.columns import Column
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.recording import Row
from egide.formats.grids.grid import Sheet


class Orientation(StrEnum):
    """Which way a table runs. The values are those of a mapping file."""

    ROWS = "lignes"
    COLUMNS = "colonnes"
    FICHE = "fiche"


@dataclass(frozen=True, slots=True)
class Table:
    """The activities of a sheet. `start` and `height` are those of the headings: rows, or columns of labels.

    `key` gives the cell of a row and a column of the table; `extra` are the other cells of a fiche, with the first
    cell of their value; `labels` those of the headings.
    """

    sheet: Sheet
    orientation: Orientation
    start: int
    height: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: Callable[[int, int], Key]
    labels: frozenset[tuple[int, int]] = frozenset()
    extra: Sequence[tuple[tuple[int, int], Key]] = ()
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def top(self) -> int:
        """The first row of the table: what stands above is a title."""
        match self.orientation:
            case Orientation.ROWS:
                return self.start
            case Orientation.COLUMNS:
                return min((column.index for column in self.columns if column.certainty), default=0)
            case Orientation.FICHE:
                return min((row for row, _ in self.labels), default=0)


def by_rows(sheet: Sheet) -> Callable[[int, int], Key]:
    """The cell of a row and a column."""
    name = sheet.name
    return lambda number, index: (name, number, index)


def by_columns(sheet: Sheet) -> Callable[[int, int], Key]:
    """The cell of a table laid on its side."""
    name = sheet.name
    return lambda number, index: (name, index, number)
