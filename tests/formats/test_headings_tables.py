"""Registers as people lay them out in rows: what a careful reader would find in each, written by hand."""

from datetime import date

import pytest
import xlsxwriter

from egide.formats import headings
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook
from egide.formats.opening import read_opened, read_register
from egide.law.facts.codes import (
    ActivityStatus,
    DataCategory,
    DataSubjectCategory,
    Domain,
    LegalBasis,
    OrganizationKind,
    RecipientKind,
    SecurityMeasureCode,
    SpecialCategory,
)
from tests.formats.sheets import activities, assert_accounted, book, said, sheet, told

S, D, M = DataSubjectCategory, DataCategory, SecurityMeasureCode


@pytest.fixture
def merged_headings(tmp_path):
    """Title rows, a heading over two rows, sections, a total, headings repeated: a real XLSX."""
    path = tmp_path / "registre 2025.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("Registre")
        page.merge_range("B2:H2", "Registre des traitements de la commune de Fictiville-sur-Canche")
        page.merge_range("B4:B5", "N°")
        page.merge_range("C4:C5", "Traitement")
        page.merge_range("D4:D5", "Finalités")
        page.merge_range("E4:F4", "Destinataires")
        page.write_row("E5", ["internes", "externes"])
        page.merge_range("G4:G5", "Mise à jour")
        page.merge_range("H4:H5", "Observations du maire")
        page.merge_range("B6:H6", "Service enfance")
        page.write_row("B7", [1, "Cantine", "Inscrire les enfants", "Régie ; Écoles", "Trésorerie", "12/03/2026"])
        page.write_row("B8", [2, "Garderie", "Accueillir avant la classe", "Animateurs", "", 46093, "À revoir"])
        page.write_row("B9", ["N°", "Traitement", "Finalités"])
        page.merge_range("B10:H10", "POLICE MUNICIPALE")
        page.write_row("B11", [3, "Objets trouvés", "Rendre les objets", "Police municipale", "Aucun"])
        page.write_datetime("G11", date(2025, 11, 17), workbook.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_row("B12", ["Total", "3 traitements"])
    return path


def test_a_heading_over_two_rows_with_sections_and_totals(merged_headings):
    reading = read_register(merged_headings)
    cantine, garderie, objets = activities(reading)
    assert cantine == {
        "status": ActivityStatus.ACTIVE,
        "name": "Cantine",
        "reference": "1",
        "department": "Service enfance",
        "domain": Domain.CHILDHOOD,
        "updated_on": date(2026, 3, 12),
        "role": "CONTROLLER",
        "purposes": [{"text": "Inscrire les enfants"}],
        "recipients": [
            {"kind": RecipientKind.INTERNAL, "name": "Régie"},
            {"kind": RecipientKind.INTERNAL, "name": "Écoles"},
            {"kind": RecipientKind.EXTERNAL, "name": "Trésorerie"},
        ],
    }
    assert garderie["updated_on"] == date(2026, 3, 12)
    assert garderie["notes"] == "Observations du maire\u00a0: À revoir"
    assert objets["department"] == "POLICE MUNICIPALE"
    assert objets["domain"] is Domain.SECURITY
    assert objets["updated_on"] == date(2025, 11, 17)
    assert told(reading.register.organization) == {
        "is_public_authority": True,
        "name": "Commune de Fictiville-sur-Canche",
        "kind": OrganizationKind.COMMUNE,
    }
    assert said(reading) == [
        "GUESSED: Le titre nomme la collectivité\u00a0: «\u202fCommune de Fictiville-sur-Canche\u202f».",
        (
            "NOT_UNDERSTOOD: Colonne «\u202fObservations du maire\u202f» non reconnue\u00a0: ses valeurs sont"
            " gardées dans les notes de chaque fiche."
        ),
        "GUESSED: Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours.",
    ]


def test_every_cell_of_it_has_a_fate(merged_headings):
    workbook = read_in_sandbox(merged_headings, read_workbook)
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    reasons = {place.cell: reason for place, reason in reading.ignored()}
    assert reasons["B12"] == "ligne de total ou de légende"
    cantine = reading.register.activities[0]
    assert str(reading.place_of(cantine.recipients[2].id, "name")) == "feuille «\u202fRegistre\u202f», cellule F7"


def test_two_bodies_in_one_csv_of_windows(tmp_path):
    path = tmp_path / "mutualise.csv"
    lines = [
        "Collectivité;SIREN;Intitulé;Base juridique;Personnes concernées;Date de création",
        "Commune d’Exempleville;216 200 048;Élections;Obligation légale;Électeurs;1er septembre 2020",
        'CCAS d’Exempleville;266200048;Aide sociale;Mission d’intérêt public;"Bénéficiaires ; Agents";2021-02-03',
        "Commune d’Exempleville;216 200 048;Cimetière;Mission d’intérêt public;Familles des défunts;44228",
    ]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    commune, ccas = read_register(path).registers
    assert told(commune.organization) == {
        "is_public_authority": True,
        "name": "Commune d’Exempleville",
        "siren": "216200048",
        "kind": OrganizationKind.COMMUNE,
    }
    assert told(ccas.organization)["kind"] is OrganizationKind.CCAS
    assert [record.name for record in commune.activities] == ["Élections", "Cimetière"]
    assert [record.created_on for record in commune.activities] == [date(2020, 9, 1), date(2021, 2, 1)]
    assert told(ccas.activities[0]) == {
        "status": ActivityStatus.ACTIVE,
        "name": "Aide sociale",
        "created_on": date(2021, 2, 3),
        "role": "CONTROLLER",
        "purposes": [{"legal_basis": LegalBasis.PUBLIC_TASK}],
        "data_subjects": [{"category": S.BENEFICIARIES, "detail": "Bénéficiaires"}, {"category": S.AGENTS}],
    }


ICO = book(
    sheet(
        "Template",
        [
            ["Record of processing – controller"],
            ["Controller", None, "Data Protection Officer", None, "Representative", None],
            ["Name", "Fictional Town Council", "Name", "Jo Example", "Name", "The Mayor"],
            ["Address", "1 Fiction Square", "Address", None, "Address", None],
            ["Email", "town@fictional.example", "Email", "dpo@fictional.example", "Email", None],
            ["Telephone", "0300000000", "Telephone", None, "Telephone", None],
            [],
            [
                "Business function",
                "Purpose of processing",
                "Name and contact details of joint controller (if applicable)",
                "Categories of individuals",
                "Categories of personal data",
                "Categories of recipients",
                "Link to contract with processor",
                (
                    "Names of third countries or international organisations that personal data are transferred"
                    " to (if applicable)"
                ),
                (
                    "Safeguards for exceptional transfers of personal data to third countries or international"
                    " organisations (if applicable)"
                ),
                "Retention schedule (if possible)",
                "General description of technical and organisational security measures (if possible)",
                "Article 6 lawful basis for processing personal data",
                "Article 9 condition for processing special categories of personal data",
                "The source of the personal data (if applicable)",
                "Has a personal data breach occurred?",
            ],
            [
                "Human resources",
                "Payroll",
                "N/A",
                "Employees",
                "Bank details, tax details",
                "HMRC",
                "https://intranet.example/contract",
                "N/A",
                None,
                "6 ans",
                "Encrypted storage, access controls",
                "Contract",
                None,
                "Data subject",
                "No",
            ],
        ],
    )
)


def test_the_english_template_of_the_ico():
    reading = headings.read(ICO)
    assert_accounted(ICO, reading)
    assert told(reading.register.organization) == {
        "name": "Fictional Town Council",
        "contact": {"address": "1 Fiction Square", "email": "town@fictional.example", "phone": "0300000000"},
        "dpo": {"contact": {"name": "Jo Example", "email": "dpo@fictional.example"}},
        "representative": {"name": "The Mayor"},
    }
    (payroll,) = activities(reading)
    assert payroll == {
        "status": ActivityStatus.ACTIVE,
        "department": "Human resources",
        "role": "CONTROLLER",
        "notes": "Link to contract with processor\u00a0: https://intranet.example/contract\n"
        "Has a personal data breach occurred?\u00a0: No",
        "purposes": [{"text": "Payroll", "legal_basis": LegalBasis.CONTRACT}],
        "joint_controllers": [],
        "data_subjects": [{"category": S.AGENTS, "detail": "Employees"}],
        "personal_data": [
            {"category": D.BANK, "detail": "Bank details"},
            {"category": D.TAX, "detail": "tax details"},
        ],
        "recipients": [{"kind": RecipientKind.EXTERNAL, "name": "HMRC"}],
        "transfers": [],
        "retention": [{"active": {"duration": "P6Y"}}],
        "security_measures": [
            {"code": M.M21_CHIFFREMENT, "detail": "Encrypted storage"},
            {"code": M.M05_HABILITATIONS, "detail": "access controls"},
        ],
        "sources": [{"kind": "DATA_SUBJECT", "detail": "Data subject"}],
    }


CONTINUED = book(
    sheet(
        "Registre",
        [
            ["Réf", "Nom du traitement", "Finalité", "Base légale", "Catégories de données", "Durée de conservation"],
            ["T-1", "Paie", "Payer les agents", "Contrat", "Identité", "5 ans"],
            [None, None, None, None, "NIR", "Durée du contrat + 5 ans"],
            [None, None, "Déclarer les cotisations", None, "RIB", None],
            [
                "T-2",
                "Recrutement",
                "Choisir un candidat",
                "Contrat / Intérêt légitime",
                "CV",
                "2 ans après le dernier contact",
            ],
            [None, None, None, None, "Diplômes", None],
        ],
        merged=["A2:A4", "B2:B4"],
    )
)


def test_several_rows_make_one_activity():
    reading = headings.read(CONTINUED)
    assert_accounted(CONTINUED, reading)
    paie, recrutement = activities(reading)
    assert paie["purposes"] == [
        {"text": "Payer les agents", "legal_basis": LegalBasis.CONTRACT},
        {"text": "Déclarer les cotisations"},
    ]
    assert paie["personal_data"] == [
        {"category": D.IDENTITY, "detail": "Identité"},
        {"category": D.NIR, "detail": "NIR"},
        {"category": D.BANK, "detail": "RIB"},
    ]
    assert paie["nir_used"] is True
    assert [line["active"]["duration"] for line in paie["retention"]] == ["P5Y", "P5Y"]
    assert recrutement["purposes"] == [
        {"text": "Choisir un candidat", "legal_basis": LegalBasis.CONTRACT},
        {"text": "Choisir un candidat", "legal_basis": LegalBasis.LEGITIMATE_INTERESTS},
    ]
    assert len(recrutement["personal_data"]) == 2
    assert said(reading) == [
        "GUESSED: Ligne sans nom\u00a0: lue comme la suite du traitement du dessus.",
        "GUESSED: Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours.",
        (
            "GUESSED: colonne «\u202fBase légale\u202f»\u00a0: plusieurs bases légales dans une cellule\u202f;"
            " chaque finalité n’en a qu’une, la finalité est donc répétée pour chaque base."
        ),
    ]


BOXES = book(
    sheet(
        "Registre",
        [
            [
                "Traitement",
                "Finalité",
                "Personnes concernées",
                None,
                None,
                "Données sensibles",
                "Mesures de sécurité",
                None,
                "Base légale",
                None,
            ],
            [
                None,
                None,
                "Agents",
                "Élus",
                "Usagers",
                None,
                "Sauvegarde",
                "Contrôle d'accès",
                "Consentement",
                "Obligation légale",
            ],
            ["Annuaire", "Joindre", "X", "oui", None, "Non", "✓", "par badge", None, "X"],
            ["Lettre", "Informer", None, None, 1, "Santé", "non", None, "X", None],
        ],
        merged=["C1:E1", "G1:H1", "I1:J1", "A1:A2", "B1:B2", "F1:F2"],
    )
)


def test_boxes_to_tick():
    reading = headings.read(BOXES)
    assert_accounted(BOXES, reading)
    annuaire, lettre = activities(reading)
    assert annuaire == {
        "status": ActivityStatus.ACTIVE,
        "name": "Annuaire",
        "role": "CONTROLLER",
        "purposes": [{"text": "Joindre", "legal_basis": LegalBasis.LEGAL_OBLIGATION}],
        "data_subjects": [{"category": S.AGENTS}, {"category": S.ELECTED}],
        "special_data": [],
        "security_measures": [
            {"code": M.M05_HABILITATIONS, "detail": "par badge"},
            {"code": M.M17_SAUVEGARDES},
        ],
    }
    assert lettre["purposes"] == [{"text": "Informer", "legal_basis": LegalBasis.CONSENT}]
    assert lettre["data_subjects"] == [{"category": S.USERS}]
    assert lettre["special_data"] == [{"category": SpecialCategory.HEALTH, "detail": "Santé"}]
    assert "security_measures" not in lettre
    assert said(reading) == [
        "GUESSED: Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours.",
    ]


def test_a_free_register_with_the_words_of_the_cnil_is_not_its_workbook():
    titles = ["Référence", "Nom du traitement", "Date de création", "Dernière mise à jour", "Finalité principale",
              "Sous-finalités", "Base légale", "Personnes concernées", "Catégories de données", "Données sensibles",
              "Destinataires", "Transferts hors UE", "Durée de conservation", "Mesures de sécurité"]  # fmt: skip
    values = ["T-1", "Cantine", "", "", "Nourrir les élèves de la commune", "", "Mission d’intérêt public", "Élèves",
              "État civil", "Non", "Service scolaire", "Non", "1 an", "Sauvegardes"]  # fmt: skip
    reading = read_opened(book([titles, values]))
    assert reading.format == "headings"
    assert "purposes.legal_basis" not in reading.blind
