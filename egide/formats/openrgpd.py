"""The CSV export of OpenRGPD (Mégalis Bretagne): 35 columns, texts escaped as HTML, labels each followed by « / »."""

import html
from typing import Final

from egide.formats.grid import Workbook
from egide.formats.reading import Reading
from egide.formats.tidying import Tidy, read_tidied

NAME: Final = "openrgpd"
LABEL: Final = "Export CSV d’OpenRGPD"

_COLUMNS: Final = {
    "ID": "reference",
    "Traitement": "name",
    "Origine des données": "sources.kind",
    "Finalité du traitement": "purposes.text",
    "Sous-finalité": "purposes.text (sub=1)",
    "Commentaire": "notes",
    "Date de mise en oeuvre": "start_date",
    "Catégorie de données traitées": "personal_data.category",
    "Catégorie de personnes concernées": "data_subjects.category",
    "Destinataires des données": "recipients.name",
    "Durée d'utilité administrative": "retention.active",
    "Archivage": "retention.intermediate",
    "Transfert hors UE": "transfers.country",
    "Licéité du traitement": "purposes.legal_basis",
    "Support de données / outils": "systems.name",
    "Co-responsable du traitement": "joint_controllers.contact.text",
    "Sous-traitant": "processors.contact.text",
    "Niveau de sécurité": "notes",
    "Commentaire de sécurité": "security_measures.code",
    "Date de dernière mise à jour": "updated_on",
    "Gestionnaire(s) des données": "manager",
    "Pôle": "department",
    "Entité": "organization.name",
    "Nom du responsable du traitement": "organization.representative.text",
    "PIA": "dpia.needed",
    "base Juridique du traitement": "purposes.legal_texts",
    "base Juridique de la licéité": "purposes.legal_texts",
}
_SIGNS: Final = (
    "Traitement",
    "Validation du DPD",
    "Licéité du traitement",
    "Niveau d'identification",
    "base Juridique du traitement",
)
_LISTS: Final = ("Catégorie de données traitées", "Licéité du traitement")
_ELSEWHERE: Final = "notes"


def recognises(workbook: Workbook) -> float:
    """1 when every sign of the export is there, less as some are missing."""
    if len(workbook.sheets) != 1 or not workbook.sheets[0].values:
        return 0.0
    found = set(Tidy(workbook.sheets[0]).headings)
    return sum(sign in found for sign in _SIGNS) / len(_SIGNS)


def read(workbook: Workbook) -> Reading:
    """The register of the export. What it has no fact for (levels, comments of the delegate) goes to the notes."""
    tidy = Tidy(workbook.sheets[0])
    for row in tidy.cells:
        for column in range(len(tidy.cells[row])):
            tidy.write(row, column, html.unescape(tidy.text(row, column)).strip())
    for heading in _LISTS:
        at = tidy.column(heading)
        if at is not None:
            for row in tidy.rows:
                tidy.write(row, at, _separated(tidy.text(row, at)))
    return read_tidied(workbook, tidy, _COLUMNS, name=NAME, label=LABEL, unknown=_ELSEWHERE)


def _separated(text: str) -> str:
    """« Consentement/ Contrat/ » is two labels; a label may hold a slash, but not one followed by a space."""
    return ";".join(part.strip(" /") for part in f"{text} ".split("/ ") if part.strip(" /"))
