"""The mapping file: saved, corrected by hand, used again; its mistakes explained."""

import re

import pytest

from egide.formats import headings
from egide.formats.headings import MappingFault, load_mapping, parse_mapping, save_mapping, write_mapping
from egide.formats.opening import read_opened
from egide.law.facts.codes import ActivityStatus
from tests.formats.sheets import activities, assert_accounted, book, sheet
from tests.formats.test_headings_free_text import FREE
from tests.formats.test_headings_shapes import FICHES, ON_ITS_SIDE
from tests.formats.test_headings_tables import BOXES, CONTINUED, ICO

ODD = book(
    sheet(
        "Registre",
        [
            ["Titre"],
            ["Le quoi", "Le pourquoi", "Les gens", "Secret", "Secret", "Finalité"],
            ["Cantine", "Nourrir", "Élèves", "a", "b", "Facturer"],
        ],
    )
)
BY_HAND = """
[[feuille]]
nom = "Registre"
orientation = "lignes"
titres = 2
hauteur = 1

[feuille.colonnes]
"Le quoi" = "name"
"Le pourquoi" = "purposes.text + purposes.legal_basis"
"Les gens" = "data_subjects.category"
"Secret" = "ignorer"
"Secret [2]" = "notes"

[feuille.valeurs]
department = "Affaires scolaires"
domain = "Éducation"
"organization.name" = "Commune de Fictive"
"""


def test_a_mapping_written_by_hand_decides():
    reading = read_opened(ODD, mapping=parse_mapping(BY_HAND))
    (cantine,) = activities(reading)
    assert cantine == {
        "status": ActivityStatus.ACTIVE,
        "name": "Cantine",
        "department": "Affaires scolaires",
        "domain": "EDUCATION",
        "notes": "Secret\u00a0: b",
        "role": "CONTROLLER",
        "purposes": [{"text": "Nourrir"}],
        "data_subjects": [{"category": "PUPILS"}],
    }
    assert reading.register.organization.name == "Commune de Fictive"
    assert_accounted(ODD, reading)
    assert reading.ledger.fates["Registre", 2, 3] == "IGNORED"
    assert reading.ledger.reasons["Registre", 2, 5] == "colonne laissée de côté par la correspondance"


@pytest.mark.parametrize("workbook", [ICO, CONTINUED, BOXES, FREE, FICHES, ON_ITS_SIDE])
def test_the_mapping_that_was_used_gives_the_same_facts_again(workbook, tmp_path):
    reading, mapping = headings.read_with_mapping(workbook)
    path = tmp_path / "correspondance.toml"
    save_mapping(mapping, path)
    assert load_mapping(path) == mapping
    again = headings.read(workbook, load_mapping(path))
    assert again.registers == reading.registers
    assert again.blind == reading.blind


def test_the_file_reads_like_a_list_with_the_meaning_of_each_line():
    _, mapping = headings.read_with_mapping(BOXES)
    text = write_mapping(mapping)
    assert '"Personnes concernées – Agents" = "data_subjects (category=AGENTS)"  # Personnes concernées\n' in text
    assert text.startswith("# Correspondance entre les colonnes")


def test_headings_with_quotes_and_lines_survive():
    workbook = book([["Nom du traitement", 'Le "vrai"\nbut', "Finalités", "Destinataires"], ["a", "b", "c", "d"]])
    reading, mapping = headings.read_with_mapping(workbook)
    assert headings.read(workbook, parse_mapping(write_mapping(mapping))).registers == reading.registers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nom = ", "mal formé"),
        ("a = 1", "ne décrit aucune feuille"),
        ("[[feuille]]\ntitres = 1", "n’a pas de nom"),
        (
            '[[feuille]]\nnom = "Registre"\norientation = "diagonale"',
            "«\u202flignes\u202f», «\u202fcolonnes\u202f», «\u202ffiche\u202f»",
        ),
        ('[[feuille]]\nnom = "Registre"\ntitres = 0', "un nombre à partir de 1"),
        ('[[feuille]]\nnom = "Registre"\n[feuille.colonnes]\n"Le quoi" = "purposes.txt"', "purposes.text » (Finalités"),
        (
            '[[feuille]]\nnom = "Registre"\n[feuille.colonnes]\n"Le quoi" = "recipients.name (kind=INTERNE)"',
            "INTERNAL, EXTERNAL",
        ),
        ('[[feuille]]\nnom = "Registre"\n[feuille.valeurs]\n"purposes.text" = "x"', "une même valeur"),
    ],
)
def test_mistakes_are_explained(text, message):
    with pytest.raises(MappingFault, match=re.escape(message)):
        parse_mapping(text)


def test_a_heading_that_the_sheet_lacks_is_named_with_those_it_has():
    mapping = parse_mapping('[[feuille]]\nnom = "Registre"\ntitres = 2\n[feuille.colonnes]\n"Le cuoi" = "name"')
    with pytest.raises(MappingFault, match="n’a pas de colonne «\u202fLe cuoi\u202f»") as fault:
        headings.read(ODD, mapping)
    assert "«\u202fLe quoi\u202f»" in fault.value.advice


def test_a_mapping_file_that_is_not_there(tmp_path):
    with pytest.raises(MappingFault, match="ne peut pas être lu"):
        load_mapping(tmp_path / "absent.toml")
