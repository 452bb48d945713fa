"""A pile of fiches on one sheet: the same labels again and again, one activity below the other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from egide.formats.french.words import fold
from egide.formats.grids.grid import Sheet
from egide.formats.headings.header import flat
from egide.formats.headings.layout import Orientation
from egide.formats.headings.synonyms import Match
from egide.formats.headings.upright import labels_of, upright

_Labels = dict[tuple[int, int], Match]


def parts_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet cut where each fiche of the pile begins; whole, unless every part is a fiche by itself."""
    starts = _starts(sheet, labels_of(sheet).at)
    parts = tuple(_part(sheet, first, last) for first, last in pairwise([0, *starts, sheet.height]))
    return parts if starts and all(_is_fiche(part) for part in parts) else (sheet,)


def _starts(sheet: Sheet, labels: _Labels) -> list[int]:
    """The rows where the second fiche and the following begin: their heading is that of the first label repeated."""
    rows = _repeated(sheet, labels)
    return [_top(sheet, above, row) for above, row in pairwise(rows)]


def _repeated(sheet: Sheet, labels: _Labels) -> Sequence[int]:
    """The rows of the label that comes back: the name of the activity, or else the first that does."""
    found: dict[tuple[bool, int, str], list[int]] = {}
    for (row, column), match in sorted(labels.items()):
        heading = fold(flat(sheet.text_at(row, column))).rstrip(" :")
        found.setdefault((match.target.path != "name", column, heading), []).append(row)
    repeated = [(is_other, rows) for (is_other, _, _), rows in found.items() if len(rows) > 1]
    return min(repeated, default=(False, []))[1]


def _top(sheet: Sheet, above: int, row: int) -> int:
    """The row where a fiche begins: below the last empty row before its label, if there is one."""
    gap = next((number for number in range(row - 1, above, -1) if number not in sheet.values), None)
    return row if gap is None else gap + 1


def _part(sheet: Sheet, first: int, last: int) -> Sheet:
    values = {number: line for number, line in sheet.values.items() if first <= number < last}
    comments = {at: text for at, text in sheet.comments.items() if first <= at[0] < last}
    return replace(sheet, values=values, comments=comments)


def _is_fiche(part: Sheet) -> bool:
    table = upright(part)
    return table is not None and table.orientation is Orientation.FICHE
