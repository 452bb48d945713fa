"""The transfers of a fiche (GDPR art. 30(1)(e)): who, where, on what guarantee."""

from uuid import UUID

from egide.formats.cnil.labels import Section
from egide.formats.cnil.page import Page
from egide.formats.cnil.pairs import is_label, joined, told
from egide.formats.cnil.pen import Pen
from egide.formats.cnil.shapes import align, transfer_shape
from egide.formats.french.vocabulary import country, is_negation, mechanism
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import Transfer
from egide.law.facts.codes import TransferMechanism

_SURE = 0.7
_SHIELD = (
    "« Privacy Shield » n’autorise plus aucun transfert depuis le 16 juillet 2020 (CJUE, C-311/18)\u202f: "
    "précisez le mécanisme qui le remplace"
)
Cells = tuple[Cell, ...]


def read_transfers(pen: Pen, page: Page) -> tuple[Transfer, ...] | None:
    """The transfers; « Non » somewhere and no transfer anywhere is none."""
    lines: list[Transfer] = []
    denied = False
    for row in page.of(Section.TRANSFERS):
        cells = told(pen, row)
        negations = [cell for cell in cells if is_negation(cell.text)]
        values = [cell for cell in cells if cell not in negations]
        if values:
            pen.ignore(negations, "réponse négative")
            lines.append(_transfer(pen, page, values))
        else:
            denied |= bool(negations)
            pen.negated(Section.TRANSFERS.value, negations, "transfers")
    return tuple(lines) if lines or denied else None


def _transfer(pen: Pen, page: Page, values: list[Cell]) -> Transfer:
    aligned = align(values, page.columns[Section.TRANSFERS], transfer_shape, frozenset({"country"}))
    line = pen.line("transfers")
    for cell in aligned.moved:
        pen.doubt(DoubtKind.CORRECTED, f"cellule décalée : « {cell.text.strip()} »", cell, "transfers")
    for name, group in aligned.fields.items():
        for cell in group:
            pen.use(cell, name, line)
    where, how = aligned.fields.get("country", ()), aligned.fields.get("mechanism", ())
    return Transfer(
        id=line,
        recipient=_text(aligned.fields.get("recipient", ())),
        country=_country(pen, where),
        mechanism=_mechanism(pen, how, line),
        guarantees=_guarantees(how),
        documentation=_text(aligned.fields.get("documentation", ())),
    )


def _text(cells: Cells) -> str | None:
    return joined(cells) or None


def _country(pen: Pen, cells: Cells) -> str | None:
    text = joined(cells)
    found = country(text) if text else None
    if found is not None and found[1] >= _SURE:
        return found[0]
    if text:
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, f"pays non reconnu : « {text} »", cells[0], "transfers.country")
        pen.note("Pays de destination", cells)
    return None


def _mechanism(pen: Pen, cells: Cells, line: UUID) -> TransferMechanism | None:
    text = joined(cells)
    found = mechanism(text) if text else None
    for cell in cells:
        pen.use(cell, "guarantees", line)
    if found is not None and found[1] < 1:
        message = f"« {text} » lu comme : {found[0].label}"
        pen.doubt(DoubtKind.GUESSED, message, cells[0], "transfers.mechanism", found[1])
    elif found is None and text:
        message = _SHIELD if "privacy shield" in fold(text) else f"garantie non reconnue : « {text} »"
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cells[0], "transfers.mechanism")
    return found[0] if found is not None else None


def _guarantees(cells: Cells) -> str | None:
    """The words of the file, unless they are the label of the mechanism."""
    text = joined(cells)
    found = mechanism(text) if text else None
    return None if not text or (found is not None and is_label(text, found[0])) else text
