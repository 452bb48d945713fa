"""Free text in the cells of a register: what is understood keeps its words, what is not is said, nothing is guessed."""

from egide.formats import headings
from egide.law.facts.codes import (
    ActivityStatus,
    FinalFate,
    LegalBasis,
    RetentionTrigger,
    TransferMechanism,
)
from tests.formats.sheets import activities, assert_accounted, book, said

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
