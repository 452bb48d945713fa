"""Builds CNIL workbooks cell by cell, as people fill them: not with our writer, so that reading is tested alone."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.comments import Comment

from egide.formats.grids.addresses import parse_address
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook

ODF = "urn:oasis:names:tc:opendocument:xmlns"
PLACEHOLDER = "Sélectionnez un élément dans cette liste déroulante ►"
LIST = "2_-_Liste_des_traitements"
MODEL = "3_-_Modèle_de_fiche_de_registre"
EXAMPLE = "4_-_Exemple_de_fiche"

LISTING = {
    "A1": "Coordonnées du responsable de l’organisme\n(responsable de traitement ou son représentant…)",
    "B1": "Nom :",
    "D1": "Prénom :",
    "F1": "Adresse :",
    "H1": "Adresse mél :",
    "B2": "Code postal :",
    "D2": "Ville :",
    "F2": "Téléphone :",
    "A3": "Coordonnées du représentant",
    "B3": "Nom :",
    "D3": "Prénom :",
    "F3": "Adresse :",
    "H3": "Adresse mél :",
    "B4": "Code postal :",
    "D4": "Ville :",
    "F4": "Téléphone :",
    "A5": "Coordonnées du délégué à la protection des données (DPO)",
    "B5": "Nom :",
    "D5": "Prénom :",
    "F5": "Société (si DPO externe) :",
    "H5": "Adresse :",
    "B6": "Code postal :",
    "D6": "Ville :",
    "F6": "Téléphone :",
    "H6": "Adresse mél :",
    "A7": "Identification du traitement",
    "E7": "Finalité du traitement",
    "H7": "Données sensibles ?",
    "A8": "Nom du traitement",
    "B8": "N° / RÉF",
    "C8": "Date de création de la fiche",
    "D8": "Dernière mise à jour de la fiche",
    "H8": "Oui/non",
    "K1": "Consulter les guides et définitions sur le site de la CNIL",
    "K2": "► Délégué à la protection des données (DPO)",
}
LISTING_EXAMPLE = {
    "A9": "(EXEMPLE) Gestion de la paie",
    "B9": "1 - Exemple",
    "C9": "26/05/2018",
    "D9": "13/05/2019",
    "E9": "Gestion de la paie, Calcul des rémunérations",
    "H9": "Non",
}
_ROWS = (
    "Modèle de fiche de registre à compléter||||||| ref-001",
    "",
    "Description  du traitement",
    "Nom du traitement",
    "N° / RÉF|ref-001",
    "Date de création du traitement",
    "Mise à jour du traitement",
    "",
    "Acteurs|Nom|Adresse|Code Postal|Ville|Pays|Téléphone|Adresse mél",
    "Responsable du traitement",
    "Délégué à la protection des données",
    "Société du DPO (si celui-ci est externe)",
    "Représentant",
    "Responsable(s) conjoint(s)",
    "",
    "Finalité(s) du traitement effectué",
    "Finalité principale",
    *(f"Sous-finalité {n}" for n in range(1, 6)),
    "",
    "Catégories de données personnelles concernées|Description|||Durée de conservation",
    "État civil, identité, données d'identification, images…",
    "Vie personnelle (habitudes de vie, situation familiale, etc.)",
    "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale, etc.)",
    "Données de connexion (adress IP, logs, etc.)",
    "Données de localisation (déplacements, données GPS, GSM, etc.)",
    "Numéro de Sécurité Sociale (ou NIR)",
    "",
    "Données sensibles|Description|||Durée de conservation",
    "Données révélant l'origine raciale ou ethnique",
    "Données révélant les opinions politiques",
    "Données révélant les convictions religieuses ou philosophiques\u00a0",
    "Données révélant l'appartenance syndicale",
    "Données génétiques",
    "Données biométriques aux fins d'identifier une personne physique de manière unique",
    "Données concernant la santé",
    "Données concernant la vie sexuelle ou l'orientation sexuelle",
    "Données relatives à des condamnations pénales ou  infractions",
    "",
    "Catégories de personnes concernées|Description|||Précisions",
    f"Catégorie de personnes 1|{PLACEHOLDER}",
    "Catégorie de personnes 2",
    "",
    "Destinataires|Type de destinataire|||Précisions",
    f"Destinataire 1|{PLACEHOLDER}",
    *(f"Destinataire {n}" for n in range(2, 5)),
    "",
    "Mesures de sécurité|Type de mesure de sécurité|||Précisions",
    f"Mesure de sécurité 1|{PLACEHOLDER}",
    *(f"Mesure de sécurité {n}" for n in range(2, 4)),
    "",
    "Transferts hors UE|Destinataire|Pays|Type de Garanties||Liens vers la documentation",
    f"Organisme destinataire 1||{PLACEHOLDER}|{PLACEHOLDER}",
    *(f"Organisme destinataire {n}" for n in range(2, 5)),
)
BLANK = {
    f"{chr(65 + column)}{row}": text.strip() if column else text
    for row, line in enumerate(_ROWS, start=1)
    for column, text in enumerate(line.split("|"))
    if text.strip()
}


def fiche(values: Mapping[str, object], *, without: Iterable[int] = ()) -> dict[str, object]:
    """A copy of the model with values by address; then rows deleted, as people do, from the bottom up."""
    cells: dict[str, object] = {**BLANK, **values}
    for gone in sorted(without, reverse=True):
        moved = {}
        for where, value in cells.items():
            row, column = parse_address(where)
            if row + 1 != gone:
                moved[f"{chr(65 + column)}{row + 1 - (row + 1 > gone)}"] = value
        cells = moved
    return cells


def ods(path: Path, sheets: Mapping[str, Mapping[str, object]], comments: Mapping[tuple[str, str], str] | None = None):
    """An ODS with the traps of real ones: the end of each sheet is repeated a million times."""
    body = "".join(_table(name, cells, comments or {}) for name, cells in sheets.items())
    spaces = " ".join(f'xmlns:{p}="{ODF}:{p}:1.0"' for p in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return read_workbook(path, Limits())


def _table(name, cells, comments):
    grid: dict[int, dict[int, str]] = {}
    places = {**dict.fromkeys(cells), **{where: None for sheet, where in comments if sheet == name}}
    for where in places:
        row, column = parse_address(where)
        text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cells.get(where, "")).split("\n") if line)
        note = comments.get((name, where))
        bubble = f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""
        kind = ' office:value-type="string"' if text else ""
        grid.setdefault(row, {})[column] = f"<table:table-cell{kind}>{bubble}{text}</table:table-cell>"
    rows = []
    for row in range(max(grid, default=-1) + 1):
        line = grid.get(row, {})
        inner = "".join(line.get(c, "<table:table-cell/>") for c in range(max(line, default=-1) + 1))
        inner += '<table:table-cell table:number-columns-repeated="16358"/>'
        rows.append(f"<table:table-row>{inner}</table:table-row>")
    rows.append(
        '<table:table-row table:number-rows-repeated="1047576">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return f'<table:table table:name="{escape(name)}">{"".join(rows)}</table:table>'


def xlsx(path: Path, sheets: Mapping[str, Mapping[str, object]], hidden: Iterable[str] = ()):
    """The same, saved again by Excel: typed values, comments signed by their author."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if name in hidden else "visible"
        for where, value in cells.items():
            page[where] = value
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())
    return read_workbook(path, Limits())


def signed(text: str) -> Comment:
    return Comment(f"Auteur:\n{text}", "Auteur")
