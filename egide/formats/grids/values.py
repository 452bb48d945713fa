"""The values of spreadsheets as a person means them: a whole number is an int, a midnight is a day."""

import math
from datetime import date, datetime, time

from egide.formats.grids.grid import Value
from egide.formats.grids.limits import french_number

_LARGEST_EXACT = 2**53


def number(value: float) -> int | float | str:
    """12.0 → 12: spreadsheets keep whole numbers as floats, exact up to 2⁵³. Infinity becomes its text."""
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) <= _LARGEST_EXACT else value


def moment(value: datetime) -> date | datetime:
    """Midnight means that a day was typed, without a time."""
    return value.date() if value.time() == time() else value


def trim(line: list[Value]) -> None:
    """Cut, in place, what is empty at the end."""
    while line and line[-1] is None:
        line.pop()


def covered_note(sheet: str, cells: int) -> str:
    """The sentence that owns up to what merges hide."""
    return (
        f"Feuille «\u00a0{sheet}\u00a0»\u202f: {french_number(cells)} cellule(s) remplie(s) mais cachée(s)"
        " sous une fusion, laissée(s) de côté."
    )
