"""The legal basis, for which the CNIL's model has no row: bodies add one, or a column beside the purposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from egide.formats.cnil.labels import LEGAL_BASIS, LEGAL_TEXTS, Section, legal_path
from egide.formats.cnil.page import Page, Row
from egide.formats.cnil.pen import Pen, key
from egide.formats.french.vocabulary import is_negation, is_unknown
from egide.formats.gathering.meaning import find
from egide.formats.gathering.purposes import is_legal_text, says_more
from egide.formats.gathering.splitting import split
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import Purpose
from egide.law.facts.codes import LegalBasis

TITLE = "Base légale"
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis, what its words add to it, and the cell that says so."""

    code: LegalBasis
    cell: Cell
    texts: tuple[str, ...] = ()
    justification: str | None = None


def legal_rows(page: Page) -> list[Row]:
    """The rows that people add for the legal basis and the texts that found it."""
    return [row for row in page.outside() if row.head is not None and legal_path(row.title)]


def beside(page: Page) -> int | None:
    """The column that people add beside the purposes for their legal basis."""
    return dict(page.columns.get(Section.PURPOSES, ())).get(LEGAL_BASIS)


def has_room(page: Page) -> bool:
    """Whether this fiche has a place for the legal basis, filled or not."""
    return beside(page) is not None or any(legal_path(row.title) == LEGAL_BASIS for row in legal_rows(page))


def bases_in(pen: Pen, cells: Iterable[Cell]) -> list[Basis]:
    """The bases that cells name; what is none of the six goes to the notes, and says so."""
    found: list[Basis] = []
    for cell in cells:
        if is_unknown(cell.text) or is_negation(cell.text):
            pen.ignore((cell,), "réponse négative ou à compléter")
            continue
        hits = [basis for piece in split(cell.text, ";", " / ") if (basis := _basis(pen, cell, piece)) is not None]
        found.extend(hits)
        if not hits:
            pen.note(TITLE, (cell,))
    return found


def _basis(pen: Pen, cell: Cell, piece: str) -> Basis | None:
    hit = find(LegalBasis, piece)
    if hit is None:
        message = f"« {piece} » n’est pas une des six bases légales"
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cell, LEGAL_BASIS)
        return None
    if hit[1] < _SURE:
        message = f"« {piece} » lu comme : {hit[0].label}"
        pen.doubt(DoubtKind.GUESSED, message, cell, LEGAL_BASIS, hit[1])
    if hit[1] == 1 or not says_more(hit[0], piece):
        return Basis(hit[0], cell)
    return Basis(hit[0], cell, texts=(piece,)) if is_legal_text(piece) else Basis(hit[0], cell, justification=piece)


def with_rows(pen: Pen, page: Page, purposes: tuple[Purpose, ...] | None) -> tuple[Purpose, ...] | None:
    """The purposes, founded on what the added rows say."""
    bases: list[Basis] = []
    texts: list[Cell] = []
    for row in legal_rows(page):
        if row.head is not None:
            pen.ledger.label(key(row.head))
        if legal_path(row.title) == LEGAL_TEXTS:
            texts.extend(row.values)
        else:
            bases.extend(bases_in(pen, row.values))
    return _with_texts(pen, texts, with_bases(pen, bases, purposes))


def with_bases(pen: Pen, bases: Sequence[Basis], purposes: tuple[Purpose, ...] | None) -> tuple[Purpose, ...] | None:
    """One basis goes to every purpose that has none; as many as purposes, in their order; else a line for each."""
    if not bases:
        return purposes
    lines = purposes or (Purpose(id=pen.line("purposes")),)
    if len({basis.code for basis in bases}) == 1:
        return tuple(founded(pen, line, bases) if line.legal_basis is None else line for line in lines)
    if len(bases) == len(lines):
        message = "autant de bases légales que de finalités : associées dans l’ordre"
        pen.doubt(DoubtKind.GUESSED, message, bases[0].cell, LEGAL_BASIS, 0.7)
        return tuple(founded(pen, line, (basis,)) for line, basis in zip(lines, bases, strict=True))
    message = "plusieurs bases légales : chaque finalité n’en a qu’une, elles sont donc répétées pour chaque base"
    pen.doubt(DoubtKind.GUESSED, message, bases[0].cell, LEGAL_BASIS, 0.5)
    text = " ; ".join(line.text for line in lines if line.text) or None
    return tuple(_repeated(pen, lines[0], text, basis, first=rank == 0) for rank, basis in enumerate(bases))


def _repeated(pen: Pen, line: Purpose, text: str | None, basis: Basis, *, first: bool) -> Purpose:
    return founded(pen, Purpose(id=line.id if first else pen.line("purposes"), text=text), (basis,))


def founded(pen: Pen, line: Purpose, bases: Sequence[Basis]) -> Purpose:
    """The purpose with the basis that these cells agree on, and all that they add."""
    texts = tuple(dict.fromkeys(text for basis in bases for text in basis.texts))
    reasons = [basis.justification for basis in bases if basis.justification]
    for basis in bases:
        pen.use(basis.cell, "legal_basis", line.id)
    return replace(line, legal_basis=bases[0].code, legal_texts=texts or None, justification="\n".join(reasons) or None)


def _with_texts(pen: Pen, cells: Sequence[Cell], purposes: tuple[Purpose, ...] | None) -> tuple[Purpose, ...] | None:
    """The texts of law that a row cites, for every purpose."""
    told = [cell for cell in cells if not is_unknown(cell.text) and not is_negation(cell.text)]
    pen.ignore((cell for cell in cells if cell not in told), "réponse négative ou à compléter")
    if not told or not purposes:
        pen.note("Textes", told)
        return purposes
    cited = tuple(piece for cell in told for piece in split(cell.text, ";"))
    for cell in told:
        pen.use(cell, "legal_texts", purposes[0].id)
    return tuple(replace(line, legal_texts=(*(line.legal_texts or ()), *cited)) for line in purposes)
