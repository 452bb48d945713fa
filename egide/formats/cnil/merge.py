"""A row of the list and a fiche of the same processing become one record; where they differ, the fiche wins."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from egide.formats.cnil.basis import bases_in, with_bases
from egide.formats.cnil.body import Body, own
from egide.formats.cnil.fiche import Fiche, date_of, unreadable_date
from egide.formats.cnil.labels import CONTROLLER, DPO, DPO_COMPANY, LEGAL_BASIS, REPRESENTATIVE, legal_path
from egide.formats.cnil.list_sheet import Entry
from egide.formats.cnil.page import Page
from egide.formats.cnil.pen import Pen
from egide.formats.french.vocabulary import is_negation, is_unknown, yes_no
from egide.formats.french.words import fold, words
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import ProcessingActivity, Purpose, SpecialData
from egide.law.facts.codes import ActivityStatus, ControllerRole

_TITLES = {
    "name": "Nom dans la liste",
    "reference": "N° dans la liste",
    "created_on": "Date de création dans la liste",
    "updated_on": "Dernière mise à jour dans la liste",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A processing: a row of the list, a fiche, or both."""

    entry: Entry | None
    page: Page | None


def match(entries: Sequence[Entry], pages: Sequence[Page]) -> list[Match]:
    """Pair rows and fiches by reference then by name, in the order of the list, fiches alone last."""
    left = list(pages)
    paired: dict[int, Page] = {}
    for same in (_same_both, _same_reference, _same_name):
        for entry in entries:
            found = [page for page in left if same(entry, page)]
            twins = [other for other in entries if other.index not in paired and _is_twin(entry, other)]
            # Twins, alike in all, follow the same order in the list and in the workbook.
            if entry.index not in paired and found and (len(found) == 1 or len(found) == len(twins)):
                paired[entry.index] = found[0]
                left.remove(found[0])
    return [*(Match(entry, paired.get(entry.index)) for entry in entries), *(Match(None, page) for page in left)]


def _is_twin(entry: Entry, other: Entry) -> bool:
    return all(words(entry.text(name)) == words(other.text(name)) for name in ("reference", "name"))


def _same_both(entry: Entry, page: Page) -> bool:
    return _same_reference(entry, page) and _same_name(entry, page)


def _same_reference(entry: Entry, page: Page) -> bool:
    return _same(entry.text("reference"), page.reference)


def _same_name(entry: Entry, page: Page) -> bool:
    return _same(entry.text("name"), page.name)


def _same(one: str, other: str) -> bool:
    return bool(one) and not is_unknown(one) and words(one) == words(other) != ()


def seeds(matches: Sequence[Match], body: str) -> list[str]:
    """What identifies each record from one reading to the next: body, reference, name, and the rank of twins."""
    seen: Counter[str] = Counter()
    found = []
    for one in matches:
        page, entry = one.page, one.entry
        reference = (page.reference if page else "") or (entry.text("reference") if entry else "")
        name = (page.name if page else "") or (entry.text("name") if entry else "")
        seed = f"{fold(body)}|{fold(reference)}|{fold(name)}"
        seen[seed] += 1
        found.append(f"{seed}|{seen[seed]}")
    return found


def draft(pen: Pen, entry: Entry) -> ProcessingActivity:
    """A row of the list without a fiche: an activity that someone still has to describe."""
    message = "inscrit dans la liste, sans fiche : repris comme brouillon"
    pen.doubt(DoubtKind.GUESSED, message, entry.first("name"), "status", 0.8)
    return _listed(Fiche(pen=pen), entry, ActivityStatus.DRAFT, Body(pen, {}))


def record(body: Body, fiche: Fiche, entry: Entry | None, status: ActivityStatus) -> ProcessingActivity:
    """The record of a fiche, completed by its row of the list."""
    if entry is not None:
        return _listed(fiche, entry, status, body)
    return _built(fiche, status, body, fiche.purposes, fiche.data.special_data)


def _listed(fiche: Fiche, entry: Entry, status: ActivityStatus, body: Body) -> ProcessingActivity:
    fiche.name = _text(fiche, entry, "name", fiche.name)
    fiche.reference = _text(fiche, entry, "reference", fiche.reference)
    fiche.created_on = _date(fiche, entry, "created_on", fiche.created_on)
    fiche.updated_on = _date(fiche, entry, "updated_on", fiche.updated_on)
    purposes = _purposes(fiche, entry)
    special = _special(fiche, entry)
    for title, cell in entry.extra:
        if title and legal_path(title) == LEGAL_BASIS:
            purposes = with_bases(fiche.pen, bases_in(fiche.pen, (cell,)), purposes)
            continue
        fiche.pen.note(title or "Liste des traitements", (cell,))
        message = f"« {cell.text.strip()} » n’est sous aucune colonne du modèle : gardé dans les notes"
        fiche.pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cell, "notes")
    return _built(fiche, status, body, purposes, special)


def _cells(fiche: Fiche, entry: Entry, name: str) -> tuple[Cell, ...]:
    cells = entry.cells.get(name, ())
    fiche.pen.ignore((c for c in cells if is_unknown(c.text) or is_negation(c.text)), "réponse négative ou à compléter")
    return tuple(c for c in cells if not is_unknown(c.text) and not is_negation(c.text))


def _text(fiche: Fiche, entry: Entry, name: str, known: str | None) -> str | None:
    cells = _cells(fiche, entry, name)
    told = " ".join(cell.text.strip() for cell in cells)
    if not told or known is None or words(told) == words(known):
        for cell in cells:
            _use(fiche, cell, name, known is None)
        return known or told or None
    _conflict(fiche, cells, name, known)
    return known


def _date(fiche: Fiche, entry: Entry, name: str, known: date | None) -> date | None:
    for cell in _cells(fiche, entry, name):
        told = date_of(cell)
        if told is None:
            unreadable_date(fiche.pen, cell, _TITLES[name], name)
        elif known is None or told == known:
            _use(fiche, cell, name, known is None)
            known = told
        else:
            _conflict(fiche, (cell,), name, f"{known:%d/%m/%Y}")
    return known


def _use(fiche: Fiche, cell: Cell, name: str, first: bool) -> None:
    """The cell gave the fact, or repeats it; the fiche keeps its provenance."""
    before = fiche.pen.ledger.provenance.get((fiche.pen.owner, name))
    fiche.pen.use(cell, name)
    if before is not None and not first:
        fiche.pen.ledger.provenance[fiche.pen.owner, name] = before


def _conflict(fiche: Fiche, cells: tuple[Cell, ...], name: str, known: str) -> None:
    told = " ".join(cell.text.strip() for cell in cells)
    fiche.pen.note(_TITLES.get(name, "Finalité dans la liste"), cells)
    message = f"la liste dit « {told} », la fiche « {known} » : la fiche l’emporte, la liste est gardée en notes"
    fiche.pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cells[0], name)


def _purposes(fiche: Fiche, entry: Entry) -> tuple[Purpose, ...] | None:
    """The list repeats the purposes of the fiche in one cell; alone, it is the purpose."""
    cells = _cells(fiche, entry, "purpose")
    if not cells:
        return fiche.purposes
    told = " ".join(cell.text.strip() for cell in cells)
    if not fiche.purposes:
        line = fiche.pen.line("purposes")
        for cell in cells:
            fiche.pen.use(cell, "text", line)
        return (Purpose(id=line, text=told),)
    known = {word for purpose in fiche.purposes for word in words(purpose.text or "")}
    if set(words(told)) <= known:
        fiche.pen.ignore(cells, "répète les finalités de la fiche")
    else:
        _conflict(fiche, cells, "purposes", fiche.purposes[0].text or "")
    return fiche.purposes


def _special(fiche: Fiche, entry: Entry) -> tuple[SpecialData, ...] | None:
    """« Données sensibles ? »: « non » settles what the fiche left empty, and is doubted where the fiche says yes."""
    known = fiche.data.special_data
    for cell in entry.cells.get("sensitive", ()):
        answer = yes_no(cell.text)
        if answer is None:
            if not is_unknown(cell.text):
                fiche.pen.note("Données sensibles ? (liste)", (cell,))
            fiche.pen.ignore((cell,), "case à compléter, laissée vide")
            continue
        fiche.pen.use(cell, "special_data")
        if known is None and not answer:
            known = ()
        elif answer is not bool(known) and not (answer and fiche.data.criminal):
            _special_doubt(fiche, cell, answer=answer)
    return known


def _special_doubt(fiche: Fiche, cell: Cell, *, answer: bool) -> None:
    message = (
        "la liste annonce des données sensibles, aucune n’est décrite : dites lesquelles"
        if answer
        else "la liste dit « non », la fiche décrit des données sensibles : la fiche l’emporte"
    )
    fiche.pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cell, "special_data")


def _built(
    fiche: Fiche,
    status: ActivityStatus,
    body: Body,
    purposes: tuple[Purpose, ...] | None,
    special: tuple[SpecialData, ...] | None,
) -> ProcessingActivity:
    data = fiche.data
    return ProcessingActivity(
        id=fiche.pen.owner,
        name=fiche.name,
        reference=fiche.reference,
        status=status,
        created_on=fiche.created_on,
        updated_on=fiche.updated_on,
        role=ControllerRole.JOINT_CONTROLLER if fiche.joint_controllers else ControllerRole.CONTROLLER,
        controller=own(body, fiche, CONTROLLER),
        representative=own(body, fiche, REPRESENTATIVE),
        dpo=own(body, fiche, DPO),
        dpo_company=own(body, fiche, DPO_COMPANY),
        joint_controllers=fiche.joint_controllers,
        purposes=purposes,
        data_subjects=fiche.data_subjects,
        personal_data=data.personal_data,
        special_data=special,
        criminal_data=data.criminal,
        nir_used=data.nir,
        recipients=fiche.recipients,
        transfers=fiche.transfers,
        retention=tuple(data.retention) or None,
        security_measures=fiche.security_measures,
        notes=_notes(fiche),
    )


def _notes(fiche: Fiche) -> str | None:
    """What was written under « Notes », then what had no place of its own."""
    others = ["Autres mentions de la fiche\u00a0:", *fiche.pen.notes] if fiche.pen.notes else []
    return "\n".join([*fiche.pen.own_notes, *others]) or None
