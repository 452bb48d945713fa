"""Every non-empty cell of a file must have a fate: this finds those that have none."""

from collections.abc import Iterator

from egide.formats.grids.grid import Workbook
from egide.formats.reading import Ledger, Place


def filled(workbook: Workbook) -> Iterator[tuple[str, int, int]]:
    """The key of every cell that holds more than spaces, sheet by sheet."""
    for sheet in workbook.sheets:
        for row, texts in sheet.texts():
            for column, text in enumerate(texts):
                if text.strip():
                    yield sheet.name, row, column


def unaccounted(workbook: Workbook, ledger: Ledger) -> tuple[Place, ...]:
    """The cells that a reader forgot; empty when nothing was dropped silently."""
    return tuple(Place(*key) for key in filled(workbook) if key not in ledger.fates)
