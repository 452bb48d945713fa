"""Write the demonstration register: a département's Excel, with the habits and the gaps of real ones."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from egide.law.catalogue import Proposal, starter
from egide.law.facts import Retention
from egide.law.facts.codes import Domain, OrganizationKind, RecipientKind

TODAY = date(2026, 11, 24)
SERVICES = (
    "mediatheque", "billetterie", "videoprotection", "videosurveillance", "badges", "geolocalisation",
    "medecine_preventive", "wifi_public", "site_web", "teleservices", "ehpad", "cantine", "chatbot",
)  # fmt: skip
DIRECTIONS = {
    "Pôle Solidarités": (
        Domain.SOCIAL, Domain.HEALTH, Domain.CHILD_PROTECTION, Domain.AUTONOMY, Domain.INSERTION, Domain.HOUSING,
    ),
    "Direction de l’éducation et des collèges": (Domain.EDUCATION, Domain.CULTURE_SPORT, Domain.MOBILITY),
    "Direction des ressources humaines": (Domain.HR,),
    "Direction des finances et de la commande publique": (Domain.FINANCE, Domain.PROCUREMENT),
    "Direction du numérique": (Domain.DIGITAL,),
    "Direction générale des services": (),
}  # fmt: skip
HEADINGS = (
    ("Identification", "N°"),
    ("Identification", "Traitement"),
    ("Identification", "Date de mise en œuvre"),
    ("Identification", "Dernière révision"),
    ("Pourquoi", "Finalité principale"),
    ("Pourquoi", "Sous-finalités"),
    ("Pourquoi", "Base légale"),
    ("Pourquoi", "Textes de référence"),
    ("Quoi et qui", "Personnes concernées"),
    ("Quoi et qui", "Catégories de données"),
    ("Quoi et qui", "Données sensibles"),
    ("Destinataires", "Services internes"),
    ("Destinataires", "Organismes externes"),
    ("Destinataires", "Sous-traitants"),
    ("Destinataires", "Transferts hors UE"),
    ("Protection", "Durée de conservation"),
    ("Protection", "Mesures de sécurité"),
    ("Protection", "Logiciel"),
    ("Suivi", "AIPD"),
    ("Suivi", "Information des personnes"),
    ("Suivi", "Observations"),
)
SUPPLIERS = ("Sollogis", "Arcade Numérique", "Nordlog", "Éditions du Bassin", "Cabinet Verdier", "Infogest 62")


def main(target: Path) -> None:
    """Write the workbook."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _front(book)
        sheet = book.add_worksheet("Registre")
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#e4f0f0"}
        )
        section = book.add_format({"bold": True, "bg_color": "#dfdbd1"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        sheet.write(0, 0, "Registre des activités de traitement – Département du Pas-de-Calais")
        _headings(sheet, bold)
        row = 4
        for each in _rows():
            if isinstance(each, str):
                sheet.merge_range(row, 0, row, len(HEADINGS) - 1, each, section)
            else:
                for column, value in enumerate(each):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif value:
                        sheet.write(row, column, value, wrap)
            row += 1
        sheet.freeze_panes(4, 2)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(HEADINGS) - 1, 28)


def _front(book: Any) -> None:
    sheet = book.add_worksheet("Collectivité")
    lines = (
        ("Organisme", "Département du Pas-de-Calais"),
        ("SIREN", "226200012"),
        ("Adresse", "Hôtel du Département, rue Ferdinand Buisson"),
        ("Code postal", "62018"),
        ("Ville", "Arras"),
        ("Représentant légal", "Le Président du Conseil départemental"),
        ("Délégué à la protection des données", "Déléguée à la protection des données"),
        ("Courriel du délégué", "dpo@departement.exemple.fr"),
    )
    for row, (label, value) in enumerate(lines):
        sheet.write(row, 0, label)
        sheet.write(row, 1, value)
    sheet.set_column(0, 1, 40)


def _headings(sheet: Any, bold: Any) -> None:
    start = 0
    for column, (group, heading) in enumerate(HEADINGS):
        sheet.write(3, column, heading, bold)
        last = column == len(HEADINGS) - 1 or HEADINGS[column + 1][0] != group
        if last:
            sheet.merge_range(2, start, 2, column, group, bold)
            start = column + 1


def _rows() -> Iterator[str | list[Any]]:
    proposals = starter(
        OrganizationKind.DEPARTEMENT, population=1_457_905, held=SERVICES, seed=UUID(int=62), today=TODAY
    )
    likely = [each for each in proposals if each.likely and each.model.role != "PROCESSOR"]
    placed = {domain for domains in DIRECTIONS.values() for domain in domains}
    number = 0
    for direction, domains in DIRECTIONS.items():
        wanted = [
            each
            for each in likely
            if (each.model.domain in domains or (not domains and each.model.domain not in placed))
        ]
        if wanted:
            yield direction
        for proposal in wanted:
            number += 1
            yield _row(number, proposal)


def _row(number: int, proposal: Proposal) -> list[Any]:
    """One activity, with the gaps that a register kept by hand has: every few rows, something is missing."""
    model, record = proposal.model, proposal.record
    started = date(2012, 1, 5) + timedelta(days=83 * number)
    internal = [r.name for r in record.recipients or () if r.kind is RecipientKind.INTERNAL]
    external = [r.name for r in record.recipients or () if r.kind is RecipientKind.EXTERNAL]
    return [
        f"T-{number:03}",
        model.name,
        started if number % 7 else "",
        date(2025, 6, 1) + timedelta(days=7 * number) if number % 4 else date(2023, 3, 14),
        model.purpose,
        "\n".join(model.sub_purposes),
        model.legal_basis.label.partition(" –")[0] if number % 13 else "",
        "\n".join(model.legal_texts) if number % 9 else "",
        "\n".join(code.label for code in model.data_subjects),
        "\n".join(code.label for code in model.personal_data),
        "\n".join(code.label for code in model.special_data) or "Non",
        "\n".join(name for name in internal if name),
        "\n".join(name for name in external if name),
        SUPPLIERS[number % len(SUPPLIERS)] if number % 3 == 0 else "Aucun",
        "Non" if number % 8 else "",
        "\n".join(_words(line) for line in record.retention or ()) if number % 10 else "à définir",
        "\n".join(code.label for code in model.security_measures) if number % 11 else "",
        f"{SUPPLIERS[number % len(SUPPLIERS)]} {number}" if number % 3 == 0 else "",
        _dpia(number, model.dpia_needed),
        "Mention au bas du formulaire" if number % 5 else "Non",
        model.note or "",
    ]


def _dpia(number: int, needed: str) -> str:
    if needed == "YES":
        return "En cours" if number % 3 == 0 else "À faire"
    return "Non nécessaire" if needed == "NO" else ""


def _words(line: Retention) -> str:
    period = line.active
    if period is None:
        return ""
    if period.duration is None or period.trigger is None:
        return f"{line.data} : {period.text or 'durée de la relation'}"
    return f"{line.data} : {period.duration.french} à compter de : {period.trigger.label.lower()}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
