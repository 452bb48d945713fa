"""The workbook of CISO Assistant: seven sheets, every closed list, child rows to their processing; and the flat one."""

import pytest

from egide.formats import ciso_assistant
from egide.formats.ciso_assistant.children import CHILDREN, code_of, enumerations
from egide.formats.errors import Unreadable
from egide.formats.opening import read_opened
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    FinalFate,
    LegalBasis,
    RecipientKind,
    SpecialCategory,
    TransferMechanism,
)
from tests.formats.sheets import activities, assert_accounted, book, said, sheet

SEVEN = book(
    sheet(
        "Processing",
        [
            ["ref_id", "name", "description", "domain", "status", "processing_nature", "information_channel",
             "usage_channel", "dpia_required", "dpia_reference", "assigned_to", "labels"],
            ["P-1", "Payroll", "Pays staff", "RH", "privacy_approved", "privacy_collection,privacy_storage",
             "Affichage", "Web", True, "AIPD-3", "jo@fictive.example", "paie"],
            ["P-2", "Crèche", None, "Commune de Fictive", "privacy_unheard_of"],
        ],
    ),
    sheet(
        "Purposes",
        [
            ["name", "description", "legal_basis", "article_9_condition"],
            ["Payer", "Calculer et verser", "privacy_legal_obligation", "privacy_employment_social_security"],
        ],
    ),
    sheet(
        "Personal data",
        [
            ["name", "description", "category", "retention", "deletion_policy", "is_sensitive", "assets",
             "processing_name"],
            ["RIB", None, "privacy_bank_account", "5 years", "privacy_automatic_deletion", False,
             "Berger, Coffre", None],
            ["Arrêts", None, "privacy_health_data", "10 ans", "privacy_legal_regulatory_hold", True, None, "payroll"],
            ["Habits", None, "privacy_lifestyle_information", None, None, None, None, "Crèche"],
            ["Secrets", None, "privacy_other", None, None, "true", None, "Inconnu"],
        ],
    ),
    sheet("data subjects", [["name", "description", "category"], ["Agents", "titulaires", "privacy_employee"]]),
    sheet("Data recipients", [["name", "description", "category"], ["Impôts", None, "privacy_tax_authority"]]),
    sheet(
        "Contractors",
        [
            ["name", "description", "entity", "relationship_type", "country", "documentation_link"],
            ["c1", "Calcul", "Éditeur SA", "privacy_data_processor", "FR", "https://intranet.example/1"],
            ["c2", None, "Communauté", "privacy_joint_controller", "FR", None],
            ["c3", None, "Mutuelle", "privacy_independent_controller", None, None],
        ],
    ),
    sheet(
        "Transfers",
        [
            ["name", "description", "entity", "country", "transfer_mechanism", "guarantees", "documentation_link"],
            ["t1", None, "Support Inc.", "US", "privacy_standard_contractual_clauses", "Clauses 2021/914", "https://x.example"],
            ["t2", None, "Help Ltd", "IN", "privacy_appropriate_safeguards", None, None],
        ],
    ),
    sheet("Notes", [["à part"]]),
)  # fmt: skip


def test_the_seven_sheets():
    reading = read_opened(SEVEN)
    assert_accounted(SEVEN, reading)
    assert reading.format == "ciso_assistant"
    payroll, creche = (record for register in reading.registers for record in register.activities)
    assert (payroll.reference, payroll.name, payroll.status) == ("P-1", "Payroll", ActivityStatus.ACTIVE)
    assert activities(reading)[0] == {
        "name": "Payroll",
        "reference": "P-1",
        "status": ActivityStatus.ACTIVE,
        "department": "RH",
        "manager": "jo@fictive.example",
        "notes": "Description\u00a0: Pays staff\nOpérations\u00a0: collecte, conservation\nCanal d’usage\u00a0: Web\n"
        "AIPD nécessaire\u00a0: Oui\nRéférence de l’AIPD\u00a0: AIPD-3\nÉtiquettes\u00a0: paie\n"
        "Nom\u00a0: c1\nDocumentation\u00a0: https://intranet.example/1\nNom\u00a0: c2\nPays\u00a0: FR\nNom\u00a0: c3\n"
        "Nom\u00a0: t1\nNom\u00a0: t2",
        "role": ControllerRole.JOINT_CONTROLLER,
        "notice": {"exists": True, "channel": "Affichage"},
        "purposes": [{"text": "Payer\u00a0: Calculer et verser", "legal_basis": LegalBasis.LEGAL_OBLIGATION}],
        "data_subjects": [{"category": DataSubjectCategory.AGENTS, "detail": "Agents\u00a0: titulaires"}],
        "personal_data": [
            {"category": DataCategory.BANK, "detail": "RIB"},
            {"category": DataCategory.HEALTH, "detail": "Arrêts"},
            {"detail": "Secrets"},
        ],
        "special_data": [
            {"exception": Article9Exception.ART9_2_B},
            {"category": SpecialCategory.HEALTH, "detail": "Arrêts"},
            {"detail": "Secrets"},
        ],
        "recipients": [
            {"kind": RecipientKind.EXTERNAL, "name": "Impôts"},
            {"kind": RecipientKind.EXTERNAL, "name": "Mutuelle"},
        ],
        "processors": [{"contact": {"name": "Éditeur SA"}, "service": "Calcul", "country": "FR"}],
        "joint_controllers": [{"contact": {"name": "Communauté"}}],
        "transfers": [
            {
                "recipient": "Support Inc.",
                "country": "US",
                "mechanism": TransferMechanism.SCC,
                "guarantees": "Clauses 2021/914",
                "documentation": "https://x.example",
            },
            {"recipient": "Help Ltd", "country": "IN", "guarantees": "appropriate safeguards"},
        ],
        "retention": [
            {"data": "RIB", "active": {"duration": "P5Y"}, "final_fate": FinalFate.D},
            {
                "data": "Arrêts",
                "active": {"duration": "P10Y"},
                "justification": "Politique de suppression\u00a0: legal regulatory hold",
            },
        ],
        "systems": [{"name": "Berger"}, {"name": "Coffre"}],
    }
    assert [line.category for line in creche.personal_data] == [DataCategory.LIFE_HABITS]


def test_a_domain_that_is_a_body_keeps_its_own_register():
    reading = ciso_assistant.read(SEVEN)
    assert [register.organization.name for register in reading.registers] == [None, "Commune de Fictive"]


def test_what_is_unknown_is_said():
    assert said(ciso_assistant.read(SEVEN)) == [
        "NOT_UNDERSTOOD: Statut «\u202fprivacy_unheard_of\u202f» inconnu\u00a0: la fiche est gardée comme brouillon.",
        "GUESSED: «\u202fInconnu\u202f» n’est le nom d’aucun traitement\u00a0: la ligne est rattachée au premier.",
    ]


def test_where_a_line_was_read():
    reading = ciso_assistant.read(SEVEN)
    payroll = reading.register.activities[0]
    place = reading.place_of(payroll.transfers[0].id, "mechanism")
    assert (place.sheet, place.cell) == ("Transfers", "E2")


FLAT = book(
    sheet(
        "Sheet1",
        [
            [None, "ref_id", "name", "description", "status", "processing_nature", "folder", "assigned_to", "labels",
             "dpia_required", "dpia_reference"],
            [None, "p2", "Paie", "# bulletin", "Draft", None, "RH", None, None, False, None],
            [None, "p1", "Accueil", None, "Approved", None, "Mairie", "d@in.example", None, "", None],
        ],
    )
)  # fmt: skip


def test_the_flat_template():
    reading = read_opened(FLAT)
    assert_accounted(FLAT, reading)
    assert activities(reading) == [
        {
            "name": "Paie",
            "reference": "p2",
            "status": ActivityStatus.DRAFT,
            "department": "RH",
            "notes": "Description\u00a0: # bulletin\nAIPD nécessaire\u00a0: Non",
            "role": "CONTROLLER",
        },
        {
            "name": "Accueil",
            "reference": "p1",
            "status": ActivityStatus.ACTIVE,
            "department": "Mairie",
            "manager": "d@in.example",
            "role": "CONTROLLER",
        },
    ]
    assert {"purposes", "recipients", "retention"} <= reading.blind
    assert not {"purposes", "transfers.mechanism"} & ciso_assistant.read(SEVEN).blind


@pytest.mark.parametrize(
    ("section", "kind", "count"),
    [
        ("status", ActivityStatus, 4),
        ("legal_basis", LegalBasis, 6),
        ("article_9_condition", Article9Exception, 10),
        ("deletion_policy", FinalFate, 6),
        ("data_subject", DataSubjectCategory, 12),
        ("recipient", RecipientKind, 30),
        ("transfer_mechanism", TransferMechanism, 7),
        ("personal_data", DataCategory, 54),
    ],
)
def test_every_closed_list_is_mapped_to_codes_that_exist(section, kind, count):
    table = enumerations()[section]
    assert len(table) == count
    for key, value in table.items():
        assert code_of(section, kind, f"privacy_{key}") == (kind(value) if value else None)


def test_the_other_lists_are_whole():
    assert len(enumerations()["relationship"]) == 5
    assert len(enumerations()["processing_nature"]) == 14
    assert len(CHILDREN) == 6


def test_another_workbook_is_refused():
    with pytest.raises(Unreadable, match="CISO Assistant"):
        ciso_assistant.read(book([["Nom", "Finalités"]]))


def test_children_without_a_processing_are_left_and_accounted():
    workbook = book(sheet("Processing", [["ref_id", "name"]]), sheet("Purposes", [["name"], ["Seule"]]))
    reading = ciso_assistant.read(workbook)
    assert_accounted(workbook, reading)
    assert reading.is_blank_model
    assert [reason for _, reason in reading.ignored()] == ["aucun traitement auquel rattacher cette ligne"]
