"""Sheets as the grid would read them, and ways to change them as a person would."""

from egide.formats.export.importing import read_export
from egide.formats.export.writing import sheets
from egide.formats.grids.grid import Kind, Sheet, Workbook
from egide.formats.sheets.layout import NewCell


def cells_of(register):
    """The values of the cells of each sheet, row by row."""
    return {
        sheet.name: [[cell.value if isinstance(cell, NewCell) else cell for cell in row] for row in sheet.rows]
        for sheet in sheets(register)
    }


def workbook_of(cells):
    """The grid that a reader would make of these cells: no empty cell at the end of a row, no empty row."""
    made = []
    for name, rows in cells.items():
        values = {}
        for number, row in enumerate(rows):
            filled = list(row)
            while filled and filled[-1] is None:
                filled.pop()
            if filled:
                values[number] = filled
        made.append(Sheet(name, values))
    return Workbook("registre.xlsx", Kind.XLSX, tuple(made))


class Grid:
    """The workbook of a register, in memory, cell by cell."""

    def __init__(self, register):
        self.sheets = cells_of(register)

    def column(self, sheet, title):
        heading = self.sheets[sheet][0]
        return heading.index(title)

    def get(self, sheet, row, title):
        return self.sheets[sheet][row][self.column(sheet, title)]

    def set(self, sheet, row, title, value):
        self.sheets[sheet][row][self.column(sheet, title)] = value

    def add(self, sheet, **cells):
        """A row written by hand: titles with « _ » for a space."""
        row = [None] * len(self.sheets[sheet][0])
        for title, value in cells.items():
            row[self.column(sheet, title.replace("_", " "))] = value
        self.sheets[sheet].append(row)

    def workbook(self):
        return workbook_of(self.sheets)

    def read(self):
        reading = read_export(self.workbook())
        assert unaccounted(self.workbook(), reading) == []
        return reading


def unaccounted(workbook, reading):
    """Filled cells of which the ledger says nothing."""
    return [
        (sheet.name, number, column, value)
        for sheet in workbook.sheets
        for number, row in sheet.values.items()
        for column, value in enumerate(row)
        if value is not None and (sheet.name, number, column) not in reading.ledger.fates
    ]


def messages(reading):
    """The doubts, with plain spaces."""
    return [doubt.message.replace("\u202f", " ").replace("\u00a0", " ") for doubt in reading.doubts]
