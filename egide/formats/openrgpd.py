"""Reads the export of OpenRGPD (Mégalis Bretagne): a CSV of 35 columns, escaped for HTML, lists ended by « / »."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from egide.formats.errors import Unreadable
from egide.formats.french.words import fold
from egide.formats.gathering.answers import Answer, Answering
from egide.formats.gathering.columns import Column, Field
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.families import Family
from egide.formats.gathering.known import Known, body_of, columns_from, first_row, share_of
from egide.formats.gathering.lines import Draft, main_cell, merged
from egide.formats.gathering.plan import Plan, plan_of
from egide.formats.gathering.recording import Row, row_of
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.grids.grid import Sheet, Workbook
from egide.formats.quick import no_collection
from egide.formats.reading import Reading
from egide.law.facts.codes import DataCategory

FORMAT = "openrgpd"
LABEL = "OpenRGPD"
_NOTES = Target(NOTES)
_SPECIAL = "Données sensibles (catégorie de données traitées)"
_HEADINGS: dict[str, Target] = {
    "ID": Target("reference"),
    "Traitement": Target("name"),
    "Origine des données": Target("sources.kind"),
    "Validation du DPD": _NOTES,
    "Finalité du traitement": Target("purposes.text"),
    "Sous-finalité": Target("purposes.text", (("sub", "1"),)),
    "Commentaire": _NOTES,
    "Date de mise en oeuvre": Target("start_date"),
    "Catégorie de données traitées": Target("personal_data.category"),
    "Catégorie de personnes concernées": Target("data_subjects.category"),
    "Destinataires des données": Target("recipients.name"),
    "Durée d'utilité administrative": Target("retention.active"),
    "Archivage": Target("retention.intermediate"),
    "Transfert hors UE": Target("transfers.country"),
    "Licéité du traitement": Target("purposes.legal_basis"),
    "Support de données / outils": Target("systems.name"),
    "Co-responsable du traitement": Target("joint_controllers.contact.text"),
    "Représentant du Co-responsable du traitement": _NOTES,
    "Sous-traitant": Target("processors.contact.text"),
    "Délai d'effacement": Target("retention.active", (("data", "Délai d’effacement"),)),
    "Niveau d'identification": _NOTES,
    "Commentaire d'identification": _NOTES,
    "Niveau de sécurité": _NOTES,
    "Commentaire de sécurité": Target("security_measures.code"),
    "Date de dernière mise à jour": Target("updated_on"),
    "Déclarant": _NOTES,
    "Gestionnaire(s) des données": Target("manager"),
    "Pôle": Target("department"),
    "Entité": Target("organization.name"),
    "Nom du responsable du traitement": Target("representative.text"),
    "PIA": Target("dpia.status"),
    "Commentaire PIA": _NOTES,
    "Plan d'action du DPD": _NOTES,
    "base Juridique du traitement": Target("purposes.legal_texts"),
    "base Juridique de la licéité": Target("purposes.legal_texts"),
}
# The seven categories of the tool, by how their labels begin; « Données sensibles » does not say which.
_CATEGORIES = {
    "etat": DataCategory.IDENTITY,
    "vie personnelle": DataCategory.LIFE_HABITS,
    "vie professionnelle": DataCategory.PROFESSIONAL,
    "eco": DataCategory.ECONOMIC,
    "information": DataCategory.ECONOMIC,
    "donnees economique": DataCategory.ECONOMIC,
    "donnees de connexion": DataCategory.CONNECTION,
    "connexion": DataCategory.CONNECTION,
    "donnees de localisation": DataCategory.LOCATION,
    "localisation": DataCategory.LOCATION,
}
_LIST_END = re.compile(r"\s*/\s*$")


def recognises(workbook: Workbook) -> float:
    """How sure it is, from 0 to 1, that this is an export of OpenRGPD."""
    share = share_of(_HEADINGS, first_row(workbook))
    return share if share > 0.7 else 0.0


def read(workbook: Workbook) -> Reading:
    """The register of an export of OpenRGPD. Raises Unreadable when the headings are missing."""
    if not recognises(workbook):
        raise Unreadable(
            "Ce fichier n’est pas un export d’OpenRGPD.",
            "L’export du formulaire a 35 colonnes, de «\u202fID\u202f» à «\u202fbase Juridique de la licéité\u202f».",
        )
    known = Known(workbook)
    with no_collection():
        filled = [sheet for sheet in workbook.sheets if sheet.values]
        count = _sheet(known, filled[0])
        known.leave(filled[1:], "feuille en dehors de l’export")
        return known.reading(FORMAT, LABEL, blank=count == 0, known=("special_data", "special_data.category"))


def _sheet(known: Known, sheet: Sheet) -> int:
    """Read the rows; how many they are."""
    first = min(sheet.values)
    headings = row_of(first, sheet.values[first]).texts
    columns = columns_from(headings, _HEADINGS)
    special = Column(max(sheet.width, len(headings)), _SPECIAL, Target("special_data.category"))
    plan = plan_of([*columns, special])
    _own_reader(plan)
    places = {special.index: _index(columns, "Catégorie de données traitées")}

    def key(number: int, index: int) -> Key:
        return sheet.name, number, places.get(index, index)

    for index, text in enumerate(headings):
        if text:
            known.ledger.label((sheet.name, first, index))
    recorder = known.recorder(plan, key)
    rows = [row_of(number, sheet.values[number]) for number in sorted(sheet.values) if number > first]
    for row in rows:
        clean, read_with_others = _cleaned(row, columns, special.index)
        facts = body_of(plan, clean, key)
        record = recorder.record([clean], known.seed(plan, clean, facts))
        known.mark(key(row.number, index) for index in read_with_others)
        known.add(record, facts, key(row.number, next((i for i, text in enumerate(row.texts) if text), 0)))
    return len(rows)


def _index(columns: Sequence[Column], heading: str) -> int:
    wanted = fold(heading)
    return next((column.index for column in columns if fold(column.heading) == wanted), 0)


def _cleaned(row: Row, columns: Sequence[Column], special: int) -> tuple[Row, list[int]]:
    """The row without its escapes; the columns whose cell repeats another."""
    texts = [_LIST_END.sub("", html.unescape(text)) for text in row.texts]
    values: list[Any] = [
        text if isinstance(value, str) else value for text, value in zip(texts, row.values, strict=True)
    ]
    repeated = []
    active, erased = _index(columns, "Durée d'utilité administrative"), _index(columns, "Délai d'effacement")
    if erased < len(texts) and texts[erased] and texts[erased] == texts[active]:
        texts[erased] = ""
        repeated.append(erased)
    data = _index(columns, "Catégorie de données traitées")
    says = "Oui" if data < len(texts) and any(_is_special(piece) for piece in _list(texts[data])) else ""
    padding = special - len(texts)
    return Row(row.number, [*texts, *[""] * padding, says], [*values, *[None] * padding, says]), repeated


def _list(text: str) -> Iterator[str]:
    """The items of a list ended by « / ». A slash without a space belongs to a label."""
    return (piece.strip() for piece in re.split(r"/\s+", text) if piece.strip())


def _is_special(piece: str) -> bool:
    return fold(piece).startswith("donnees sensibles")


def _own_reader(plan: Plan) -> None:
    for one in plan.lists:
        if one.family.name == "personal_data":
            one.read = _read_data


def _read_data(family: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """The seven categories of the tool keep their words; others are read as anywhere."""
    answering = Answering()
    drafts: list[Draft] = []
    for field, text in zip(fields, texts, strict=True):
        for piece in _list(text):
            category = next((code for start, code in _CATEGORIES.items() if fold(piece).startswith(start)), None)
            if category is not None:
                facts: dict[str, Any] = {"category": category, "detail": piece}
                drafts.append(Draft(facts, [(name, field.index) for name in facts], field))
            elif not _is_special(piece):
                drafts.extend(main_cell(field, piece, answering))
    answering.lines.extend(draft.proto() for draft in merged(family, drafts))
    return answering.done()
