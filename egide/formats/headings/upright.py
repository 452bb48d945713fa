"""Labels down a column: a table on its side, one activity a column, or a fiche, one activity a sheet."""

from collections import Counter
from dataclasses import dataclass, field

from egide.formats.gathering.columns import Column
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.recording import Row, row_of
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.gathering.ticks import has_boxes
from egide.formats.grids.grid import Sheet, Value
from egide.formats.headings.header import UNKNOWN, flat
from egide.formats.headings.layout import Orientation, Table, by_columns
from egide.formats.headings.synonyms import Match, is_help, of_register, recognise

_LABEL_COLUMNS = 4
_ENOUGH = 3
_LEAST_SHARE = 0.25
MOST_ROWS = 2000


@dataclass(slots=True)
class _Labels:
    """The labels of a sheet, by the column they stand in."""

    at: dict[tuple[int, int], Match] = field(default_factory=dict)

    def count(self, column: int) -> int:
        """How many labels stand in a column; those of a pile of fiches come back."""
        return sum(1 for _, at in self.at if at == column)

    def column(self) -> tuple[int, int]:
        """The column with most labels, and how many different facts they announce."""
        found: dict[int, set[str]] = {}
        for (_, column), match in self.at.items():
            found.setdefault(column, set()).add(str(match.target))
        best = max(found, key=lambda column: (len(found[column]), -column), default=0)
        return best, len(found.get(best, ()))


def label_of(text: str) -> Match | None:
    """A label in its own words, or one that ends with a colon and nearly is."""
    bare = text.rstrip(" :*?")
    if len(bare) > 120 or has_boxes(bare):
        return None
    return of_register().exact(bare) or (recognise(bare) if text.rstrip().endswith(":") else None)


def labels_of(sheet: Sheet) -> _Labels:
    """Every label in the first columns that hold something."""
    labels = _Labels()
    first = min((i for line in sheet.values.values() for i, v in enumerate(line) if v is not None), default=0)
    for number, line in sheet.values.items():
        for column in range(first, min(len(line), first + _LABEL_COLUMNS)):
            value = line[column]
            if isinstance(value, str) and (match := label_of(value.strip())):
                labels.at[number, column] = match
    _values_that_look_like_labels(sheet, labels)
    return labels


def _values_that_look_like_labels(sheet: Sheet, labels: _Labels) -> None:
    """« Propriétaires » at the end of a row that has its label is one of its values."""
    for row, column in sorted(labels.at, reverse=True):
        texts = row_of(row, sheet.values[row]).texts
        follows = any(r == row and at < column for r, at in labels.at)
        if follows and not any(texts[column + 1 :]) and not sheet.text_at(row + 1, column).strip():
            del labels.at[row, column]


def upright_score(sheet: Sheet) -> int:
    """How many different facts are announced down one column."""
    return labels_of(sheet).column()[1] if len(sheet.values) <= MOST_ROWS else 0


def upright(sheet: Sheet) -> Table | None:
    """The table on its side, or the fiche, that the sheet holds."""
    labels = labels_of(sheet)
    column, score = labels.column()
    heads = {match.target.head for match in labels.at.values()}
    if (
        score < _ENOUGH
        or not heads & {"name", *FAMILIES}
        or labels.count(column) < _LEAST_SHARE * _filled(sheet, column)
    ):
        return None
    return on_its_side(sheet, column, labels.at) if _is_on_its_side(sheet, column, labels) else fiche(sheet, labels.at)


def _filled(sheet: Sheet, column: int) -> int:
    """How many cells of a column hold something: labels that are few among many words are not labels."""
    return sum(1 for number in sheet.values if sheet.text_at(number, column).strip())


def _is_on_its_side(sheet: Sheet, column: int, labels: _Labels) -> bool:
    """Two activities at least: the name has two values, or most labels have as many values as each other."""
    counts = Counter[int]()
    for (row, at), match in labels.at.items():
        if at != column:
            continue
        end = min((other for r, other in labels.at if r == row and other > column), default=sheet.width)
        filled = sum(1 for text in row_of(row, sheet.values[row]).texts[column + 1 : end] if text)
        if match.target.path == "name":
            return filled > 1
        counts[filled] += 1
    usual, times = counts.most_common(1)[0] if counts else (0, 0)
    return usual > 1 and times * 2 > counts.total()


def on_its_side(sheet: Sheet, column: int, labels: dict[tuple[int, int], Match]) -> Table:
    """Fields down the rows, activities across the columns."""
    columns = tuple(
        _column(row, flat(sheet.text_at(row, column)), labels.get((row, column)))
        for row in sorted(sheet.values)
        if sheet.text_at(row, column).strip() and ((row, column) in labels or _has_values(sheet, row, column))
    )
    height = max((c.index for c in columns), default=0) + 1
    rows = tuple(row_of(at, [_value(sheet, row, at) for row in range(height)]) for at in range(column + 1, sheet.width))
    marks = frozenset((c.index, column) for c in columns)
    return Table(sheet, Orientation.COLUMNS, column, 1, columns, rows, by_columns(sheet), marks)


def _has_values(sheet: Sheet, row: int, column: int) -> bool:
    """Whether something is written beside a text: a title between the rows has nothing."""
    return any(row_of(row, sheet.values[row]).texts[column + 1 :])


def _value(sheet: Sheet, row: int, column: int) -> Value:
    line = sheet.values.get(row, ())
    return line[column] if column < len(line) else None


def _column(index: int, heading: str, match: Match | None) -> Column:
    title = heading.rstrip(" :*")
    if match is None:
        return Column(index, title, UNKNOWN, 2000, certainty=0.0)
    return Column(index, title, match.target, match.rank, match.number, match.certainty, match.also)


@dataclass(slots=True)
class _Fiche:
    """A fiche being read: its labels as columns, the first cell of each value and the others."""

    columns: list[Column] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    extra: list[tuple[tuple[int, int], Key]] = field(default_factory=list)
    marks: set[tuple[int, int]] = field(default_factory=set)


def fiche(sheet: Sheet, labels: dict[tuple[int, int], Match]) -> Table:
    """Labels beside or above their values: one activity."""
    found = _Fiche()
    taken: set[tuple[int, int]] = set()
    for row, column in sorted(labels):
        cells = _beside(sheet, row, column, labels) or _below(sheet, row, column, labels)
        cells = [cell for cell in cells if cell not in taken]
        taken.update(cells)
        found.marks.add((row, column))
        if cells:
            _add(found, sheet, flat(sheet.text_at(row, column)), labels[row, column], cells)
    _unknown_labels(found, sheet, labels, taken)
    rows = (row_of(0, found.values),) if found.values else ()
    keys = tuple(found.keys)
    return Table(
        sheet, Orientation.FICHE, 0, 1, _renamed(found), rows, lambda _, index: keys[index],
        frozenset(found.marks), tuple(found.extra),
    )  # fmt: skip


def _beside(sheet: Sheet, row: int, column: int, labels: dict[tuple[int, int], Match]) -> list[tuple[int, int]]:
    """The filled cells on the right, to the next label, and those of the rows below that have no label."""
    end = min((at for r, at in labels if r == row and at > column), default=sheet.width)
    cells = [(row, at) for at in range(column + 1, end) if sheet.text_at(row, at).strip()]
    below = row + 1
    while cells and below in sheet.values and not _starts(sheet, below, column + 1, labels):
        more = [(below, at) for at in range(column + 1, end) if sheet.text_at(below, at).strip()]
        if not more:
            break
        cells.extend(more)
        below += 1
    return cells


def _starts(sheet: Sheet, row: int, end: int, labels: dict[tuple[int, int], Match]) -> bool:
    """Whether something stands in the columns of labels of that row."""
    return any(sheet.text_at(row, at).strip() for at in range(end)) or any(r == row for r, _ in labels)


def _below(sheet: Sheet, row: int, column: int, labels: dict[tuple[int, int], Match]) -> list[tuple[int, int]]:
    """The filled cells under the label and what stands beside them, to the first empty one or the next label."""
    cells: list[tuple[int, int]] = []
    for at in range(row + 1, sheet.height):
        if (at, column) in labels or not sheet.text_at(at, column).strip():
            break
        if not is_help(sheet.text_at(at, column)):
            beside = (index for index in range(column + 1, sheet.width) if (at, index) not in labels)
            cells.extend([(at, column), *((at, index) for index in beside if sheet.text_at(at, index).strip())])
    return cells


def _add(found: _Fiche, sheet: Sheet, heading: str, match: Match | None, cells: list[tuple[int, int]]) -> None:
    index = len(found.columns)
    found.columns.append(_column(index, heading, match))
    first = (sheet.name, *cells[0])
    value = _value(sheet, *cells[0])
    if len(cells) > 1:
        value = _together(sheet, cells)
        found.extra.extend((cell, first) for cell in cells[1:])
    found.values.append(value)
    found.keys.append(first)


def _together(sheet: Sheet, cells: list[tuple[int, int]]) -> str:
    """The cells of a value, a line each; what stands beside a box says more of it."""
    rows: dict[int, list[str]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(sheet.text_at(row, column).strip())
    return "\n".join(("\u00a0: " if has_boxes(texts[0]) else "\n").join(texts) for texts in rows.values())


def _unknown_labels(
    found: _Fiche, sheet: Sheet, labels: dict[tuple[int, int], Match], taken: set[tuple[int, int]]
) -> None:
    """A cell followed by another that nothing claimed: a label that was not understood."""
    for row in sorted(sheet.values):
        cells = [
            (row, at)
            for at, value in enumerate(sheet.values[row])
            if value is not None
            and (row, at) not in taken
            and (row, at) not in labels
            and sheet.text_at(row, at).strip()
        ]
        if len(cells) > 1 and not any(r == row for r, _ in labels):
            _add(found, sheet, flat(sheet.text_at(*cells[0])), None, cells[1:])
            found.marks.add(cells[0])


def _renamed(found: _Fiche) -> tuple[Column, ...]:
    """One column a fact that has room for one; the others go to the notes."""
    taken: set[str] = set()
    kept = []
    for column in found.columns:
        path = column.target.path
        if path in taken and not column.target.is_list and path != NOTES:
            kept.append(Column(column.index, column.heading, Target(NOTES), 2000))
            continue
        taken.add(path)
        kept.append(column)
    return tuple(kept)


def is_row(row: Row) -> bool:
    """Whether anything is written in it."""
    return any(row.texts)
