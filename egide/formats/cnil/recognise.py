"""Whether a workbook is the CNIL's, and what each of its sheets is, whatever their names and order."""

from dataclasses import dataclass, replace

from egide.formats.cnil.labels import recognise_label
from egide.formats.cnil.list_sheet import Listing, find_listing
from egide.formats.cnil.page import Page, analyse
from egide.formats.french.words import fold
from egide.formats.grids.grid import Sheet, Workbook

_SURE_LABELS = 10
_LIST_ONLY = 0.7
_LOOKED_AT = 200
_PRINTED_STARTS = ("registre des traitements - fiche tutorielle", "registre des traitements - note d'egide")
_LISTS_HEADINGS = frozenset({"garanties", "pays", "zone", "destinataires"})


@dataclass(frozen=True, slots=True)
class Survey:
    """The sheets of a workbook by what they are. `printed` are the tutorial and the lists of choices."""

    pages: tuple[Page, ...]
    listing: Listing | None
    printed: tuple[Sheet, ...]


def survey(workbook: Workbook) -> Survey:
    """What each sheet is; hidden sheets count, since duplicates are often hidden by mistake."""
    printed = tuple(sheet for sheet in workbook.sheets if _is_printed(sheet))
    rest = [sheet for sheet in workbook.sheets if sheet not in printed]
    pages = tuple(page for sheet in rest if (page := analyse(sheet)) is not None)
    fiches = {page.sheet.name for page in pages}
    listing = find_listing(sheet for sheet in rest if sheet.name not in fiches)
    return Survey(pages, listing, printed)


def recognises(workbook: Workbook) -> float:
    """How sure it is that the workbook is the CNIL's: 0 to 1."""
    found = survey(replace(workbook, sheets=tuple(map(_head, workbook.sheets))))
    best = max((_certainty(page) for page in found.pages), default=0.0)
    if found.listing is not None:
        # Any register has a name and a purpose in its headings; only the CNIL's has the three blocks of contacts.
        best = max(best, _LIST_ONLY if found.listing.blocks else 0.3)
    return best


def _head(sheet: Sheet) -> Sheet:
    """The first rows, enough to tell: a long register is not to be read twice."""
    if sheet.height <= _LOOKED_AT:
        return sheet
    return replace(sheet, values={row: line for row, line in sheet.values.items() if row < _LOOKED_AT})


def _certainty(page: Page) -> float:
    """Many different labels of several sections are no chance; one that comes back thirty times may be."""
    labels = len({recognise_label(cell.text) or fold(cell.text) for cell in page.labels})
    sections = len({row.section for row in page.rows if row.label is not None} - {None})
    if sections < 3:
        return 0.2
    return 0.97 if labels >= _SURE_LABELS else 0.6


def _is_printed(sheet: Sheet) -> bool:
    """The tutorial, or the lists behind the drop-down cells."""
    for _, texts in sheet.texts():
        folded = {fold(text) for text in texts if text.strip()}
        return any(text.startswith(_PRINTED_STARTS) for text in folded) or len(folded & _LISTS_HEADINGS) >= 3
    return False
