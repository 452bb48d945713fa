"""Which column a value belongs to, by its shape: an e-mail under « Téléphone » shows that cells were shifted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from egide.formats.french.vocabulary import country, is_negation, is_unknown, mechanism
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:\+\s?\d{2,3}[\s.]?(?:\(0\))?|\b0)\s?[1-9x](?:[\s.\-]?[\dx]{2}){4}\b", re.IGNORECASE)
POSTAL = re.compile(r"\b\d{5}\b")
_BARE_PHONE = re.compile(r"[1-9]\d{8}")
_SHIFTS = (-1, 1, -2, 2)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells by field, and those that did not stand in the column of their field."""

    fields: Mapping[str, tuple[Cell, ...]]
    moved: tuple[Cell, ...]


def actor_shape(text: str) -> str | None:
    """The field that a value can only be, of an actor's row."""
    if EMAIL.fullmatch(text.strip()):
        return "email"
    if PHONE.fullmatch(text.strip()) or _BARE_PHONE.fullmatch(text.strip()):
        return "phone"
    if POSTAL.fullmatch(text.strip()):
        return "postal_code"
    return "country" if _is_country(text) else None


def transfer_shape(text: str) -> str | None:
    """The field that a value can only be, of a transfer's row."""
    if _is_country(text):
        return "country"
    named = mechanism(text)
    return "mechanism" if (named is not None and named[1] == 1) or fold(text) == "privacy shield" else None


def _is_country(text: str) -> bool:
    named = country(text)
    return named is not None and named[1] == 1


def align(
    cells: Sequence[Cell],
    columns: Sequence[tuple[str, int]],
    shape: Callable[[str], str | None],
    shaped: frozenset[str],
) -> Aligned:
    """Give each cell its field: by column, unless a shift of the end of the row makes the shapes fit better."""
    default = [_field_at(cell.column, columns) for cell in cells]
    best, tail = default, len(cells)
    fewest = _misfits(cells, default, shape, shaped)
    for start, shift in ((start, shift) for shift in _SHIFTS for start in range(len(cells))):
        if fewest == 0:
            break
        tried = default[:start] + [_field_at(cell.column - shift, columns) for cell in cells[start:]]
        misfits = _misfits(cells, tried, shape, shaped)
        if misfits < fewest and len(set(tried)) == len(tried):
            best, fewest, tail = tried, misfits, start
    fields = _by_shape(cells, best, shape)
    shifted = [
        cell
        for index, (cell, name, first) in enumerate(zip(cells, fields, default, strict=True))
        if name != first or index >= tail
    ]
    return Aligned(_grouped(cells, fields), tuple(shifted))


def _field_at(column: int, columns: Sequence[tuple[str, int]]) -> str:
    """The field whose heading is the last at or before a column."""
    before = [name for name, first in columns if first <= column]
    return before[-1] if before else columns[0][0]


def _misfits(
    cells: Sequence[Cell], names: Sequence[str], shape: Callable[[str], str | None], shaped: frozenset[str]
) -> int:
    return sum(_misfit(cell.text, name, shape, shaped) for cell, name in zip(cells, names, strict=True))


def _misfit(text: str, name: str, shape: Callable[[str], str | None], shaped: frozenset[str]) -> bool:
    if is_negation(text) or is_unknown(text):
        return False
    seen = shape(text)
    return seen != name if seen is not None else name in shaped


def _by_shape(cells: Sequence[Cell], names: list[str], shape: Callable[[str], str | None]) -> list[str]:
    """A value whose shape is certain goes to its own field when no other cell is there."""
    fields = list(names)
    for index, cell in enumerate(cells):
        seen = shape(cell.text)
        if seen not in {None, fields[index]} and seen not in fields and seen != "country":
            fields[index] = str(seen)
    return fields


def _grouped(cells: Sequence[Cell], fields: Sequence[str]) -> dict[str, tuple[Cell, ...]]:
    grouped: dict[str, tuple[Cell, ...]] = {}
    for cell, name in zip(cells, fields, strict=True):
        grouped[name] = (*grouped.get(name, ()), cell)
    return grouped
