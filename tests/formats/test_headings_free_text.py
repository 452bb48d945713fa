"""Free text in the cells of a register: what is understood keeps its words, what is not is said, nothing is guessed."""

import pytest

from egide.formats import headings
from egide.formats.errors import Unreadable
from egide.law.facts.codes import (
    ActivityStatus,
    FinalFate,
    LegalBasis,
    RetentionTrigger,
    TransferMechanism,
)
from tests.formats.sheets import activities, assert_accounted, book, said, sheet

FREE = book(
    [
        [
            "Réf.",
            "Nom",
            "Finalité(s) / base légale",
            "Durée de conservation",
            "Transferts hors UE",
            "Garanties",
            "AIPD",
            "Couleur",
            "Vide",
        ],
        [
            "1",
            "Dossiers",
            "Instruire – obligation légale",
            "Dossiers : 10 ans après la clôture du dossier\nCandidatures : 2 ans puis destruction",
            "États-Unis",
            "CCT",
            "Réalisée",
            "bleu",
        ],
        [
            "2",
            "Permis",
            "Instruire les permis",
            "Selon la réglementation",
            "Données hébergées en France",
            None,
            "Non requise",
            "vert",
        ],
        ["3", "", "Surveiller", "illimitée", "Oui", "Sans objet", "En cours", None],
        ["4", "Archives", None, None, None, None, None, None],
    ]
)


def test_free_text_keeps_its_words_and_its_doubts():
    reading = headings.read(FREE)
    assert_accounted(FREE, reading)
    dossiers, permis, unnamed, archives = activities(reading)
    assert dossiers["purposes"] == [
        {"text": "Instruire – obligation légale", "legal_basis": LegalBasis.LEGAL_OBLIGATION}
    ]
    assert dossiers["retention"] == [
        {
            "data": "Dossiers",
            "active": {
                "duration": "P10Y",
                "trigger": RetentionTrigger.CASE_CLOSED,
                "text": "10 ans après la clôture du dossier",
            },
        },
        {"data": "Candidatures", "active": {"duration": "P2Y"}, "final_fate": FinalFate.D},
    ]
    assert dossiers["transfers"] == [{"country": "US", "mechanism": TransferMechanism.SCC}]
    assert dossiers["dpia"] == {"status": "VALIDATED"}
    assert dossiers["notes"] == "Couleur\u00a0: bleu"
    assert permis["transfers"] == []
    assert permis["not_applicable"] == {"dpia": "Non requise"}
    assert permis["retention"] == [{"active": {"text": "Selon la réglementation"}}]
    assert "name" not in unnamed
    assert unnamed["retention"] == [{"unlimited": True}]
    assert unnamed["transfers"] == [{}]
    assert archives == {
        "name": "Archives",
        "reference": "4",
        "status": ActivityStatus.DRAFT,
        "role": "CONTROLLER",
    }
    assert said(reading) == [
        (
            "GUESSED: Colonne «\u202fFinalité(s) / base légale\u202f» comprise comme «\u202fFinalités\u00a0:"
            " finalité\u202f» et «\u202fFinalités\u00a0: base légale\u202f»."
        ),
        (
            "NOT_UNDERSTOOD: Colonne «\u202fCouleur\u202f» non reconnue\u00a0: ses valeurs sont gardées dans les"
            " notes de chaque fiche."
        ),
        "GUESSED: Aucune colonne «\u202fÉtat\u202f»\u00a0: les traitements sont lus comme en cours.",
        (
            "GUESSED: colonne «\u202fTransferts hors UE\u202f»\u00a0: «\u202fDonnées hébergées en France\u202f» a"
            " été compris comme\u00a0: aucun transfert."
        ),
        (
            "NOT_UNDERSTOOD: colonne «\u202fDurée de conservation\u202f»\u00a0: aucune durée chiffrée dans"
            " «\u202fSelon la réglementation\u202f», qui reste en clair."
        ),
        "NOT_UNDERSTOOD: colonne «\u202fTransferts hors UE\u202f»\u00a0: «\u202fOui\u202f» ne dit pas lesquels.",
        "NOT_UNDERSTOOD: Traitement sans nom\u00a0: ses autres réponses ont été lues, donnez-lui un nom.",
        "NOT_UNDERSTOOD: Traitement dont seul le nom ou la référence est rempli\u00a0: gardé comme brouillon.",
    ]


def test_what_has_no_column_is_blind_and_says_which_to_add():
    reading = headings.read(FREE)
    assert {"recipients", "recipients.name", "purposes.legal_texts", "notice"} <= reading.blind
    assert not reading.blind & {
        "name",
        "purposes",
        "purposes.text",
        "purposes.legal_basis",
        "retention.active.duration",
    }
    assert reading.blind_advice["recipients.name"] == "Ajoutez une colonne «\u202fDestinataires\u202f» à votre tableau."


def test_a_merged_title_between_rows_is_a_section_whatever_its_words():
    rows = [["Nom", "Finalités", "Destinataires"], ["Vie locale"], ["Fêtes", "Organiser", "Associations"], ["Autre"]]
    merged = book(sheet("Registre", rows, merged=["A2:C2"]))
    assert [record["department"] for record in activities(headings.read(merged))] == ["Vie locale", "Vie locale"]
    assert [record["name"] for record in activities(headings.read(book(rows)))] == ["Vie locale", "Fêtes", "Autre"]


def test_of_two_columns_for_one_fact_the_surest_gives_it():
    first = ["Nom du traitement", "Finalités", "Date de creation du fichier", "Date de création"]
    row = ["Cantine", "Nourrir", "01/01/2020", "02/02/2022"]
    for order in ((0, 1, 2, 3), (3, 2, 1, 0)):
        workbook = book([[first[i] for i in order], [row[i] for i in order]])
        reading = headings.read(workbook)
        assert_accounted(workbook, reading)
        (cantine,) = activities(reading)
        assert cantine["created_on"].isoformat() == "2022-02-02"
        assert cantine["notes"] == "Date de creation du fichier\u00a0: 01/01/2020"


def test_a_list_of_words_with_a_few_labels_among_them_is_no_register():
    words = [[f"mot {n}", "définition"] for n in range(30)]
    glossary = book([*words, ["Finalités", "but"], ["Destinataires", "qui reçoit"], ["Base légale", "fondement"]])
    with pytest.raises(Unreadable):
        headings.read(glossary)
