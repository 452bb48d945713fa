"""Our own workbook and our own CSV table: written for people to read and change, and read back."""

from typing import Final

from egide.formats.export import delimited_table, importing
from egide.formats.grids.grid import Workbook
from egide.formats.reading import Reading

LABEL: Final = "Registre Égide (classeur ou tableau)"


def recognises(workbook: Workbook) -> bool:
    """Whether we wrote this workbook (XLSX, ODS) or this table (CSV)."""
    return importing.recognises(workbook) or delimited_table.recognises(workbook)


def read(workbook: Workbook) -> Reading:
    """The register of a workbook or a table of ours. What is not understood gives doubts and goes to the notes."""
    if importing.recognises(workbook):
        return importing.read_export(workbook)
    return delimited_table.read_csv(workbook)


__all__ = ["read", "recognises"]
