"""What people do to a CNIL workbook: shift cells, rename sheets, comment, disagree with themselves, add rubrics."""

import os
from datetime import date
from pathlib import Path

import pytest

from egide.formats import cnil
from egide.formats.cnil.coverage import ADVICE, BLIND, FILLABLE
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from egide.formats.reading import DoubtKind, Fate
from egide.law.durations import Duration
from egide.law.facts import Contact, Period, ProcessingActivity
from egide.law.facts.codes import (
    ActivityStatus,
    DataCategory,
    DataSubjectCategory,
    RecipientKind,
    SecurityMeasureCode,
    SpecialCategory,
    TransferMechanism,
)
from egide.law.facts.paths import schema_paths
from tests.formats.cnil_cases import CANTEEN, CANTEEN_ROW, messages, pairs, read
from tests.formats.cnil_forms import BLANK, LIST, LISTING, fiche, ods, xlsx

D, S, M, R = DataCategory, DataSubjectCategory, SecurityMeasureCode, RecipientKind


def test_shifted_cells_and_a_whole_address_under_the_name(tmp_path):
    values = {
        "B4": "Cimetière",
        "B10": "Mairie d’Achicourt, place Jean-Jaurès, 62217 Achicourt – 03 21 00 00 00 – mairie@achicourt.fr",
        "B11": "Paul Durand",
        "C11": "1 rue du Parc",
        "D11": "62700",
        "F11": "Bruay",
        "G11": "France",
        "H11": "03 21 11 11 11",
        "I11": "dpo@cdg62.fr",
        "C59": "Support Inc.",
        "D59": "Etats-Unis",
        "E59": "Clauses contractuelles types (CCT)",
    }
    reading = read(ods(tmp_path / "r.ods", {"Cimetière": fiche(values)}))
    body = reading.register.organization
    assert body.contact == Contact(
        name="Mairie d’Achicourt",
        address="place Jean-Jaurès",
        postal_code="62217",
        city="Achicourt",
        phone="03 21 00 00 00",
        email="mairie@achicourt.fr",
        text=values["B10"],
    )
    assert body.dpo.contact == Contact(
        name="Paul Durand",
        address="1 rue du Parc",
        postal_code="62700",
        city="Bruay",
        country="France",
        phone="03 21 11 11 11",
        email="dpo@cdg62.fr",
    )
    (transfer,) = reading.register.activities[0].transfers
    assert (transfer.recipient, transfer.country, transfer.mechanism) == ("Support Inc.", "US", TransferMechanism.SCC)
    corrected = [doubt.place.cell for doubt in reading.doubts if doubt.kind is DoubtKind.CORRECTED]
    assert {"B10", "F11", "G11", "H11", "I11", "C59"} <= set(corrected)


def test_an_inserted_column_moves_headings_and_values_together(tmp_path):
    moved = {f"{chr(ord(where[0]) + 1)}{where[1:]}": value for where, value in fiche(CANTEEN).items()}
    (activity,) = read(ods(tmp_path / "r.ods", {"Cantine": moved})).register.activities
    assert activity.name == "Restauration scolaire"
    assert pairs(activity.data_subjects, "category", "detail")[0] == (S.PUPILS, "Écoles publiques")
    assert activity.retention[1].active == Period(duration=Duration(10))


def test_annotations_of_people_go_to_the_notes_those_of_the_model_do_not(tmp_path):
    comments = {
        ("Cantine", "A3"): "Un « traitement de données personnelles » est une opération, ou ensemble d’opérations…",
        ("Cantine", "B25"): "À revoir avec Mme Leroy",
        (LIST, "A10"): "Fiche à signer",
    }
    sheets = {LIST: {**LISTING, **CANTEEN_ROW}, "Cantine": fiche(CANTEEN)}
    reading = read(ods(tmp_path / "r.ods", sheets, comments))
    (activity,) = reading.register.activities
    assert activity.notes.splitlines()[1:] == ["Commentaire de la cellule B25\u00a0: À revoir avec Mme Leroy"]
    assert "Fiche à signer" in messages(reading, DoubtKind.LEFT_OUT)
    assert activity.personal_data[0].detail == "Nom, prénom des enfants"


def test_truncated_names_duplicates_typed_dates_and_hidden_sheets_of_excel(tmp_path):
    second = fiche({**CANTEEN, "B4": "Garderie", "B5": "T-02", "H1": "T-02", "B6": date(2021, 1, 4), "D10": 62217})
    sheets = {
        "3_-_Modèle_de_fiche_de_regi (3)": second,
        "3_-_Modèle_de_fiche_de_registre": BLANK,
        "3_-_Modèle_de_fiche_de_regi (2)": fiche(CANTEEN),
        "Copie vierge": BLANK,
        LIST: {**LISTING, **CANTEEN_ROW, "A11": "Garderie", "B11": "T-02", "C11": date(2021, 1, 4)},
    }
    reading = read(xlsx(tmp_path / "r.xlsx", sheets, hidden=["3_-_Modèle_de_fiche_de_regi (3)"]))
    canteen, care = reading.register.activities
    assert (canteen.name, care.name) == ("Restauration scolaire", "Garderie")
    assert care.created_on == date(2021, 1, 4)
    assert canteen.id != care.id
    assert reading.register.organization.contact.postal_code == "62217"
    assert ("Copie vierge", "modèle de fiche laissé vierge") in {(p.sheet, reason) for p, reason in reading.ignored()}


def test_list_and_fiches_that_disagree_or_miss_each_other(tmp_path):
    rows = {
        "A10": "Restauration scolaire",
        "B10": "T-01",
        "C10": "02/09/2020",
        "E10": "Surveiller",
        "H10": "Non",
        "A11": "État civil",
        "B11": "T-09",
        "C11": "janvier 2020",
        "E11": "Tenir les registres",
        "J11": "à voir",
    }
    alone = fiche({"B4": "Police municipale", "B5": "T-77", "B17": "Constater"})
    sheets = {LIST: {**LISTING, **rows}, "Cantine": fiche(CANTEEN), "PM": alone}
    reading = read(ods(tmp_path / "r.ods", sheets))
    canteen, civil, police = reading.register.activities
    assert canteen.created_on == date(2020, 9, 1)
    assert canteen.notes == (
        "Autres mentions de la fiche\u00a0:\n"
        "Date de création dans la liste\u00a0: 02/09/2020\nFinalité dans la liste\u00a0: Surveiller"
    )
    assert pairs(canteen.special_data, "category") == [(SpecialCategory.HEALTH,)]
    assert (civil.status, civil.created_on) == (ActivityStatus.DRAFT, None)
    assert pairs(civil.purposes, "text") == [("Tenir les registres",)]
    assert "janvier 2020" in civil.notes
    assert "à voir" in civil.notes
    assert (police.name, police.status) == ("Police municipale", ActivityStatus.DRAFT)
    told = messages(reading)
    assert "la liste dit « 02/09/2020 », la fiche « 01/09/2020 »" in told
    assert "la liste dit « non »" in told
    assert "date illisible : « janvier 2020 »" in told


def test_a_rubric_typed_by_hand_is_kept_in_the_notes(tmp_path):
    values = {
        **CANTEEN,
        "A64": "Suites données",
        "B64": "Revoir le contrat",
        "A66": "Vu par le DPO",
        "B23": "perdu",
    }
    reading = read(ods(tmp_path / "r.ods", {"Cantine": fiche(values), "Brouillon": {"B2": "note", "C3": "12"}}))
    (activity,) = reading.register.activities
    assert "Suites données\u00a0: Revoir le contrat" in activity.notes
    assert "Vu par le DPO" in activity.notes
    assert pairs(activity.purposes, "text") == [("Inscrire les enfants",), ("Facturer les repas",), ("perdu",)]
    assert reading.ledger.fates["Cantine", 63, 1] is Fate.NOTED
    assert "« Suites données » n’est pas une rubrique" in messages(reading, DoubtKind.NOT_UNDERSTOOD)
    assert "la feuille « Brouillon »" in messages(reading, DoubtKind.LEFT_OUT)


def test_a_row_of_data_added_by_hand_and_words_that_deserve_a_look(tmp_path):
    values = {
        "B4": "Aides",
        "A31": "Vie professionnelle",
        "B31": "Employeur, grade",
        "E31": "6 mois à 1 an",
        "B25": "Nom, copie de la pièce d’identité",
        "E25": "illimitée",
        "B26": "Handicap de l’enfant",
        "B44": "Élèves et leurs parents",
        "B45": "Zorglubs",
        "B59": "Meta",
        "D59": "Privacy shield",
        "C59": "Syldavie",
    }
    cells = fiche(values)
    reading = read(ods(tmp_path / "r.ods", {"Aides": cells}))
    (activity,) = reading.register.activities
    assert pairs(activity.personal_data, "category", "detail") == [
        (D.IDENTITY, "Nom, copie de la pièce d’identité"),
        (D.FAMILY, "Handicap de l’enfant"),
        (D.PROFESSIONAL, "Employeur, grade"),
        (D.ID_DOCUMENT, "Nom, copie de la pièce d’identité"),
    ]
    assert activity.special_data is None
    assert activity.retention[0].unlimited is True
    assert activity.retention[1].active == Period(text="6 mois à 1 an")
    assert pairs(activity.data_subjects, "category") == [(S.PUPILS,), (S.PARENTS,), (None,)]
    assert pairs(activity.transfers, "country", "mechanism", "guarantees") == [(None, None, "Privacy shield")]
    assert "Syldavie" in activity.notes
    told = messages(reading)
    for words in ("Santé, handicap", "C-311/18", "« Zorglubs »", "pays non reconnu", "6 mois à 1 an"):
        assert words in told, words


def test_two_bodies_do_not_share_identifiers(tmp_path):
    rows = {**LISTING, **CANTEEN_ROW}
    one = read(ods(tmp_path / "a.ods", {LIST: {**rows, "C1": "Commune d’Achicourt"}, "c": fiche(CANTEEN)}))
    two = read(ods(tmp_path / "b.ods", {LIST: {**rows, "C1": "Commune de Lens"}, "c": fiche(CANTEEN)}))
    assert one.register.activities[0].id != two.register.activities[0].id


@pytest.mark.parametrize(
    "cells", [{}, {"A1": "Nom", "B1": "Prénom"}, {"A1": "Destinataires", "A2": "Mesures de sécurité"}]
)
def test_other_workbooks_are_not_recognised(tmp_path, cells):
    assert cnil.recognises(ods(tmp_path / "r.ods", {"Feuille1": {"Z9": "x", **cells}})) < 0.5


def test_blind_paths_are_all_the_others_and_each_has_its_advice():
    paths = set(schema_paths(ProcessingActivity))
    assert paths >= FILLABLE
    assert paths - FILLABLE == BLIND
    assert {path.partition(".")[0] for path in BLIND} == set(ADVICE)
    assert {"purposes.legal_basis", "special_data.exception", "processors", "notice", "dpia"} <= BLIND
    assert all(text.endswith("dans le classeur complet d’Égide.") for text in ADVICE.values())


SAMPLES = Path(os.environ["EGIDE_SAMPLES"]) if "EGIDE_SAMPLES" in os.environ else None
PUBLISHED = sorted(SAMPLES.rglob("registre-traitement-simplifie.ods")) if SAMPLES else []

if PUBLISHED:

    def as_excel(workbook):
        """The same cells, saved again by Excel, which cuts names at 31 characters."""
        sheets = {}
        for sheet in workbook.sheets:
            cells = {cell.address: cell.value for row in sheet.rows() for cell in row if cell}
            sheets[sheet.name[:31]] = cells
        return sheets

    @pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
    @pytest.mark.parametrize("kind", ["ods", "xlsx"])
    def test_the_workbook_that_the_cnil_publishes(tmp_path, path, kind):
        workbook = read_workbook(path, Limits())
        if kind == "xlsx":
            workbook = xlsx(tmp_path / "r.xlsx", as_excel(workbook))
        assert cnil.recognises(workbook) > 0.9
        reading = read(workbook)
        assert reading.is_blank_model
        (example,) = reading.register.activities
        assert (example.name, example.created_on) == ("Gestion de la paie", date(2018, 5, 26))
        assert pairs(example.purposes, "text") == [
            ("Gestion de la paie",),
            ("Calcul des rémunérations",),
            ("Calcul du montant des versements adressés aux organismes sociaux",),
            ("Ordre de virement à la banque",),
        ]
        assert pairs(example.recipients, "kind", "name") == [
            (R.INTERNAL, "Dir. Administrative et Financière"),
            (R.EXTERNAL, "Organismes sociaux"),
            (R.THIRD_COUNTRY, "Banque d'Andorre"),
        ]
        assert pairs(example.transfers, "country", "mechanism") == [("AD", TransferMechanism.SCC)]
        assert [kept.active.duration for kept in example.retention] == [Duration(5)] * 3
        assert example.notes is None
        assert reading.register.organization.contact.postal_code == "75001"
        assert messages(reading, DoubtKind.NOT_UNDERSTOOD) == ""
        assert messages(reading, DoubtKind.LEFT_OUT) == ""


def test_twins_of_the_list_and_of_the_fiches_are_paired_in_their_order(tmp_path):
    rows = {**LISTING, "A10": "Garderie", "E10": "Garder", "A11": "Garderie", "E11": "Garder"}
    one, two = fiche({"B4": "Garderie", "B17": "Garder", "B25": "Nom"}), fiche({"B4": "Garderie", "B17": "Garder"})
    reading = read(ods(tmp_path / "r.ods", {LIST: rows, "a": one, "b": two}))
    assert pairs(reading.register.activities, "name", "status") == [("Garderie", ActivityStatus.ACTIVE)] * 2
    assert reading.register.activities[0].personal_data is not None
