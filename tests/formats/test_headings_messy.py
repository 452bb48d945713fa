"""Registers as town halls keep them: abbreviations, boxes, signatures, blank cells, comments, fiches in a pile."""

from datetime import date

import pytest

from egide.formats import headings
from egide.formats.checking import check_reading
from egide.formats.errors import Unreadable
from egide.formats.french.vocabulary import legal_basis
from egide.formats.french.words import words
from egide.law.facts.codes import DataSubjectCategory, DpiaStatus, LegalBasis
from tests.formats.sheets import activities, assert_accounted, book, sheet

HEADINGS = ["Traitement", "Finalités", "Base légale", "Personnes concernées", "Durée de conservation", "Sécurité"]
CIVIL = ["État civil", "Établir les actes", "Obligation légale", "Administrés", "75 ans", "Mots de passe"]
CANTEEN = ["Cantine", "Inscrire les enfants", "MIP", "Enfants", "1 an", "mdp"]


def read(*sheets):
    workbook = book(*sheets)
    reading = headings.read(workbook)
    assert_accounted(workbook, reading)
    return reading


@pytest.mark.parametrize("letter", "abcdef")
@pytest.mark.parametrize("form", ["6.1.{}", "6(1)({})", "art. 6.1{}", "RGPD art. 6.1.{}", "6-1-{}"])
def test_the_letter_of_article_6_is_the_basis(letter, form):
    assert legal_basis(form.format(letter))[0] is list(LegalBasis)["abcdef".index(letter)]


def test_inclusive_endings_end_a_word_and_nothing_else():
    assert words("Habitant(e)s, agent·e·s, élu.e.s") == ("habitant", "agent", "elu")
    assert words("6(1)(e)") == ("6", "1", "e")


def test_abbreviations_of_town_halls_are_understood():
    reading = read([HEADINGS, CIVIL, CANTEEN, [*CIVIL[:2], "OL", *CIVIL[3:]]])
    assert [record["purposes"][0]["legal_basis"] for record in activities(reading)] == [
        LegalBasis.LEGAL_OBLIGATION,
        LegalBasis.PUBLIC_TASK,
        LegalBasis.LEGAL_OBLIGATION,
    ]
    assert not [doubt for doubt in reading.doubts if "base" in doubt.message.lower()]


def test_a_box_to_tick_is_not_a_slip_in_another_heading():
    titles = ["Traitement", "Objectif poursuivi", "Salariés", "Usagers", "Durée de conservation"]
    rows = [["Paie", "Payer les agents", "X", None, "5 ans"], ["Accueil", "Recevoir", None, "☑", "1 an"]]
    assert [record["data_subjects"] for record in activities(read([titles, *rows]))] == [
        [{"category": DataSubjectCategory.AGENTS}],
        [{"category": DataSubjectCategory.USERS}],
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ["Nom", "Prénom", "Date de naissance", "Adresse", "Téléphone", "Mail"],
        ["Nom", "Adresse", "Santé", "Image", "Salariés", "Élus"],
    ],
)
def test_a_directory_of_people_is_no_register(titles):
    with pytest.raises(Unreadable, match="renommez ses colonnes"):
        headings.read(book([titles, ["Dupont", "Jean", "01/02/1980", "rue X", "0321", "a@b.fr"]]))


@pytest.mark.parametrize(
    "foot", ["Fait à Lens, le 12/03/2025 – Le Maire, Jean Dupont", "Le Maire", "Validé par le DPO le 3 mars 2025"]
)
def test_a_signature_below_the_table_is_no_activity(foot):
    reading = read([HEADINGS, CIVIL, [], [foot]])
    assert len(reading.register.activities) == 1
    assert [reason for _, reason in reading.ignored()] == ["date ou signature au pied du tableau"]


def test_the_cell_of_a_purpose_is_that_of_its_words_not_of_its_basis():
    reading = read([HEADINGS, [*CIVIL[:2], "Le conseil l’a voulu", *CIVIL[3:]]])
    (record,) = reading.register.activities
    assert reading.place_of(record.id, "purposes").cell == "B2"
    assert reading.place_of(record.purposes[0].id, "justification").cell == "C2"


def test_a_body_written_once_above_blank_cells_is_that_of_the_rows_below():
    titles = ["Collectivité", *HEADINGS]
    reading = read([titles, ["Commune de Lens", *CIVIL], [None, *CANTEEN], ["CCAS de Lens", *CIVIL], [None, *CANTEEN]])
    bodies = [(one.organization.name, [record.name for record in one.activities]) for one in reading.registers]
    assert bodies == [
        ("Commune de Lens", ["État civil", "Cantine"]),
        ("CCAS de Lens", ["État civil", "Cantine"]),
    ]
    (doubt,) = [doubt for doubt in reading.doubts if "non répétée" in doubt.message]
    assert doubt.place.cell == "A3"


def test_a_body_named_only_for_the_exceptions_does_not_take_the_rows_below():
    titles = ["Collectivité", *HEADINGS]
    reading = read([titles, [None, *CIVIL], ["CCAS de Lens", *CANTEEN], [None, "Paie", *CIVIL[1:]]])
    bodies = [(one.organization.name, [record.name for record in one.activities]) for one in reading.registers]
    assert bodies == [(None, ["État civil", "Paie"]), ("CCAS de Lens", ["Cantine"])]


def test_comments_of_cells_go_to_the_notes_of_their_activity_or_are_told():
    comments = {(2, 4): "Voir les\narchives", (0, 1): "Colonne à revoir"}
    reading = read(sheet("Registre", [HEADINGS, CIVIL, CANTEEN], comments=comments))
    civil, canteen = reading.register.activities
    assert (civil.notes, canteen.notes) == (None, "Commentaire de la cellule E3\u00a0: Voir les archives")
    told = {doubt.message: doubt.place.cell for doubt in reading.doubts if doubt.place}
    assert told["Commentaire laissé de côté\u00a0: «\u202fColonne à revoir\u202f»."] == "B1"
    assert told["Commentaire ajouté à une cellule\u00a0: gardé dans les notes."] == "E3"


def test_a_finding_names_the_empty_cell_to_fill():
    (checked,) = check_reading(read([HEADINGS, [*CIVIL[:2], None, *CIVIL[3:5], "???"]]), date(2026, 11, 24))
    cells = {finding.rule.id: checked.place(finding).cell for finding in checked.assessment.findings}
    assert (cells["LB-001"], cells["REG-010"]) == ("C2", "F2")


def test_fiches_piled_on_one_sheet_are_as_many_activities(tmp_path):
    def fiche(name):
        return [["FICHE", name], ["Traitement", name], ["Finalités", f"Gérer : {name}"], ["Destinataires", "CAF"], []]

    reading = read(sheet("Fiches", [["Commune de Lens"], [], *fiche("Crèche"), *fiche("Cantine"), *fiche("École")]))
    told = [(record["name"], record["purposes"][0]["text"]) for record in activities(reading)]
    assert told == [("Crèche", "Gérer : Crèche"), ("Cantine", "Gérer : Cantine"), ("École", "Gérer : École")]
    assert reading.register.organization.name == "Commune de Lens"
    workbook = book(sheet("Fiches", [*fiche("Crèche"), *fiche("Cantine")]))
    used = headings.read_with_mapping(workbook)[1]
    again = headings.read(workbook, headings.parse_mapping(headings.write_mapping(used)))
    assert [record.name for record in again.register.activities] == ["Crèche", "Cantine"]


def test_a_label_that_comes_back_within_one_fiche_does_not_cut_it():
    rows = [["Traitement", "Crèche"], ["Finalités", "Garder"], ["Nom", "A"], ["Nom", "B"], ["Destinataires", "CAF"]]
    assert [record["name"] for record in activities(read(sheet("F", rows)))] == ["Crèche"]


def test_a_title_above_a_table_on_its_side_names_the_body():
    rows = [
        ["Commune de Vimy"],
        ["Traitement", "Bibliothèque", "Police"],
        ["Finalités", "Prêter", "Constater"],
        ["Personnes concernées", "Lecteurs", "Contrevenants"],
    ]
    reading = read(rows)
    assert reading.register.organization.name == "Commune de Vimy"
    assert len(reading.register.activities) == 2


def test_a_saved_mapping_reads_boxes_as_they_were_read():
    titles = ["Traitement", "Objectif poursuivi", "Élus", "Salariés", "N° sécu", "Adresse", "Durée de conservation"]
    workbook = book([titles, ["Paie", "Payer les agents", "x", "x", "x", "x", "5 ans"]])
    first, used = headings.read_with_mapping(workbook)
    again = headings.read(workbook, headings.parse_mapping(headings.write_mapping(used)))
    assert again.registers == first.registers
    assert len(first.register.activities[0].data_subjects) == 2


def test_the_department_after_the_name_of_a_body_is_not_its_name():
    reading = read([["Département du Nord – DGA Solidarités"], [], HEADINGS, CIVIL])
    assert reading.register.organization.name == "Département du Nord"


def test_idem_is_no_answer_and_says_so():
    reading = read([HEADINGS, CIVIL, [*CANTEEN[:3], "Idem", "1 an", "idem"]])
    canteen = reading.register.activities[1]
    assert (canteen.data_subjects, canteen.security_measures) == (None, None)
    told = {doubt.place.cell: doubt.message for doubt in reading.doubts if "renvoie" in doubt.message}
    assert set(told) == {"D3", "F3"}
    assert "recopiez-y la réponse" in told["D3"]
    assert {reason for _, reason in reading.ignored()} == {"renvoi à une autre cellule"}


def test_fiches_that_name_no_body_say_where_to_name_it():
    rows = [["Traitement", "Crèche"], ["Finalités", "Garder"], ["Destinataires", "CAF"]]
    assert "ajoutez une ligne" in read(sheet("F", rows)).body_advice
    named = read(sheet("F", [["Collectivité", "Commune de Lens"], *rows]))
    assert named.register.organization.name == "Commune de Lens"


@pytest.mark.parametrize(
    ("heading", "text", "known"),
    [
        ("AIPD réalisée", "Oui", (DpiaStatus.VALIDATED, None)),
        ("AIPD faite ?", "Oui le 12/05/2023", (DpiaStatus.VALIDATED, date(2023, 5, 12))),
        ("PIA réalisé ?", "Oui (12 mai 2023)", (DpiaStatus.VALIDATED, date(2023, 5, 12))),
        ("AIPD", "Oui", None),
        ("AIPD réalisée", "Non", None),
    ],
)
def test_a_heading_that_says_done_makes_yes_an_answer(heading, text, known):
    (record,) = read([[*HEADINGS, heading], [*CIVIL, text]]).register.activities
    assert (record.dpia and (record.dpia.status, record.dpia.validated_on)) == known
