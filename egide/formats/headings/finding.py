"""The tables of activities of a workbook: as a mapping says, or as they are recognised."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from egide.formats.gathering.columns import Column
from egide.formats.gathering.recording import Row, row_of
from egide.formats.gathering.targets import IGNORE, Target
from egide.formats.grids.addresses import column_letters
from egide.formats.grids.grid import Sheet
from egide.formats.headings.header import UNKNOWN, Header, columns_of, find_header, header_at
from egide.formats.headings.layout import Orientation, Table, by_rows
from egide.formats.headings.mapping import SheetMapping, named, unknown_heading
from egide.formats.headings.stacked import parts_of
from egide.formats.headings.synonyms import rank_of
from egide.formats.headings.upright import MOST_ROWS, fiche, labels_of, on_its_side, upright, upright_score


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """The table of activities of a sheet, or the fiches piled on it; none when nothing there looks like one."""
    table = find_table(sheet)
    if table is None:
        return ()
    return _pile(sheet) if table.orientation is Orientation.FICHE else (table,)


def _pile(sheet: Sheet) -> tuple[Table, ...]:
    return tuple(fiche(part, labels_of(part).at) for part in parts_of(sheet))


def find_table(sheet: Sheet) -> Table | None:
    """The table of activities of a sheet, or None when nothing there looks like one."""
    header = find_header(sheet)
    if len(sheet.values) <= MOST_ROWS:
        score = upright_score(sheet)
        if score > (header.score if header else 0) and (found := upright(sheet)) is not None:
            return found
    return _upright_of(sheet, header) if header else None


def _upright_of(sheet: Sheet, header: Header) -> Table:
    return rows_table(sheet, header, columns_of(header))


def rows_table(sheet: Sheet, header: Header, columns: tuple[Column, ...]) -> Table:
    """One activity a row, under these headings; filled columns without a heading are kept too."""
    first = header.start + header.height
    rows = tuple(row_of(number, sheet.values[number]) for number in sorted(sheet.values) if number >= first)
    labels = frozenset(
        (number, index)
        for number in range(header.start, first)
        for index, value in enumerate(sheet.values.get(number, ()))
        if value is not None
    )
    columns = (*columns, *_without_heading(columns, rows))
    return Table(sheet, Orientation.ROWS, header.start, header.height, columns, rows, by_rows(sheet), labels)


def _without_heading(columns: Sequence[Column], rows: Iterable[Row]) -> list[Column]:
    known = {column.index for column in columns}
    filled: set[int] = set()
    for row in rows:
        filled.update(index for index, text in enumerate(row.texts) if text)
    return [
        Column(index, f"Colonne {column_letters(index)}", UNKNOWN, 2000, certainty=0.0)
        for index in sorted(filled - known)
    ]


def mapped_tables(sheet: Sheet, mapping: SheetMapping) -> tuple[Table, ...]:
    """The tables that a mapping describes. Raises MappingFault when it names a column that the sheet does not have."""
    tables = _laid_out(sheet, mapping)
    found = [name for table in tables for name, _ in named(table.columns)]
    for heading, _ in mapping.columns:
        if heading not in found:
            raise unknown_heading(heading, sheet.name, dict.fromkeys(found))
    return tuple(_mapped(table, mapping) for table in tables)


def _mapped(table: Table, mapping: SheetMapping) -> Table:
    columns = tuple(_sent(column, mapping.targets(name)) for name, column in named(table.columns))
    return replace(table, columns=columns, fixed=mapping.fixed)


def _laid_out(sheet: Sheet, mapping: SheetMapping) -> tuple[Table, ...]:
    match mapping.orientation:
        case Orientation.COLUMNS:
            return (on_its_side(sheet, mapping.start, labels_of(sheet).at),)
        case Orientation.FICHE:
            return _pile(sheet)
        case _:
            header = header_at(sheet, mapping.start, mapping.height)
            return (rows_table(sheet, header, columns_of(header)),)


def _sent(column: Column, targets: tuple[Target, ...] | None) -> Column:
    """The column, where the mapping sends it; one that it does not name is left aside."""
    if targets is None:
        return replace(column, target=Target(IGNORE), also=(), certainty=1.0)
    rank = rank_of(targets[0])
    return replace(column, target=targets[0], also=targets[1:], rank=rank, certainty=1.0)
