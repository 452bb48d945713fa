"""Boxes drawn in cells, and the CNIL's fiche for word processors once copied into a spreadsheet."""

import pytest

from egide.formats import headings
from egide.formats.gathering.ticks import has_boxes, ticked
from egide.law.facts.codes import DataCategory, SecurityMeasureCode, SpecialCategory
from tests.formats.sheets import activities, assert_accounted, book, sheet

FICHE = sheet(
    "Crèche",
    [
        ["Fiche de registre de l’activité Crèche"],
        ["Objectifs poursuivis"],
        ["Décrivez clairement l’objet du traitement de données personnelles et ses fonctionnalités"],
        ["Inscrire les enfants\nFacturer les familles"],
        [],
        ["Catégories de données collectées"],
        ["☒ État-civil, identité", "nom, prénom"],
        ["☐ Vie personnelle (habitudes de vie, situation familiale, etc.)"],
        ["☒ Informations d’ordre économique et financier", "RIB"],
        ["☐ Données de localisation (déplacements, données GPS, GSM, …)"],
        [],
        ["Des données sensibles sont-elles traitées ?", "☒ Oui  ☐ Non"],
        ["Si oui, lesquelles ?", "Santé"],
        [],
        ["Catégories de destinataires des données"],
        ["Destinataires internes"],
        ["1. Régie"],
        ["2."],
        [],
        ["Transferts des données hors UE"],
        ["Des données personnelles sont-elles transmises hors de l’Union européenne ?", "☐ Oui ☒ Non"],
        [],
        ["Mesures de sécurité"],
        ["☐ Chiffrement des données"],
        ["☒ Sauvegarde des données", "quotidienne"],
    ],
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("☒ Oui  ☐ Non", "Oui"),
        ("☐ Oui ☑ Non", "Non"),
        ("☐ jours ☐ mois", ""),
        ("Durée : ☒ ans", "Durée : ; ans"),
        ("☒ Nom\n☐ Adresse\n☑ Santé", "Nom\nSanté"),
        ("sans case", "sans case"),
    ],
)
def test_only_what_is_ticked_is_said(text, kept):
    assert ticked(text) == kept


def test_a_box_alone_is_a_tick_of_its_column():
    assert not has_boxes("☑")
    titles = ["Traitement", "Finalités", "Salariés", "Usagers", "Durée de conservation"]
    (record,) = activities(headings.read(book([titles, ["Paie", "Payer les agents", "☑", "☐", "5 ans"]])))
    assert len(record["data_subjects"]) == 1


def test_a_cell_where_no_choice_is_ticked_says_nothing():
    workbook = book([["Traitement", "Finalités", "Données sensibles"], ["Paie", "Payer", "☐ Oui ☐ Non"]])
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    assert activities(reading)[0].get("special_data") is None
    assert {place.cell: reason for place, reason in reading.ignored()} == {"C2": "aucune case cochée"}


def test_the_fiche_of_the_cnil_for_word_processors_copied_into_a_sheet():
    workbook = book(FICHE)
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    (record,) = activities(reading)
    assert [line["text"] for line in record["purposes"]] == ["Inscrire les enfants", "Facturer les familles"]
    found = {line["category"] for line in record["personal_data"]}
    assert {DataCategory.IDENTITY, DataCategory.ECONOMIC} <= found
    assert not found & {DataCategory.FAMILY, DataCategory.LOCATION}
    assert [line["category"] for line in record["special_data"]] == [SpecialCategory.HEALTH]
    assert [line["name"] for line in record["recipients"]] == ["Régie"]
    assert record["transfers"] == []
    assert record["security_measures"] == [
        {"code": SecurityMeasureCode.M17_SAUVEGARDES, "detail": "Sauvegarde des données\u00a0: quotidienne"}
    ]
