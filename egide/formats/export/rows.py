"""A line, a group or a record as the cells of one row, with what the hidden columns must remember of it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from uuid import UUID

from egide.formats.export.cells import JSON, NONE, escaped, to_cell
from egide.formats.export.plan import Column, Holds, groups_of
from egide.formats.export.summaries import summary
from egide.formats.export.tracking import Tracking
from egide.formats.french.answers import is_negation
from egide.formats.sheets.layout import Plain

LONGEST: Final = 32_767  # UTF-16 units in a cell of Excel
PIECE: Final = 16_000  # characters: twice as many units at worst
_HEAD = 200


@dataclass(slots=True)
class LongTexts:
    """Texts that no cell of Excel can hold, cut in pieces that stand in a sheet of their own.

    `whole` for a format without such a limit, and without another sheet.
    """

    whole: bool = False
    pieces: list[tuple[int, int, str]] = field(default_factory=list)
    count: int = 0

    def shortened(self, cell: Plain) -> Plain:
        """The cell as it is, or its beginning with a reference to the sheet of long texts."""
        if self.whole or not isinstance(cell, str) or len(cell) <= PIECE or _units(cell) <= LONGEST:
            return cell
        self.count += 1
        for part, start in enumerate(range(0, len(cell), PIECE), start=1):
            # In quotes: a line end or a space at the edge of a piece would be lost.
            self.pieces.append((self.count, part, f'"{cell[start : start + PIECE]}"'))
        return f"{cell[:_HEAD].rstrip()} … [texte long {self.count}]"


def _units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class RowWriter:
    """Writes the facts of one shape. `words` names what references point at; `long` takes what is too long."""

    def __init__(self, columns: Sequence[Column], words: Mapping[UUID, str], long: LongTexts) -> None:
        self.words = words
        self.long = long
        self._read = [(column, _get(column.key)) for column in columns]

    def cells(self, value: Any, tracking: Tracking) -> list[Plain]:
        """One cell by column; a fact that the shape of `value` has not is an empty cell."""
        return [
            None if (fact := get(value)) is None else self._cell(column, fact, tracking) for column, get in self._read
        ]

    def _cell(self, column: Column, fact: Any, tracking: Tracking) -> Plain:
        if column.holds is Holds.FACT:
            cell = to_cell(fact)
            return self.long.shortened(cell) if type(cell) is str else cell
        return self._words(column, fact, tracking)

    def _words(self, column: Column, fact: Any, tracking: Tracking) -> Plain:
        if fact == ():
            return NONE
        if column.holds is Holds.REFERENCES:
            tracking.references[column.key] = fact
            text = "\n".join(self.words.get(target, str(target)) for target in fact)
        else:
            text = self._summary(fact if isinstance(fact, tuple) else (fact,))
        tracking.watch(column.key, text)
        if self.long.whole and (is_negation(text) or text.startswith(JSON)):
            return escaped(tuple(text.split("\n")))  # a line named « Aucun » is a line
        return text or None

    def _summary(self, lines: tuple[Any, ...]) -> str:
        return summary(lines, sys.maxsize, sys.maxsize) if self.long.whole else summary(lines)


@cache
def _get(key: str) -> Callable[[Any], Any]:
    """Reads « contact.email » of a line: None when the group, or the fact, is unknown or of another shape."""
    first, *rest = key.split(".")

    def get(value: Any) -> Any:
        for name in rest:
            value = getattr(value, name, None)
        return value

    return (lambda value: get(getattr(value, first, None))) if rest else lambda value: getattr(value, first, None)


def empty_groups(value: Any) -> list[str]:
    """The groups written field by field that are known, but of which nothing is: no cell can show them."""
    shape: type = value.__class__
    found: list[str] = []
    for path in groups_of(shape):
        group = _get(path)(value)
        if group is not None and not any(inner.startswith(f"{path}.") for inner in found) and _is_empty(group):
            found.append(path)
    return found


def _is_empty(group: Any) -> bool:
    return all(getattr(group, name) is None for name in group.__slots__)
