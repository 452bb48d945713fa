"""The legal basis that bodies type into the CNIL workbook, which has no row for it."""

from datetime import date

from egide.formats import cnil
from egide.formats.accounting import unaccounted
from egide.formats.checking import check_reading
from egide.formats.cnil.coverage import BLIND
from egide.formats.reading import DoubtKind, Fate
from egide.law.facts.codes import DataCategory, LegalBasis
from tests.formats.cnil_cases import CANTEEN, CANTEEN_ROW, messages, pairs
from tests.formats.cnil_forms import LIST, LISTING, fiche, ods

L, D = LegalBasis, DataCategory


def read(path, sheets):
    workbook = ods(path, sheets)
    reading = cnil.read(workbook)
    assert unaccounted(workbook, reading.ledger) == ()
    return reading


def test_a_row_added_below_the_purposes_founds_them_all(tmp_path):
    cells = fiche({**CANTEEN, "A23": "Base légale :", "B23": "Mission d’intérêt public"})
    reading = read(tmp_path / "r.ods", {"Cantine": cells})
    (activity,) = reading.register.activities
    assert pairs(activity.purposes, "text", "legal_basis") == [
        ("Inscrire les enfants", L.PUBLIC_TASK),
        ("Facturer les repas", L.PUBLIC_TASK),
    ]
    assert activity.notes is None
    assert reading.blind == BLIND - {"purposes.legal_basis"}
    assert reading.ledger.fates["Cantine", 22, 0] is Fate.LABEL
    assert str(reading.place_of(activity.purposes[1].id, "legal_basis")).endswith("cellule B23")
    assert messages(reading, DoubtKind.NOT_UNDERSTOOD) == ""


def test_a_row_of_another_name_elsewhere_keeps_the_text_of_law(tmp_path):
    rows = {"A31": "Licéité du traitement", "B31": "Obligation légale (Code de l’éducation)"}
    reading = read(tmp_path / "r.ods", {"Cantine": fiche({**CANTEEN, **rows})})
    (activity,) = reading.register.activities
    assert (
        pairs(activity.purposes, "legal_basis", "legal_texts")
        == [(L.LEGAL_OBLIGATION, ("Obligation légale (Code de l’éducation)",))] * 2
    )
    assert pairs(activity.personal_data, "category") == [(D.IDENTITY,), (D.ECONOMIC,), (D.HEALTH,)]


def test_as_many_bases_as_purposes_follow_their_order_and_more_are_repeated(tmp_path):
    two = fiche({**CANTEEN, "A64": "Fondement", "B64": "Mission d’intérêt public ; Contrat"})
    three = fiche({**CANTEEN, "A64": "Fondement", "B64": "Mission d’intérêt public ; Contrat ; Consentement"})
    (activity,) = read(tmp_path / "a.ods", {"Cantine": two}).register.activities
    assert pairs(activity.purposes, "legal_basis") == [(L.PUBLIC_TASK,), (L.CONTRACT,)]
    reading = read(tmp_path / "b.ods", {"Cantine": three})
    text = "Inscrire les enfants ; Facturer les repas"
    assert pairs(reading.register.activities[0].purposes, "text", "legal_basis") == [
        (text, L.PUBLIC_TASK),
        (text, L.CONTRACT),
        (text, L.CONSENT),
    ]
    assert "plusieurs bases légales" in messages(reading, DoubtKind.GUESSED)


def test_a_column_beside_the_purposes_gives_each_its_own(tmp_path):
    beside = {"E16": "Base légale", "E17": "Mission d’intérêt public", "E18": "Contrat"}
    (activity,) = read(tmp_path / "r.ods", {"Cantine": fiche({**CANTEEN, **beside})}).register.activities
    assert pairs(activity.purposes, "text", "legal_basis") == [
        ("Inscrire les enfants", L.PUBLIC_TASK),
        ("Facturer les repas", L.CONTRACT),
    ]


def test_a_column_added_to_the_list_is_read_too(tmp_path):
    rows = {**LISTING, **CANTEEN_ROW, "I8": "Base légale", "I10": "Mission d’intérêt public"}
    reading = read(tmp_path / "r.ods", {LIST: rows, "Cantine": fiche(CANTEEN)})
    assert pairs(reading.register.activities[0].purposes, "legal_basis") == [(L.PUBLIC_TASK,)] * 2
    assert "purposes.legal_basis" not in reading.blind


def test_an_empty_row_is_a_place_left_empty_and_a_wrong_answer_is_kept_and_said(tmp_path):
    empty = read(tmp_path / "a.ods", {"Cantine": fiche({**CANTEEN, "A23": "Base légale"})})
    assert "purposes.legal_basis" not in empty.blind
    assert pairs(empty.register.activities[0].purposes, "legal_basis") == [(None,)] * 2
    wrong = read(tmp_path / "b.ods", {"Cantine": fiche({**CANTEEN, "A23": "Base légale", "B23": "Le maire le veut"})})
    assert "Base légale\u00a0: Le maire le veut" in wrong.register.activities[0].notes
    assert "n’est pas une des six bases légales" in messages(wrong, DoubtKind.NOT_UNDERSTOOD)


def test_texts_of_their_own_row_and_a_model_that_carries_the_new_row(tmp_path):
    filled = fiche({**CANTEEN, "A23": "Base légale", "B23": "6.1.c", "A64": "Textes applicables", "B64": "CGCT ; loi"})
    sheets = {"Modèle": fiche({"A23": "Base légale"}), "Cantine": filled}
    (activity,) = read(tmp_path / "r.ods", sheets).register.activities
    assert pairs(activity.purposes, "legal_basis", "legal_texts") == [(L.LEGAL_OBLIGATION, ("CGCT", "loi"))] * 2


def test_a_workbook_without_such_a_row_stays_blind_to_it(tmp_path):
    assert read(tmp_path / "r.ods", {"Cantine": fiche(CANTEEN)}).blind == BLIND


def test_a_workbook_that_does_not_name_its_body_says_where_to(tmp_path):
    rows = {**LISTING, **CANTEEN_ROW, "C1": "Durand", "E2": "Achicourt"}
    cells = fiche({**CANTEEN, "B10": "Durand"})
    reading = read(tmp_path / "r.ods", {LIST: rows, "Cantine": cells})
    assert reading.register.organization.name is None
    assert reading.body_advice.startswith("Pour la nommer, écrivez «\u202fCommune d’Achicourt\u202f» dans la case")
    assert LIST in reading.body_advice
    assert "à la ligne" in read(tmp_path / "s.ods", {"Cantine": cells}).body_advice


def test_a_finding_on_what_is_missing_leads_to_the_row_of_the_model(tmp_path):
    values = {name: text for name, text in CANTEEN.items() if name[1:] not in {"10", "44", "45", "54", "55"}}
    reading = read(tmp_path / "r.ods", {"Cantine": fiche({**values, "A23": "Base légale"})})
    (checked,) = check_reading(reading, date(2026, 11, 24))
    cells = {finding.rule.id: checked.place(finding).cell for finding in checked.assessment.findings}
    assert (cells["LB-001"], cells["REG-005"], cells["REG-010"]) == ("B23", "B44", "B54")
