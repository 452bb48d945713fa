"""The « treatment » CSV export of MADIS (Soluris): 68 columns and conformity answers, with its known defects put right.

Its eight « Personnes concernées » headings are not in the order of their values: see `_VALUES_IN_ORDER`.
"""

import re
from typing import Final

from egide.formats.errors import Unreadable
from egide.formats.grid import Workbook
from egide.formats.reading import Reading
from egide.formats.tidying import Tidy, read_tidied

NAME: Final = "madis"
LABEL: Final = "Export CSV de MADIS (traitements)"

_PEOPLE: Final = "Détails - Personnes concernées - "
_COMMENT: Final = " - Commentaire"
_SAFETY: Final = "Mesures de sécurité et confidentialité - "
_SPECIFIC: Final = "Traitement spécifique - "
# MADIS writes the values in this order, under headings that put « Usagers » seventh.
_VALUES_IN_ORDER: Final = (
    "Particuliers", "Internautes", "Usagers", "Salariés", "Élus", "Professionnels", "Partenaires", "Autres",
)  # fmt: skip
_HEADINGS_SWAPPED: Final = (
    "Particuliers", "Internautes", "Salariés", "Élus", "Professionnels", "Partenaires", "Usagers", "Autres",
)  # fmt: skip
_PEOPLE_CODES: Final = {
    "Particuliers": "CITIZENS",
    "Internautes": "WEB_USERS",
    "Usagers": "USERS",
    "Salariés": "AGENTS",
    "Élus": "ELECTED",
    "Professionnels": "PROFESSIONALS",
    "Partenaires": "PROFESSIONALS",
}
_SAFETY_CODES: Final = {
    "Contrôle d'accès": "M05_HABILITATIONS",
    "Traçabilité": "M16_JOURNALISATION",
    "Sauvegarde": "M17_SAUVEGARDES",
    "Mise à jour": "M15_MAINTENANCE",
}
_CRITERIA: Final = {
    "Surveillance systématique": "Surveillance systématique",
    "Collecte à large échelle": "Grande échelle",
    "Personnes vulnérables": "Personnes vulnérables",
    "Croisement de données": "Croisement de données",
    "Évaluation ou notation": "Évaluation ou notation",
    "Décisions automatisées avec effet": "Décision automatisée produisant des effets",
    "Exclusion automatique d'un service": "Exclusion d’un droit ou d’un service",
    "Usage innovant": "Usage innovant",
}
_CRITERIA_HEADING: Final = "Critères de risque élevé"
_DURATION, _DURATION_NAME, _FATE = (
    "Détails - Délai de conservation - Durée",
    "Détails - Délai de conservation - Nom",
    "Détails - Délai de conservation - Sort final",
)
_COLUMNS: Final = {
    "Nom": "name",
    "Structure - Nom": "organization.name",
    "Structure - SIREN": "organization.siren",
    "Structure - Code INSEE": "organization.insee_code",
    "En tant que": "role",
    "Coordonnées du responsable de traitement": "controller.text",
    "Finalités": "purposes.text",
    "Gestionnaire": "manager",
    "État": "status",
    "Base légale": "purposes.legal_basis",
    "Justification de la base légale": "purposes.justification",
    "Registre public": "is_public",
    "Catégorie de données": "personal_data.category",
    "Catégorie des données - Autres catégories": "personal_data.category",
    "Destination - Catégorie de destinataires": "recipients.name",
    "Destination - Sous-traitants": "processors.contact.text",
    "Historique - Date de création": "created_on",
    "Historique - Date de modification": "updated_on",
    "Détails - Nombre de personnes concernées": "people_count",
    "Détails - Logiciels et supports": "systems.name",
    "Détails - Traitement papier": "support",
    _DURATION: "retention.active",
    "Détails - Origine des données": "sources.kind",
    **{f"{_PEOPLE}{who}": f"data_subjects (category={code})" for who, code in _PEOPLE_CODES.items()},
    f"{_PEOPLE}Autres": "data_subjects.category",
    **{f"{_SAFETY}{what}": f"security_measures (code={code})" for what, code in _SAFETY_CODES.items()},
    f"{_SAFETY}Autres": "security_measures.code",
    _CRITERIA_HEADING: "dpia.criteria",
}
_SIGNS: Final = ("En tant que", "Structure - Nom", "Registre public", f"{_SAFETY}Sauvegarde", _DURATION)
_OTHER_EXPORTS: Final = {
    "Clauses contractuelles vérifiées": "des sous-traitants",
    "Responsable d'action": "des actions de protection",
    "Conformité de la structure": "des structures",
}
_NUMBERED: Final = re.compile(r"(?m)^\s*(\d+)\s*:\s*(.*?)\s*$")
_FATES: Final = {"Non déterminé": "", "Versement": "versement aux archives"}


def recognises(workbook: Workbook) -> float:
    """1 when every sign of the export of treatments is there. Other exports of MADIS are told apart by `read`."""
    if len(workbook.sheets) != 1 or not workbook.sheets[0].values:
        return 0.0
    found = set(Tidy(workbook.sheets[0]).headings)
    if "Structure - Nom" in found and found & set(_OTHER_EXPORTS):
        return 1.0
    return sum(sign in found for sign in _SIGNS) / len(_SIGNS)


def read(workbook: Workbook, *, trust_headings: bool = False) -> Reading:
    """The registers of the export, one per structure. `trust_headings` is for a MADIS that writes them in order.

    Raises Unreadable for the exports of MADIS that hold no treatment.
    """
    tidy = Tidy(workbook.sheets[0])
    for sign, what in _OTHER_EXPORTS.items():
        if sign in tidy.headings:
            raise Unreadable(
                f"Cet export de MADIS est celui {what}, et non celui des traitements.",
                "Dans MADIS, ouvrez la liste des traitements et exportez-la en CSV.",
            )
    if not trust_headings:
        _put_headings_right(tidy)
    for row in tidy.rows:
        _tidy_row(tidy, row)
    return read_tidied(workbook, tidy, _COLUMNS, name=NAME, label=LABEL)


def _put_headings_right(tidy: Tidy) -> None:
    head = min(tidy.cells)
    columns = [tidy.column(f"{_PEOPLE}{who}") for who in _HEADINGS_SWAPPED]
    found = [column for column in columns if column is not None]
    if len(found) != len(_HEADINGS_SWAPPED) or found != sorted(found):
        return
    for column, who in zip(found, _VALUES_IN_ORDER, strict=True):
        tidy.write(head, column, f"{_PEOPLE}{who}")
        if f"{_COMMENT}" in tidy.headings[column + 1]:
            tidy.write(head, column + 1, f"{_PEOPLE}{who}{_COMMENT}")
    tidy.correct(
        "Les colonnes « Personnes concernées » de MADIS portent des titres décalés\u00a0: les réponses ont été remises "
        "sous le bon titre (Usagers, Salariés, Élus, Professionnels, Partenaires). Vérifiez-en une fiche.",
        head,
        found[2],
    )


def _tidy_row(tidy: Tidy, row: int) -> None:
    for column in range(len(tidy.cells[row])):
        text = tidy.text(row, column)
        if text.startswith(" -"):
            tidy.write(row, column, text[1:])
    _comments(tidy, row, _PEOPLE)
    _comments(tidy, row, _SAFETY)
    _criteria(tidy, row)
    _durations(tidy, row)
    _names(tidy, row)
    _paper(tidy, row)


def _comments(tidy: Tidy, row: int, prefix: str) -> None:
    """« Oui » with a comment: the comment says it, and « Autres » says its own words."""
    for column, heading in enumerate(tidy.headings):
        if not heading.startswith(prefix) or heading.endswith(_COMMENT) or f"{heading}{_COMMENT}" not in tidy.headings:
            continue
        beside = tidy.column(f"{heading}{_COMMENT}")
        answer, comment = tidy.text(row, column), tidy.text(row, beside)
        others = heading == f"{prefix}Autres"
        if answer == "Oui" and comment and beside is not None:
            tidy.write(row, column, comment)
            tidy.fold(row, beside, column)
        elif others and answer == "Non":
            tidy.fold(row, column, column - 2)


def _criteria(tidy: Tidy, row: int) -> None:
    """Eight columns of yes and no make one list of criteria."""
    columns = {what: tidy.column(f"{_SPECIFIC}{what}") for what in _CRITERIA}
    if tidy.column(_CRITERIA_HEADING) is not None:
        columns[next(iter(_CRITERIA))] = tidy.column(_CRITERIA_HEADING)
    known = {what: column for what, column in columns.items() if column is not None and tidy.text(row, column)}
    if not known:
        return
    first = next(iter(known.values()))
    met = [_CRITERIA[what] for what, column in known.items() if tidy.text(row, column) == "Oui"]
    for column in known.values():
        if column != first:
            tidy.fold(row, column, first)
    tidy.write(row, first, ", ".join(met) or "Aucun")
    tidy.write(min(tidy.cells), first, _CRITERIA_HEADING)


def _durations(tidy: Tidy, row: int) -> None:
    """« 1: 75 ans » of one column goes with « 1: Dossiers » and « 1: Destruction » of the two others."""
    at, named, fated = (tidy.column(heading) for heading in (_DURATION, _DURATION_NAME, _FATE))
    if at is None:
        return
    names, fates = (dict(_NUMBERED.findall(tidy.text(row, column))) for column in (named, fated))
    lines = []
    for number, duration in _NUMBERED.findall(tidy.text(row, at)):
        fate = _FATES.get(fates.get(number, ""), fates.get(number, "").lower())
        data = f"{names[number]} : " if names.get(number) else ""
        lines.append(f"{data}{duration}{f', puis {fate}' if fate else ''}")
    if lines:
        tidy.write(row, at, "\n".join(lines))
        for column in (named, fated):
            if column is not None:
                tidy.fold(row, column, at)


def _names(tidy: Tidy, row: int) -> None:
    for heading in (
        "Destination - Sous-traitants",
        "Détails - Logiciels et supports",
        "Destination - Catégorie de destinataires",
    ):
        column = tidy.column(heading)
        if column is not None:
            tidy.write(row, column, tidy.text(row, column).replace(" - ", " ; "))


def _paper(tidy: Tidy, row: int) -> None:
    column = tidy.column("Détails - Traitement papier")
    if column is not None and (answer := tidy.text(row, column)):
        tidy.write(row, column, "Numérique et papier" if answer in {"Actif", "Oui"} else "Numérique")
