"""The CSV of OpenRGPD: HTML escapes, lists ended by a slash, its own seven categories of data."""

from datetime import date

import pytest

from egide.formats import openrgpd
from egide.formats.errors import Unreadable
from egide.formats.opening import read_register
from egide.law.facts.codes import DataCategory, DataSubjectCategory, LegalBasis, RecipientKind, SecurityMeasureCode
from tests.formats.sheets import activities, assert_accounted, book, said, told

HEADINGS = [
    "ID", "Traitement", "Origine des données", "Validation du DPD", "Finalité du traitement", "Sous-finalité",
    "Commentaire", "Date de mise en oeuvre", "Catégorie de données traitées", "Catégorie de personnes concernées",
    "Destinataires des données", "Durée d'utilité administrative", "Archivage", "Transfert hors UE",
    "Licéité du traitement", "Support de données / outils", "Co-responsable du traitement",
    "Représentant du Co-responsable du traitement", "Sous-traitant", "Délai d'effacement", "Niveau d'identification",
    "Commentaire d'identification", "Niveau de sécurité", "Commentaire de sécurité", "Date de dernière mise à jour",
    "Déclarant", "Gestionnaire(s) des données", "Pôle", "Entité", "Nom du responsable du traitement", "PIA ",
    "Commentaire PIA", "Plan d'action du DPD", "base Juridique du traitement", "base Juridique de la licéité",
]  # fmt: skip
FULL = [
    "7", "Médiathèque &amp; ludothèque", "La personne", "Non", "Prêter des livres", "Relancer", "", "15/03/2021",
    "Etat-civil, identité, données d&#039;identification, images/ Données de connexion/ Données sensibles/ ",
    "Usagers, enfants", "Accueil ; Trésorerie", "2 ans", "10 ans au total", "Non",
    ("Mission d&#039;intérêt public/ Consentement/"
        " "), "Logiciel &quot;Livres&quot;", "Communauté de communes", "Le président",
    "Éditeur SA", "3 ans", "2", "", "3", "Mots de passe", "01/02/2026", "Jo EXEMPLE", "Lou EXEMPLE", "Culture",
    "Commune de Fictive", "Le maire", "En cours", "", "", "CGCT, art. L1421-4", "Art. 6",
]  # fmt: skip


def export(*rows):
    return book([HEADINGS, *rows], name="exportformulaire.csv")


def test_the_headings_are_those_of_the_tool():
    assert len(HEADINGS) == len(FULL) == 35
    assert openrgpd.recognises(export()) == 1


def test_a_full_row():
    workbook = export(FULL)
    reading = openrgpd.read(workbook)
    assert_accounted(workbook, reading)
    assert told(reading.register.organization) == {
        "is_public_authority": True,
        "name": "Commune de Fictive",
        "kind": "COMMUNE",
    }
    texts = {"legal_texts": ["CGCT, art. L1421-4", "Art. 6"]}
    whole = "Prêter des livres ; Relancer"
    assert activities(reading) == [
        {
            "name": "Médiathèque & ludothèque",
            "reference": "7",
            "department": "Culture",
            "manager": "Lou EXEMPLE",
            "representative": {"name": "Le maire"},
            "updated_on": date(2026, 2, 1),
            "start_date": date(2021, 3, 15),
            "notes": "Validation du DPD\u00a0: Non\nReprésentant du Co-responsable du traitement\u00a0: Le président\n"
            "Niveau d'identification\u00a0: 2\nNiveau de sécurité\u00a0: 3\nDéclarant\u00a0: Jo EXEMPLE",
            "role": "CONTROLLER",
            "joint_controllers": [{"contact": {"name": "Communauté de communes"}}],
            "purposes": [
                {"text": whole, "legal_basis": LegalBasis.PUBLIC_TASK, **texts},
                {"text": whole, "legal_basis": LegalBasis.CONSENT, **texts},
            ],
            "data_subjects": [
                {"category": DataSubjectCategory.USERS, "detail": "Usagers"},
                {"category": DataSubjectCategory.CHILDREN, "detail": "enfants"},
            ],
            "personal_data": [
                {"category": DataCategory.IDENTITY, "detail": "Etat-civil, identité, données d'identification, images"},
                {"category": DataCategory.CONNECTION, "detail": "Données de connexion"},
            ],
            "special_data": [{}],
            "sources": [{"kind": "DATA_SUBJECT", "detail": "La personne"}],
            "recipients": [{"name": "Accueil"}, {"kind": RecipientKind.EXTERNAL, "name": "Trésorerie"}],
            "processors": [{"contact": {"name": "Éditeur SA"}}],
            "transfers": [],
            "retention": [
                {"active": {"duration": "P2Y"}, "has_intermediate": True, "intermediate": {"duration": "P10Y"}},
                {
                    "data": "Délai d’effacement",
                    "active": {"duration": "P3Y"},
                    "has_intermediate": True,
                    "intermediate": {"duration": "P10Y"},
                },
            ],
            "systems": [{"name": 'Logiciel "Livres"'}],
            "security_measures": [{"code": SecurityMeasureCode.M04_AUTHENTIFICATION, "detail": "Mots de passe"}],
            "dpia": {"status": "IN_PROGRESS"},
        }
    ]
    assert said(reading)[-1] == (
        "NOT_UNDERSTOOD: colonne «\u202fDonnées sensibles (catégorie de données traitées)\u202f»\u00a0:"
        " «\u202fOui\u202f» ne dit pas lesquels."
    )


def test_a_period_told_twice_is_one_line():
    same = list(FULL)
    same[19] = "2 ans"
    workbook = export(same)
    reading = openrgpd.read(workbook)
    assert_accounted(workbook, reading)
    assert len(reading.register.activities[0].retention) == 1


def test_what_the_export_has_no_place_for_is_blind():
    reading = openrgpd.read(export(FULL))
    assert {"notice", "transfers.mechanism", "processors.contract_signed", "special_data.exception"} <= reading.blind
    assert not {"purposes.legal_texts", "special_data.category", "dpia.status"} & reading.blind


def test_the_csv_of_the_tool_itself(tmp_path):
    path = tmp_path / "exportformulaire.csv"
    quoted = ['"' + cell.replace('"', '""') + '"' if set(cell) & set(' ,"') else cell for cell in FULL]
    names = [f'"{name}"' if " " in name else name for name in HEADINGS]
    path.write_text(",".join(names) + "\n" + ",".join(quoted) + "\n", encoding="utf-8")
    reading = read_register(path)
    assert reading.format == "openrgpd"
    assert reading.register.activities[0].name == "Médiathèque & ludothèque"


def test_another_file_is_refused():
    with pytest.raises(Unreadable, match="OpenRGPD"):
        openrgpd.read(book([["Nom du traitement", "Finalités", "Destinataires"]]))
