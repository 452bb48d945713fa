"""The Excel reader (.xlsx, .xlsm, .xlsb, .xls): calamine for values, our own eyes for what it leaves out.

calamine keeps neither errors (#N/A) nor comments nor hidden rows; for .xlsx they are added here.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from egide.formats.errors import Unreadable
from egide.formats.grids.excel_parts import SheetPart, sheet_comments, sheet_parts
from egide.formats.grids.excel_scan import SheetScan, scan_sheet
from egide.formats.grids.grid import Kind, Sheet, Span, Value
from egide.formats.grids.limits import Budget, Limits
from egide.formats.grids.prescan import damaged_archive
from egide.formats.grids.texts import clean_text
from egide.formats.grids.values import covered_note, moment, number, trim


def read_excel(path: Path, kind: Kind, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Sheets and notes. An .xlsx or .xlsb has been through `prescan`. Raises Unreadable."""
    # Given a path, calamine believes its extension; given bytes, it looks at them.
    source = io.BytesIO(path.read_bytes())
    extras: dict[str, _Extras] = {}
    if kind is Kind.XLSX:
        with damaged_archive():
            archive = zipfile.ZipFile(path)
        with archive:
            extras = {part.name: _Extras(archive, part, limits) for part in sheet_parts(archive)}
            if any(extra.scan.far for extra in extras.values()):
                source = _condense(archive, extras.values())
    return _read(source, extras, limits)


class _Extras:
    """What our own eyes saw of one sheet of an .xlsx."""

    def __init__(self, archive: zipfile.ZipFile, part: SheetPart, limits: Limits) -> None:
        self.part = part
        self.scan: SheetScan = scan_sheet(archive, part.member, part.name, limits)
        self.comments = sheet_comments(archive, part)


def _condense(archive: zipfile.ZipFile, extras: Iterable[_Extras]) -> io.BytesIO:
    """The same workbook, its far-reaching sheets reduced to their filled cells."""
    replaced = {extra.part.member: extra.scan for extra in extras if extra.scan.far}
    copy = io.BytesIO()
    with damaged_archive(), zipfile.ZipFile(copy, "w") as target:
        for member in archive.infolist():
            scan = replaced.get(member.filename)
            target.writestr(member.filename, scan.condensed() if scan else archive.read(member))
    copy.seek(0)
    return copy


@contextmanager
def _calamine() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise Unreadable(
            "Ce fichier est protégé par un mot de passe\u202f: il ne peut pas être lu.",
            "Retirez le mot de passe dans votre tableur, puis enregistrez-le.",
        ) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged() from error
    except BaseException as error:
        # A panic of the Rust code reaches Python as an exception that even `except Exception` lets through.
        if type(error).__name__ == "PanicException":
            raise _damaged() from error
        raise


def _damaged() -> Unreadable:
    return Unreadable(
        "Ce classeur Excel est abîmé ou incomplet\u202f: il ne peut pas être lu.",
        "Ouvrez-le dans votre tableur, qui saura peut-être le réparer, et enregistrez-le à nouveau.",
    )


def _read(source: io.BytesIO, extras: dict[str, _Extras], limits: Limits) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    budget, sheets, notes = Budget(limits), list[Sheet](), list[str]()
    with _calamine():
        book = CalamineWorkbook.from_object(source)
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is SheetTypeEnum.WorkSheet:
            with _calamine():
                sheet = book.get_sheet_by_index(index)
            sheets.append(_sheet(sheet, about, extras.get(about.name), limits, budget, notes))
        elif about.typ is not SheetTypeEnum.ChartSheet:
            notes.append(f"«\u00a0{about.name}\u00a0» n’est pas une feuille de calcul\u202f: laissée de côté.")
    return tuple(sheets), tuple(notes)


def _sheet(
    raw: CalamineSheet,
    about: SheetMetadata,
    extra: _Extras | None,
    limits: Limits,
    budget: Budget,
    notes: list[str],
) -> Sheet:
    name = clean_text(about.name)
    values = _values(raw, name, limits, budget)
    if extra is not None:
        _add_errors(values, extra.scan.errors)
    merged = _merged(raw)
    covered = _uncover(values, merged)
    if covered:
        notes.append(covered_note(name, covered))
    last = max(values, default=-1)
    return Sheet(
        name,
        values,
        about.visible is not SheetVisibleEnum.Visible,
        merged,
        extra.comments if extra else {},
        {},
        frozenset(row for row in extra.scan.hidden_rows if row <= last) if extra else frozenset(),
        frozenset(extra.scan.hidden_columns) if extra else frozenset(),
    )


def _values(raw: CalamineSheet, name: str, limits: Limits, budget: Budget) -> dict[int, list[Value]]:
    values: dict[int, list[Value]] = {}
    # calamine gives every row from row 1, but from the first filled column of the sheet.
    left: list[Value] = [None] * (raw.start[1] if raw.start else 0)
    with _calamine():
        for row, cells in enumerate(raw.iter_rows()):
            line: list[Value] = [
                (cell if cell.isprintable() else clean_text(cell)) or None if type(cell) is str else _tidy(cell)
                for cell in cells
            ]
            trim(line)
            if line:
                line[:0] = left
                if row >= limits.rows or len(line) > limits.columns:
                    raise limits.too_far(name, row, len(line) - 1)
                budget.spend(len(line))
                values[row] = line
    return values


def _tidy(value: Value) -> Value:
    if type(value) is float:
        return number(value)
    return moment(value) if type(value) is datetime else value


def _add_errors(values: dict[int, list[Value]], errors: Mapping[tuple[int, int], str]) -> None:
    for (row, column), text in errors.items():
        line = values.setdefault(row, [])
        line.extend([None] * (column + 1 - len(line)))
        line[column] = text
    if errors:
        ordered = sorted(values.items())
        values.clear()
        values.update(ordered)


def _merged(raw: CalamineSheet) -> tuple[Span, ...]:
    with _calamine():
        ranges = raw.merged_cell_ranges or []
    return tuple(Span(*first, *last) for first, last in ranges)


def _uncover(values: dict[int, list[Value]], merged: Iterable[Span]) -> int:
    """Empty the cells that a merge hides; how many there were."""
    covered, end = 0, max(values, default=-1) + 1
    for span in merged:
        for row in range(span.top, min(span.bottom + 1, end)):
            line = values.get(row, [])
            for column in range(span.left, min(span.right + 1, len(line))):
                if line[column] is not None and (row, column) != (span.top, span.left):
                    line[column] = None
                    covered += 1
            trim(line)
            if not line:
                values.pop(row, None)
    return covered
