"""One fiche into one record: its description, its actors, its purposes, then the lists of its other sections."""

from dataclasses import dataclass, field
from datetime import date

from egide.formats.cnil.basis import Basis, bases_in, beside, founded, legal_rows, with_rows
from egide.formats.cnil.contacts import Answered, read_contact
from egide.formats.cnil.data import DataRead, read_data
from egide.formats.cnil.labels import (
    ACTOR_ROWS,
    CREATED,
    IDENTITY_ROWS,
    JOINT,
    LEGAL_BASIS,
    MODEL_REFERENCE,
    NAME,
    NOTES,
    REFERENCE,
    UPDATED,
    Section,
    legal_path,
)
from egide.formats.cnil.lines import read_measures, read_recipients, read_subjects
from egide.formats.cnil.page import Page, Row
from egide.formats.cnil.pairs import joined, told
from egide.formats.cnil.pen import Pen, key
from egide.formats.cnil.printed import is_help_bubble
from egide.formats.cnil.shapes import actor_shape, align
from egide.formats.cnil.transfers import read_transfers
from egide.formats.french.vocabulary import is_negation, read_date
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import (
    Contact,
    DataSubjects,
    JointController,
    Purpose,
    Recipient,
    SecurityMeasure,
    Transfer,
)

_SHAPED = frozenset({"email", "phone", "postal_code"})


@dataclass(slots=True, kw_only=True)
class Fiche:
    """What a fiche says, before the list of the workbook completes it."""

    pen: Pen
    name: str | None = None
    reference: str | None = None
    created_on: date | None = None
    updated_on: date | None = None
    actors: dict[str, Answered] = field(default_factory=dict)
    joint_controllers: tuple[JointController, ...] | None = None
    purposes: tuple[Purpose, ...] | None = None
    data: DataRead = field(default_factory=DataRead)
    data_subjects: tuple[DataSubjects, ...] | None = None
    recipients: tuple[Recipient, ...] | None = None
    security_measures: tuple[SecurityMeasure, ...] | None = None
    transfers: tuple[Transfer, ...] | None = None

    def contact(self, actor: str) -> Contact | None:
        answered = self.actors.get(actor)
        return answered.contact if answered is not None else None


def read_fiche(pen: Pen, page: Page, *, keep_model_reference: bool) -> Fiche:
    """Read every row of the page. « ref-001 », the model's own number, counts only if the list uses it too."""
    fiche = Fiche(pen=pen)
    for cell in page.labels:
        pen.ledger.label(key(cell))
    pen.ignore(page.printed, "aide ou liste non remplie du modèle de la CNIL")
    _room(pen, page)
    _description(fiche, page, keep_model_reference=keep_model_reference)
    _actors(fiche, page)
    fiche.purposes = with_rows(pen, page, _purposes(pen, page))
    fiche.data = read_data(pen, page)
    fiche.data_subjects = read_subjects(pen, page)
    fiche.recipients = read_recipients(pen, page)
    fiche.security_measures = read_measures(pen, page)
    fiche.transfers = read_transfers(pen, page)
    _outside(fiche, page)
    _comments(pen, page)
    return fiche


def _room(pen: Pen, page: Page) -> None:
    """Where the model wants each fact, so that a finding on what is missing leads there."""
    for row in page.rows:
        path = LEGAL_BASIS if row.head is not None and legal_path(row.title) == LEGAL_BASIS else _path_of(row)
        if path is not None and row.head is not None:
            pen.ledger.room.setdefault((pen.owner, path), (row.head.sheet, row.index, row.head.column + 1))


def _path_of(row: Row) -> str | None:
    if row.label is None or row.section is None:
        return None
    if row.section in _LISTS:
        return _LISTS[row.section]
    return "joint_controllers" if row.key == JOINT else row.key


_LISTS = {
    Section.PURPOSES: "purposes",
    Section.DATA: "personal_data",
    Section.SPECIAL: "special_data",
    Section.SUBJECTS: "data_subjects",
    Section.RECIPIENTS: "recipients",
    Section.MEASURES: "security_measures",
    Section.TRANSFERS: "transfers",
}


def _description(fiche: Fiche, page: Page, *, keep_model_reference: bool) -> None:
    pen = fiche.pen
    fiche.name = _one_text(pen, page, NAME)
    fiche.reference = _one_text(pen, page, REFERENCE)
    if not keep_model_reference and fold(fiche.reference or "") == MODEL_REFERENCE:
        fiche.reference = None
    fiche.created_on = _one_date(pen, page, CREATED)
    fiche.updated_on = _one_date(pen, page, UPDATED)
    for row in page.of(Section.IDENTITY):
        if row.label is None:
            _note(pen, row)


def _one_text(pen: Pen, page: Page, field_name: str) -> str | None:
    cells = [cell for row in page.keyed(Section.IDENTITY, field_name) for cell in told(pen, row)]
    kept = [cell for cell in cells if not is_negation(cell.text)]
    pen.ignore((cell for cell in cells if cell not in kept), "réponse négative")
    for cell in kept:
        pen.use(cell, field_name)
    return joined(kept) or None


def _one_date(pen: Pen, page: Page, field_name: str) -> date | None:
    for row in page.keyed(Section.IDENTITY, field_name):
        cells = [cell for cell in told(pen, row) if not is_negation(cell.text)]
        pen.ignore((cell for cell in row.values if cell and is_negation(cell.text)), "réponse négative")
        for cell in cells:
            found = date_of(cell)
            if found is not None and len(cells) == 1:
                pen.use(cell, field_name)
                return found
            unreadable_date(pen, cell, IDENTITY_ROWS[field_name], field_name)
    return None


def date_of(cell: Cell) -> date | None:
    """The date of a cell, typed or written; a number is not a date here unless it was typed as one."""
    return read_date(cell.value) or read_date(cell.text)


def unreadable_date(pen: Pen, cell: Cell, title: str, field_name: str) -> None:
    """Keep in the notes what is no date, and say so."""
    pen.note(title, (cell,))
    message = f"date illisible : « {cell.text.strip()} » (attendu : jj/mm/aaaa)"
    pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cell, field_name)


def _actors(fiche: Fiche, page: Page) -> None:
    joint: list[JointController] = []
    none = False
    for row in page.of(Section.ACTORS):
        if row.label is None:
            _note(fiche.pen, row)
        elif row.key == JOINT:
            line = fiche.pen.line("joint_controllers")
            answered = _actor(fiche.pen, page, row, "joint_controllers")
            none |= answered.none
            if answered.contact is not None:
                joint.append(JointController(id=line, contact=answered.contact))
        elif row.values:
            answered = _actor(fiche.pen, page, row, row.key)
            if answered.contact or answered.none:
                fiche.actors.setdefault(row.key, answered)
    fiche.joint_controllers = tuple(joint) if joint or none else None


def _actor(pen: Pen, page: Page, row: Row, path: str) -> Answered:
    columns = page.columns[Section.ACTORS]
    aligned = align(row.values, columns, actor_shape, _SHAPED)
    beyond = [cell for cell in row.values if cell.column > columns[-1][1] and cell not in aligned.moved]
    for cell in (*aligned.moved, *beyond):
        name = next(name for name, group in aligned.fields.items() if cell in group)
        message = f"cellule décalée : « {cell.text.strip()} » lu comme {_FRENCH[name]}"
        pen.doubt(DoubtKind.CORRECTED, message, cell, path)
    return read_contact(pen, aligned.fields, path, ACTOR_ROWS[row.key])


_FRENCH = {
    "name": "nom",
    "address": "adresse",
    "postal_code": "code postal",
    "city": "ville",
    "country": "pays",
    "phone": "téléphone",
    "email": "adresse électronique",
}


def _purposes(pen: Pen, page: Page) -> tuple[Purpose, ...] | None:
    """The main purpose first, wherever its row stands."""
    rows = sorted(page.of(Section.PURPOSES), key=lambda row: row.key != "main")
    lines: list[Purpose] = []
    column = beside(page)
    for row in rows:
        cells = told(pen, row)
        law = [cell for cell in cells if column is not None and cell.column >= column]
        values = [cell for cell in cells if cell not in law and not is_negation(cell.text)]
        pen.ignore((cell for cell in cells if cell not in values and cell not in law), "réponse négative")
        bases = bases_in(pen, law)
        if values or bases:
            lines.append(_purpose(pen, values, bases))
    return tuple(lines) or None


def _purpose(pen: Pen, values: list[Cell], bases: list[Basis]) -> Purpose:
    line = Purpose(id=pen.line("purposes"), text=joined(values) or None)
    for cell in values:
        pen.use(cell, "text", line.id)
    return founded(pen, line, bases) if bases else line


def _outside(fiche: Fiche, page: Page) -> None:
    """What stands in no section: above all of them a reminder of the reference, elsewhere rubrics for the notes."""
    top = min((cell.row for cell in page.labels), default=0)
    law = legal_rows(page)
    for row in page.outside():
        if any(row is one for one in law):
            continue
        cells = [*((row.head,) if row.head is not None else ()), *row.values]
        corner = [cell for cell in cells if row.index < top and _repeats(fiche, cell)]
        fiche.pen.ignore(corner, "répète la référence ou le nom de la fiche")
        if rest := [cell for cell in cells if cell not in corner]:
            head = row.head if row.head in rest else None
            _note(fiche.pen, Row(row.index, head, None, None, tuple(c for c in rest if c is not head)))


def _repeats(fiche: Fiche, cell: Cell) -> bool:
    return fold(cell.text) in {fold(fiche.reference or ""), fold(fiche.name or ""), MODEL_REFERENCE}


def _note(pen: Pen, row: Row) -> None:
    """A rubric that the model does not have goes to the notes, and says so."""
    cells = [*((row.head,) if row.head is not None else ()), *row.values]
    if row.head is not None and row.values and fold(row.title) == fold(NOTES):
        pen.own_notes.append(joined(row.values))
        pen.ledger.label(key(row.head))
        for cell in row.values:
            pen.use(cell, "notes")
        return
    if row.head is not None and row.values:
        pen.note(row.title.rstrip(" :\u00a0\u202f"), row.values)
        pen.ledger.note(key(row.head), pen.owner)
    else:
        pen.note("", cells)
    text = cells[0].text.strip()
    message = f"« {text} » n’est pas une rubrique du modèle de la CNIL : gardé dans les notes"
    pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cells[0], "notes")


def _comments(pen: Pen, page: Page) -> None:
    """A person's annotation goes to the notes; the model's help bubbles do not."""
    for (row, column), comment in page.sheet.comments.items():
        if comment.strip() and not is_help_bubble(comment):
            cell = page.sheet.at(row, column)
            pen.notes.append(f"Commentaire de la cellule {cell.address}\u00a0: {' '.join(comment.split())}")
            message = "commentaire ajouté à la main : gardé dans les notes"
            pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cell, "notes")
