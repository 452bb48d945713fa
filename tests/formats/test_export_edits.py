"""A person changes our workbook: only what they changed changes, and what is not understood is kept and told."""

import dataclasses
from uuid import UUID

import pytest

from egide.formats.export import plan
from egide.formats.reading import DoubtKind, Fate
from egide.law.durations import Duration
from egide.law.facts import (
    AiSystem,
    Contact,
    NotApplicable,
    Organization,
    Period,
    PersonalData,
    ProcessingActivity,
    Processor,
    ProcessorActivity,
    Purpose,
    Register,
    Retention,
    SubProcessor,
)
from egide.law.facts.codes import ActivityStatus, ControllerRole, DataCategory, LegalBasis
from tests.formats.written import Grid, messages

BODY, MEALS, PAY, HOSTING, ROBOT = (UUID(int=n << 64) for n in range(1, 6))
P1, P2, D1, D2, R1, S1, SS1 = (UUID(int=n << 64) for n in range(11, 18))
REGISTER = Register(
    organization=Organization(id=BODY, name="Commune d’Achicourt", population=8000),
    activities=(
        ProcessingActivity(
            id=MEALS,
            name="Restauration scolaire",
            purposes=(Purpose(id=P1, text="Nourrir"), Purpose(id=P2, text="Facturer")),
            personal_data=(
                PersonalData(id=D1, category=DataCategory.IDENTITY),
                PersonalData(id=D2, category=DataCategory.BANK),
            ),
            retention=(Retention(id=R1, personal_data=(D1,), active=Period(duration=Duration(1))),),
            processors=(
                Processor(
                    id=S1, contact=Contact(name="Éditeur SAS"), subprocessors=(SubProcessor(id=SS1, name="Hébergeur"),)
                ),
            ),
            transfers=(),
            ai_systems=(ROBOT,),
            notes="À revoir",
        ),
        ProcessingActivity(id=PAY, name="Paie", role=None),
        ProcessorActivity(id=HOSTING, name="Hébergement"),
    ),
    ai_systems=(AiSystem(id=ROBOT, name="Assistant"),),
)


@pytest.fixture
def grid():
    return Grid(REGISTER)


def meals(reading):
    return reading.register.activities[0]


def test_a_changed_cell_changes_only_its_fact(grid):
    grid.set("Registre", 1, "État", "En cours")
    reading = grid.read()
    expected = dataclasses.replace(REGISTER.activities[0], status=ActivityStatus.ACTIVE)
    assert reading.register.activities == (expected, *REGISTER.activities[1:])
    assert reading.doubts == ()
    assert reading.place_of(MEALS, "status").cell == "D2"


def test_a_changed_cell_of_a_line_changes_only_its_fact(grid):
    grid.set("Finalités", 2, "Base légale", "  obligation légale – ART. 6(1)(C) ")
    reading = grid.read()
    assert meals(reading).purposes[1] == Purpose(id=P2, text="Facturer", legal_basis=LegalBasis.LEGAL_OBLIGATION)
    assert meals(reading).purposes[0] == REGISTER.activities[0].purposes[0]
    assert reading.doubts == ()
    assert reading.place_of(P2, "legal_basis").sheet == "Finalités"


def test_an_erased_cell_is_unknown_and_aucun_is_none(grid):
    grid.set("Registre", 1, "Transferts hors de l’EEE", None)
    grid.set("Registre", 2, "Transferts hors de l’EEE", " aucun")
    first, second, _ = grid.read().register.activities
    assert first.transfers is None
    assert second.transfers == ()


def test_a_wrong_code_is_told_with_the_valid_words_and_kept_in_the_notes(grid):
    grid.set("Finalités", 1, "Base légale", "Parce que")
    reading = grid.read()
    assert meals(reading).purposes[0].legal_basis is None
    assert meals(reading).notes == "À revoir\nBase légale\u202f: Parce que"
    (doubt,) = reading.doubts
    assert doubt.kind is DoubtKind.NOT_UNDERSTOOD
    assert doubt.record == MEALS
    assert reading.ledger.fates["Finalités", 1, 3] is Fate.NOTED
    (message,) = messages(reading)
    assert message.startswith(
        "feuille « Finalités », cellule D2, « Base légale » : « Parce que » n’est pas dans la liste"
    )
    assert "« Consentement – art. 6(1)(a) »" in message


@pytest.mark.parametrize(
    ("title", "typed", "message"),
    [
        ("Mineurs", "peut-être", "attendu : « Oui » ou « Non »"),
        ("Nombre de personnes", "beaucoup", "attendu : un nombre entier"),
        ("Nombre de personnes", 1.5, "attendu : un nombre entier ; reçu : « 1,5 »"),
        ("Fiche créée le", "un jour", "attendu : une date (17/11/2025)"),
        ("Nom du traitement", 'json:"', "du JSON complet"),
        ("Nom du traitement", "json:3", "attendu : un texte ; reçu : un nombre"),
    ],
)
def test_a_wrong_answer_is_kept_in_the_notes(grid, title, typed, message):
    grid.set("Registre", 2, title, typed)
    reading = grid.read()
    assert message in messages(reading)[0]
    assert f"{title}\u202f: " in reading.register.activities[1].notes


def test_a_new_line_finds_its_record_by_name_and_has_the_same_identifier_each_time(grid):
    grid.add("Finalités", Fiche="restauration  SCOLAIRE", Finalité="Mesurer le gaspillage")
    reading = grid.read()
    assert [purpose.text for purpose in meals(reading).purposes] == ["Nourrir", "Facturer", "Mesurer le gaspillage"]
    assert meals(reading).purposes[2].id == meals(grid.read()).purposes[2].id
    assert reading.doubts == ()


def test_two_equal_new_lines_are_two_lines(grid):
    for _ in range(2):
        grid.add("Finalités", Fiche="Paie", Finalité="Payer")
    first, second = grid.read().register.activities[1].purposes
    assert first.text == second.text == "Payer"
    assert first.id != second.id


def test_a_new_record_has_the_ordinary_role_and_may_tell_its_lines_in_words(grid):
    grid.add(
        "Registre", Nom_du_traitement="Cimetière", Finalités="Gérer les concessions", Sources="Famille\nÉtat civil"
    )
    reading = grid.read()
    added = reading.register.activities[-1]
    assert isinstance(added, ProcessingActivity)
    assert added.role is ControllerRole.CONTROLLER
    assert [purpose.text for purpose in added.purposes] == ["Gérer les concessions"]
    assert [source.detail for source in added.sources] == ["Famille", None]
    assert {doubt.kind for doubt in reading.doubts} == {DoubtKind.GUESSED}
    assert added.id == grid.read().register.activities[-1].id


def test_an_existing_record_of_unknown_role_stays_so(grid):
    assert grid.read().register.activities[1].role is None


def test_words_that_are_not_enough_go_to_the_notes(grid):
    grid.set("Registre", 2, "Vidéo", "douze caméras")
    reading = grid.read()
    assert reading.register.activities[1].video is None
    assert "Vidéo\u202f: douze caméras" in reading.register.activities[1].notes
    assert "à détailler dans sa feuille" in messages(reading)[0]


def test_a_changed_summary_does_not_change_lines_but_is_not_lost(grid):
    grid.set("Registre", 1, "Finalités", "Nourrir mieux")
    reading = grid.read()
    assert meals(reading).purposes == REGISTER.activities[0].purposes
    assert "Finalités\u202f: Nourrir mieux" in meals(reading).notes
    assert "résume des lignes" in messages(reading)[0]


def test_lines_that_change_do_not_make_their_summary_doubtful(grid):
    grid.set("Finalités", 1, "Finalité", "Nourrir bien")
    reading = grid.read()
    assert meals(reading).purposes[0].text == "Nourrir bien"
    assert reading.doubts == ()


def test_deleted_lines_are_told(grid):
    del grid.sheets["Finalités"][1:]
    reading = grid.read()
    assert meals(reading).purposes is None
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.LEFT_OUT]
    assert "écrivez « Aucun »" in messages(reading)[0]


def test_the_lines_of_a_deleted_record_are_left_out_one_by_one(grid):
    del grid.sheets["Registre"][1]
    reading = grid.read()
    assert [activity.name for activity in reading.register.activities] == ["Paie", "Hébergement"]
    told = messages(reading)
    assert len(told) == 7
    assert any("« Nourrir »" in message and "ligne laissée de côté" in message for message in told)
    assert reading.ledger.fates["Finalités", 1, 1] is Fate.IGNORED


def test_a_line_within_a_deleted_line_is_left_out(grid):
    del grid.sheets["Sous-traitants"][1]
    grid.set("Registre", 1, "Sous-traitants", None)
    reading = grid.read()
    assert meals(reading).processors is None
    (message,) = messages(reading)
    assert message.startswith("feuille « Sous-traitants ultérieurs », cellule A2 : ligne laissée de côté")
    assert "« Hébergeur »" in message


def test_a_row_copied_with_its_mark_is_a_new_row(grid):
    grid.sheets["Finalités"].append(list(grid.sheets["Finalités"][1]))
    grid.sheets["Registre"].append(list(grid.sheets["Registre"][2]))
    reading = grid.read()
    assert [purpose.text for purpose in meals(reading).purposes] == ["Nourrir", "Facturer", "Nourrir"]
    assert len({purpose.id for purpose in meals(reading).purposes}) == 3
    assert [activity.name for activity in reading.register.activities] == [
        "Restauration scolaire",
        "Paie",
        "Hébergement",
        "Paie",
    ]
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.CORRECTED] * 2


def test_columns_may_move_and_rows_be_sorted(grid):
    for name, rows in grid.sheets.items():
        if name in {"Registre", "Finalités", "Durées"}:
            grid.sheets[name] = [rows[0][::-1], *(row[::-1] for row in reversed(rows[1:]))]
    reading = grid.read()
    assert reading.doubts == ()
    assert {activity.id for activity in reading.register.activities} == {MEALS, PAY, HOSTING}
    found = next(activity for activity in reading.register.activities if activity.id == MEALS)
    assert [purpose.id for purpose in found.purposes] == [P2, P1]


def test_titles_of_another_version_are_found_by_the_sheet_of_columns(grid):
    column = grid.column("Registre", "État")
    grid.set("Registre", 1, "État", "Clos")
    grid.sheets["Registre"][0][column] = "Situation"
    for row in grid.sheets[plan.COLUMNS]:
        if row[0] == "Registre" and row[1] == "État":
            row[1] = "Situation"
    reading = grid.read()
    assert meals(reading).status is ActivityStatus.CLOSED
    assert reading.doubts == ()


def test_a_column_that_is_not_ours_goes_to_the_notes(grid):
    for row, text in zip(grid.sheets["Registre"], ["Chef de projet", "Mme Petit"], strict=False):
        row.append(text)
    reading = grid.read()
    assert meals(reading).notes == "À revoir\nChef de projet\u202f: Mme Petit"
    assert "n’est pas de ce classeur" in messages(reading)[0]


def test_a_sheet_that_is_not_ours_is_accounted_for(grid):
    grid.sheets["Brouillon"] = [["penser à", "rien"]]
    assert len(list(grid.read().ignored())) == 2


def test_references_follow_the_words_that_somebody_writes(grid):
    bank = "Coordonnées bancaires (donnée hautement personnelle)"
    grid.set("Durées", 1, "Catégories concernées", f"État civil, identité\n{bank}")
    reading = grid.read()
    assert meals(reading).retention[0].personal_data == (D1, D2)
    assert reading.doubts == ()
    grid.set("Durées", 1, "Catégories concernées", "Aucune")
    assert meals(grid.read()).retention[0].personal_data == ()


def test_a_reference_that_points_nowhere_keeps_the_former_one(grid):
    grid.set("Durées", 1, "Catégories concernées", "Licornes")
    reading = grid.read()
    assert meals(reading).retention[0].personal_data == (D1,)
    assert "Catégories concernées\u202f: Licornes" in meals(reading).notes


def test_a_reference_survives_a_change_of_its_target(grid):
    grid.set("Données", 1, "Catégorie de données", "Coordonnées")
    reading = grid.read()
    assert meals(reading).personal_data[0].category is DataCategory.CONTACT
    assert meals(reading).retention[0].personal_data == (D1,)
    assert reading.doubts == ()


def test_a_system_that_has_no_row_is_added_by_its_name(grid):
    grid.set("Registre", 2, "Systèmes d’IA", "Traducteur")
    register = grid.read().register
    assert [system.name for system in register.ai_systems] == ["Assistant", "Traducteur"]
    assert register.activities[1].ai_systems == (register.ai_systems[1].id,)


def test_a_line_within_a_line_is_added_by_the_words_of_its_parent(grid):
    row = [None] * len(grid.sheets["Sous-traitants ultérieurs"][0])
    grid.sheets["Sous-traitants ultérieurs"].append(row)
    last = len(grid.sheets["Sous-traitants ultérieurs"]) - 1
    for title, value in {
        plan.OWNER: "Restauration scolaire",
        plan.CONCERNS: "Sous-traitants\u00a0: sous-traitants ultérieurs",
        plan.PARENT: "Éditeur SAS",
        "Pays": "BE",
    }.items():
        grid.set("Sous-traitants ultérieurs", last, title, value)
    reading = grid.read()
    assert [line.country for line in meals(reading).processors[0].subprocessors] == [None, "BE"]
    assert reading.doubts == ()


def test_a_line_that_names_no_record_is_told_with_its_words(grid):
    grid.add("Finalités", Fiche="Inconnue", Finalité="Perdue")
    reading = grid.read()
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.LEFT_OUT]
    assert "« Perdue »" in messages(reading)[0]


def test_a_second_group_for_the_same_record_is_told(grid):
    for channel in ("Affiche", "Site"):
        row = [None] * len(grid.sheets["Information"][0])
        grid.sheets["Information"].append(row)
        grid.set("Information", -1, plan.OWNER, "Paie")
        grid.set("Information", -1, "Où elle se trouve", channel)
    reading = grid.read()
    assert reading.register.activities[1].notice.channel == "Affiche"
    assert "la fiche en a déjà une (« Paie », « Site »)" in messages(reading)[0]


def test_the_body_is_changed_by_its_answers(grid):
    row = next(n for n, cells in enumerate(grid.sheets[plan.BODY]) if cells[0] == "Population")
    grid.sheets[plan.BODY][row][1] = "8 200"
    assert grid.read().register.organization == dataclasses.replace(REGISTER.organization, population=8200)
    grid.sheets[plan.BODY].append(["Maire depuis", "2020", None, None, None])
    reading = grid.read()
    assert "« 2020 » laissé de côté" in messages(reading)[0]


def test_sans_objet_is_answered_by_names(grid):
    grid.add("Sans objet", Fiche="Paie", Champ="Vidéo", Motif="Aucune caméra")
    grid.add("Sans objet", Fiche="Paie", Champ="Licornes", Motif="Aucune licorne")
    reading = grid.read()
    assert reading.register.activities[1].not_applicable == (NotApplicable(path="video", reason="Aucune caméra"),)
    assert "« Licornes »" in messages(reading)[0]


def test_an_answer_of_the_other_kind_of_record_is_kept_in_the_notes(grid):
    grid.set("Registre", 3, "Mineurs", "Oui")
    reading = grid.read()
    assert reading.register.activities[2].notes == "Mineurs\u202f: Oui"
    assert "ne concerne pas une fiche « Sous-traitant" in messages(reading)[0]


def test_an_unknown_kind_of_record_is_guessed(grid):
    grid.add("Registre", Nom_du_traitement="Autre")
    grid.set("Registre", 4, plan.KIND, "Nous")
    reading = grid.read()
    assert isinstance(reading.register.activities[-1], ProcessingActivity)
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.GUESSED]


def test_marks_that_were_spoilt_lose_identity_but_no_fact(grid):
    for rows in grid.sheets.values():
        for title in (plan.MARK, plan.TRACK):
            if title in rows[0]:
                column = rows[0].index(title)
                for row in rows[1:]:
                    row[column] = "???"
    reading = grid.read()
    assert meals(reading).purposes[0].text == "Nourrir"
    assert meals(reading).id != MEALS
    assert meals(reading).retention[0].personal_data == (meals(reading).personal_data[0].id,)
