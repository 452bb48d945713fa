"""CNIL workbooks as people fill them. What is expected was written by looking at the cells, not by running."""

from datetime import date

from egide.formats import cnil
from egide.formats.reading import DoubtKind
from egide.law.durations import Duration
from egide.law.facts import Contact
from egide.law.facts.codes import (
    ActivityStatus,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    DpoKind,
    RecipientKind,
    RetentionTrigger,
    SecurityMeasureCode,
    SpecialCategory,
)
from tests.formats.cnil_cases import BODY, CANTEEN, CANTEEN_ROW, messages, pairs, read
from tests.formats.cnil_forms import BLANK, EXAMPLE, LIST, LISTING, LISTING_EXAMPLE, MODEL, fiche, ods

D, S, M, R = DataCategory, DataSubjectCategory, SecurityMeasureCode, RecipientKind


def test_a_published_blank_workbook_is_a_blank_model(tmp_path):
    workbook = ods(tmp_path / "r.ods", {LIST: {**LISTING, **LISTING_EXAMPLE}, MODEL: BLANK})
    reading = read(workbook)
    assert cnil.recognises(workbook) > 0.9
    assert reading.is_blank_model
    assert reading.register.activities == ()
    reasons = {place.cell: reason for place, reason in reading.ignored() if place.sheet == LIST}
    assert reasons["A9"] == "exemple de la CNIL"


def test_a_simple_filled_workbook(tmp_path):
    sheets = {
        LIST: {**LISTING, **BODY, **LISTING_EXAMPLE, **CANTEEN_ROW},
        MODEL: BLANK,
        "Cantine": fiche(CANTEEN),
    }
    reading = read(ods(tmp_path / "r.ods", sheets))
    body = reading.register.organization
    assert body.name == "Commune d’Achicourt"
    assert body.contact == Contact(
        name="Commune d’Achicourt",
        address="place Jean-Jaurès",
        postal_code="62217",
        city="Achicourt",
        phone="03 21 00 00 00",
        email="mairie@achicourt.fr",
    )
    assert body.dpo.contact == Contact(name="Paul Durand", email="dpo@cdg62.fr")
    assert (body.dpo.kind, body.dpo.company.name) == (DpoKind.EXTERNAL, "Centre de gestion du Pas-de-Calais")
    (activity,) = reading.register.activities
    assert (activity.name, activity.reference) == ("Restauration scolaire", "T-01")
    assert activity.status is ActivityStatus.ACTIVE
    assert (activity.created_on, activity.updated_on) == (date(2020, 9, 1), date(2026, 3, 12))
    assert activity.controller is None
    assert activity.role is ControllerRole.CONTROLLER
    assert pairs(activity.purposes, "text") == [("Inscrire les enfants",), ("Facturer les repas",)]
    assert pairs(activity.personal_data, "category", "detail") == [
        (D.IDENTITY, "Nom, prénom des enfants"),
        (D.ECONOMIC, "Quotient familial"),
        (D.HEALTH, "Allergies (PAI)"),
    ]
    assert pairs(activity.special_data, "category", "detail") == [(SpecialCategory.HEALTH, "Allergies (PAI)")]
    assert (activity.nir_used, activity.criminal_data) == (False, False)
    lines = [line.id for line in activity.personal_data]
    assert [(kept.personal_data, kept.active.duration, kept.active.trigger) for kept in activity.retention] == [
        ((lines[0],), Duration(1), RetentionTrigger.END_OF_SCHOOL_YEAR),
        ((lines[1],), Duration(10), None),
        ((lines[2],), Duration(5), RetentionTrigger.END_OF_RELATION),
    ]
    assert pairs(activity.data_subjects, "category", "detail") == [
        (S.PUPILS, "Écoles publiques"),
        (S.PARENTS, "Parents"),
    ]
    assert pairs(activity.recipients, "kind", "name", "detail") == [
        (R.INTERNAL, "Cantine", "Service interne qui traite les données"),
        (R.EXTERNAL, "Trésorerie", None),
    ]
    assert pairs(activity.security_measures, "code", "detail") == [
        (M.M17_SAUVEGARDES, "Sauvegarde des données"),
        (M.M12_LOCAUX, "Autres mesures (à préciser)\u00a0: Armoire fermée à clé"),
    ]
    assert activity.transfers == ()
    assert activity.joint_controllers is None
    assert activity.notes is None
    assert messages(reading, DoubtKind.GUESSED).count("état des traitements") == 1
    assert str(reading.place_of(activity.id, "name")) == "feuille «\u202fCantine\u202f», cellule B4"
    assert reading.place_of(lines[0], "detail").cell == "B25"


def test_deleted_rows_and_sections_do_not_matter(tmp_path):
    cells = fiche(CANTEEN, without=(8, 12, 13, 14, 19, 20, 21, 22, 26, 28, 29, 33, 34, 35, 36, 37, 38, 50, 51, 56, 57))
    reading = read(ods(tmp_path / "r.ods", {"Cantine": cells}))
    (activity,) = reading.register.activities
    assert activity.reference == "T-01"
    assert pairs(activity.personal_data, "category") == [(D.IDENTITY,), (D.ECONOMIC,), (D.HEALTH,)]
    assert pairs(activity.recipients, "name") == [("Cantine",), ("Trésorerie",)]
    assert activity.transfers == ()
    assert reading.register.organization.contact.name == "Commune d'Achicourt"


def test_the_example_left_in_a_filled_file_is_ignored_with_its_reason(tmp_path):
    example = fiche(
        {
            "A1": "Exemple de fiche de registre",
            "H1": "1 - Exemple",
            "B4": "Gestion de la paie",
            "B5": "1 - Exemple",
            "B10": "Louise DUPONT",
            "C10": "1 rue Rivoli",
            "B17": "Gestion de la paie",
            "B27": "RIB",
            "E27": "5 ans à compter du versement de la paie",
            "B44": "Salariés",
        }
    )
    sheets = {EXAMPLE: example, "Cantine": fiche(CANTEEN), LIST: {**LISTING, **LISTING_EXAMPLE, **CANTEEN_ROW}}
    reading = read(ods(tmp_path / "r.ods", sheets))
    assert [a.name for a in reading.register.activities] == ["Restauration scolaire"]
    assert {reason for place, reason in reading.ignored() if place.sheet == EXAMPLE} == {"exemple de la CNIL"}
    alone = read(ods(tmp_path / "e.ods", {EXAMPLE: example, MODEL: BLANK}))
    assert alone.is_blank_model
    assert [a.name for a in alone.register.activities] == ["Gestion de la paie"]
    assert "vierge" in messages(alone)


def test_an_example_rewritten_by_a_body_is_a_fiche(tmp_path):
    reading = read(ods(tmp_path / "r.ods", {EXAMPLE: fiche({**CANTEEN, "A1": "Exemple de fiche de registre"})}))
    assert [a.name for a in reading.register.activities] == ["Restauration scolaire"]


def test_not_concerned_everywhere_never_becomes_a_value(tmp_path):
    words = ["Non concerné", "Non applicable", "N/A", "—", "néant", "aucun", "Sans objet", "-", "Non"]
    values = {f"B{row}": words[row % 9] for row in [*range(25, 31), *range(33, 42), 44, 48, 54]}
    values |= {
        "B4": "Annuaire",
        "B14": "Non concerné",
        "B12": "N/A",
        "B13": "Sans objet — responsable établi dans l’UE",
    }
    values |= {"C59": "Non applicable – données en France", "D59": "N/A", "B59": "Aucun transfert hors UE"}
    reading = read(ods(tmp_path / "r.ods", {"Annuaire": fiche(values)}))
    (activity,) = reading.register.activities
    for name in ("personal_data", "special_data", "data_subjects", "recipients", "security_measures", "transfers"):
        assert getattr(activity, name) == (), name
    assert activity.joint_controllers == ()
    assert (activity.nir_used, activity.criminal_data) == (False, False)
    assert activity.representative is None
    assert activity.notes == (
        "Autres mentions de la fiche\u00a0:\n"
        "Représentant\u00a0: Sans objet — responsable établi dans l’UE\n"
        "Transferts hors UE\u00a0: Non applicable – données en France"
    )


def test_an_empty_section_is_unknown_and_the_list_settles_sensitive_data(tmp_path):
    rows = {"A10": "Annuaire", "B10": "1", "H10": "Non", "A11": "Presse", "B11": "2", "H11": "Oui"}
    sheets = {
        LIST: {**LISTING, **rows},
        "a": fiche({"B4": "Annuaire", "B5": "1"}),
        "b": fiche({"B4": "Presse", "B5": "2"}),
    }
    reading = read(ods(tmp_path / "r.ods", sheets))
    first, second = reading.register.activities
    assert first.special_data == ()
    assert second.special_data is None
    assert "dites lesquelles" in messages(reading)
    for name in ("personal_data", "recipients", "transfers", "criminal_data", "nir_used", "purposes"):
        assert getattr(first, name) is None, name
