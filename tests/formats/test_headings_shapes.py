"""Registers that are not one activity a row: fiches, tables on their side, several sheets; other tools."""

from datetime import date

import pytest

from egide.formats import headings
from egide.formats.errors import Unreadable
from egide.formats.gathering.bodies import body_named, is_body
from egide.law.facts.codes import (
    ActivityStatus,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    Domain,
    LegalBasis,
    RecipientKind,
    Right,
    SecurityMeasureCode,
    SpecialCategory,
)
from tests.formats.sheets import activities, assert_accounted, book, said, sheet, told

FICHES = book(
    sheet(
        "Identité",
        [
            ["Responsable de traitement", "Syndicat des Eaux de Fictive"],
            ["SIREN", 200000017],
            ["DPO", "Centre de gestion, dpo@cdg.example"],
        ],
    ),
    sheet(
        "Facturation",
        [
            ["Document de travail"],
            [],
            ["Nom du traitement :", "Facturation de l’eau", None, "Référence :", "F-1"],
            ["Finalité(s) :", "Facturer l’eau"],
            [None, "Relancer les impayés"],
            ["Personnes concernées :", "Abonnés", "Propriétaires"],
            ["Couleur du dossier :", "Bleu"],
            ["Durée de conservation :", "10 ans"],
            ["Date de création :", date(2024, 5, 2)],
        ],
    ),
    sheet(
        "Paie",
        [
            ["Nom du traitement"],
            ["Paie des agents"],
            [],
            ["Finalité"],
            ["Payer"],
            ["Déclarer"],
            [],
            ["Destinataires"],
            ["URSSAF"],
            [],
            ["Transferts hors UE"],
            ["Aucun"],
        ],
    ),
    sheet("Aide", [["Remplissez une feuille par traitement"]]),
)


def test_one_sheet_an_activity_with_labels_beside_or_above():
    reading = headings.read(FICHES)
    assert_accounted(FICHES, reading)
    eau, paie = activities(reading)
    assert eau == {
        "status": ActivityStatus.ACTIVE,
        "name": "Facturation de l’eau",
        "reference": "F-1",
        "created_on": date(2024, 5, 2),
        "notes": "Couleur du dossier\u00a0: Bleu",
        "role": "CONTROLLER",
        "purposes": [{"text": "Facturer l’eau"}, {"text": "Relancer les impayés"}],
        "data_subjects": [
            {"category": DataSubjectCategory.USERS, "detail": "Abonnés"},
            {"category": DataSubjectCategory.OWNERS},
        ],
        "retention": [{"active": {"duration": "P10Y"}}],
    }
    assert paie == {
        "status": ActivityStatus.ACTIVE,
        "name": "Paie des agents",
        "role": "CONTROLLER",
        "purposes": [{"text": "Payer"}, {"text": "Déclarer"}],
        "recipients": [{"kind": RecipientKind.EXTERNAL, "name": "URSSAF"}],
        "transfers": [],
    }
    assert told(reading.register.organization) == {
        "is_public_authority": True,
        "name": "Syndicat des Eaux de Fictive",
        "kind": "SYNDICAT",
        "siren": "200000017",
        "dpo": {
            "contact": {
                "name": "Centre de gestion",
                "email": "dpo@cdg.example",
                "text": "Centre de gestion, dpo@cdg.example",
            }
        },
    }


def test_the_second_cell_of_a_list_is_used_too():
    reading = headings.read(FICHES)
    assert reading.ledger.fates["Facturation", 4, 1] == "USED"
    assert reading.ledger.fates["Facturation", 6, 1] == "NOTED"
    assert reading.ledger.reasons["Facturation", 0, 0] == "titre ou texte hors des rubriques"


ON_ITS_SIDE = book(
    sheet(
        "Registre",
        [
            ["Rubrique", "Fiche 1", "Fiche 2"],
            ["Nom du traitement", "Médiathèque", "Ludothèque"],
            ["Finalités", "Prêter des livres", "Prêter des jeux"],
            ["Base légale", "Mission d’intérêt public", "Consentement"],
            ["Catégories de données", "Identité ; coordonnées", "Identité"],
            ["Réglage spécial", None, "Oui"],
            ["Données sensibles", "Non", None],
        ],
    )
)


def test_a_table_on_its_side():
    reading = headings.read(ON_ITS_SIDE)
    assert_accounted(ON_ITS_SIDE, reading)
    livres, jeux = activities(reading)
    assert livres["name"] == "Médiathèque"
    assert livres["purposes"] == [{"text": "Prêter des livres", "legal_basis": LegalBasis.PUBLIC_TASK}]
    assert livres["personal_data"] == [
        {"category": DataCategory.IDENTITY, "detail": "Identité"},
        {"category": DataCategory.CONTACT},
    ]
    assert livres["special_data"] == []
    assert "special_data" not in jeux
    assert jeux["notes"] == "Rubrique\u00a0: Fiche 2\nRéglage spécial\u00a0: Oui"
    place = reading.place_of(reading.register.activities[1].id, "name")
    assert place.cell == "C2"


BY_SHEET = book(
    sheet("Mode d'emploi", [["Une ligne par traitement"]]),
    sheet(
        "Services techniques",
        [["Nom du traitement", "Finalité", "Destinataires"], ["Astreintes", "Organiser", "Services"]],
    ),
    sheet(
        "CCAS de Fictive",
        [["Nom du traitement", "Finalité", "Destinataires"], ["Repas à domicile", "Livrer", "Traiteur"]],
    ),
    sheet("Feuil3", [["Nom du traitement", "Finalité", "Destinataires"], ["Archives", "Conserver", "Public"]]),
    sheet("Budget", [["Ligne", "Montant"], ["Papier", 12]]),
    sheet("Ancien", [["Nom du traitement", "Finalité", "Destinataires"], ["Vieux", "Rien", "Nul"]], hidden=True),
)


def test_a_sheet_for_each_service_or_body():
    reading = headings.read(BY_SHEET)
    assert_accounted(BY_SHEET, reading)
    commune, ccas = reading.registers
    assert [(r.name, r.department, r.domain) for r in commune.activities] == [
        ("Astreintes", "Services techniques", Domain.ROADS_PARKING),
        ("Archives", None, None),
    ]
    assert ccas.organization.name == "CCAS de Fictive"
    assert [record.name for record in ccas.activities] == ["Repas à domicile"]
    assert said(reading) == [
        (
            "LEFT_OUT: La feuille «\u202fBudget\u202f» n’a pas été lue\u00a0: aucun tableau de traitements dans"
            " cette feuille."
        ),
        "LEFT_OUT: La feuille «\u202fAncien\u202f» n’a pas été lue\u00a0: feuille masquée.",
        "GUESSED: Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours.",
        "GUESSED: «\u202fCCAS de Fictive\u202f» a été compris comme le nom d’une collectivité.",
    ]


def test_the_headings_of_mercator():
    workbook = book(
        [
            ["Nom", "Description", "Responsable du traitement", "Finalités du traitement",
             "Base juridique du traitement",
             "Catégories de personnes concernées", "Source des données", "Recueil des données",
             "Catégories de destinataires des données", "Transferts de données", "Prise de décision automatisée",
             "Durée de conservation des données", "Droits des personnes concernées", ("Date de dernière mise à jour"
        " (d/m/Y)"),
             "Processus", "Applications", "Informations", "Mesures de sécurité"],
            ["Badges", "Accès aux locaux", "Le maire", "Contrôler les accès", "Intérêt légitime", "Agents, visiteurs",
             "Employeur", "Collecte directe", "Direction", "Non", "Non", "3 mois", "Accès, rectification", "01/02/2026",
             "Accueil", "GTB", None, "Journalisation"],
        ]
    )  # fmt: skip
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    (badges,) = activities(reading)
    assert badges == {
        "status": ActivityStatus.ACTIVE,
        "name": "Badges",
        "controller": {"name": "Le maire"},
        "updated_on": date(2026, 2, 1),
        "notes": "Description\u00a0: Accès aux locaux\nProcessus\u00a0: Accueil",
        "role": ControllerRole.CONTROLLER,
        "purposes": [{"text": "Contrôler les accès", "legal_basis": LegalBasis.LEGITIMATE_INTERESTS}],
        "data_subjects": [{"category": DataSubjectCategory.AGENTS}, {"category": DataSubjectCategory.VISITORS}],
        "collection": "DIRECT",
        "sources": [{"kind": "EMPLOYER"}],
        "recipients": [{"kind": RecipientKind.INTERNAL, "name": "Direction"}],
        "transfers": [],
        "retention": [{"active": {"duration": "P3M"}}],
        "systems": [{"name": "GTB"}],
        "security_measures": [{"code": SecurityMeasureCode.M16_JOURNALISATION, "detail": "Journalisation"}],
        "notice": {"rights": [Right.ACCESS, Right.RECTIFICATION]},
        "algorithm": {"solely_automated": False},
    }


def test_the_headings_of_dastra():
    workbook = book(
        [
            ["Label", "Ref", "DateCreation", "RetentionDescription", "RightOfAccess", "RightOfErasure", "CivilStatus",
             "HealthData", "Profiling", "MainPurpose", "Automated"],
            ["Newsletter", "N-1", "2025-01-31", "3 ans", "TRUE", "FALSE", "TRUE", "TRUE", "FALSE", "Informer", "FALSE"],
        ]
    )  # fmt: skip
    (newsletter,) = activities(headings.read(workbook))
    assert newsletter["name"] == "Newsletter"
    assert newsletter["created_on"] == date(2025, 1, 31)
    assert newsletter["notice"] == {"rights": [Right.ACCESS]}
    assert newsletter["personal_data"] == [{"category": DataCategory.IDENTITY}]
    assert newsletter["special_data"] == [{"category": SpecialCategory.HEALTH}]
    assert newsletter["profiling"] is False
    assert newsletter["purposes"] == [{"text": "Informer"}]


def test_a_row_kept_as_processor_is_a_record_of_article_30_2():
    workbook = book(
        [
            [
                "Traitement",
                "Rôle",
                "Responsable de traitement",
                "Finalités",
                "Base légale",
                "Destinataires",
                "Sous-traitants",
            ],
            [
                "Paie à façon",
                "Sous-traitant",
                "Commune de Fictive",
                "Calculer les paies",
                "Contrat",
                "Commune",
                "Hébergeur SA",
            ],
        ]
    )
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    (paie,) = reading.register.as_processor
    assert told(paie) == {
        "status": ActivityStatus.ACTIVE,
        "name": "Paie à façon",
        "clients": [{"contact": {"name": "Commune de Fictive"}}],
        "processing_categories": [{"text": "Calculer les paies"}],
        "subprocessors": [{"contact": {"name": "Hébergeur SA"}}],
        "notes": "Destinataires\u00a0: Commune\nBase légale\u00a0: Contrat – art. 6(1)(b)",
    }


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Bonjour"]],
        [["code", "nom", "siren", "population"], ["62001", "Ablain", "216200014", 1800]],
        [
            ["Nature de la violation", "Données sensibles", "Information des personnes", "Personnes concernées"],
            ["Perte", "Non", "Oui", "12"],
        ],
    ],
)
def test_what_is_no_register_is_refused_with_what_was_seen(rows):
    with pytest.raises(Unreadable, match="ne ressemble pas à un registre") as refusal:
        headings.read(book(rows))
    assert "Égide lit le registre simplifié de la CNIL" in refusal.value.advice
    for heading in rows[0] if rows else ():
        assert heading in refusal.value.advice


def test_a_register_without_a_row_is_a_blank_model():
    reading = headings.read(book([["Nom du traitement", "Finalités", "Destinataires"]]))
    assert reading.is_blank_model
    assert reading.register.activities == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Registre de la commune de Lens", "Commune de Lens"),
        ("REGISTRE RGPD – Mairie de Saint-Omer", "Mairie de Saint-Omer"),
        ("Communauté de communes du Pays d’Opale – 2025", "Communauté de communes du Pays d’Opale"),
        ("Registre des traitements", None),
        ("Service communication", None),
    ],
)
def test_the_body_that_a_title_names(text, name):
    assert body_named(text) == name
    assert not is_body(text) or body_named(text) is not None
