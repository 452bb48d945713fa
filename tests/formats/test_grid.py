from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.formats.grids.addresses import address, column_index, column_letters, parse_address
from egide.formats.grids.grid import Cell, Kind, Sheet, Span, Workbook, neutral_text
from egide.formats.grids.texts import clean_text

SHEET = Sheet(
    "Liste",
    {0: ["Nom", None, "Durée"], 3: ["Paie", 7000, date(2025, 11, 17)]},
    merged=(Span(0, 0, 0, 1),),
    comments={(3, 1): "à vérifier", (9, 9): "seul"},
    displayed={(3, 1): "7 000 €"},
    hidden_rows=frozenset({3}),
)


@pytest.mark.parametrize(
    ("place", "written"),
    [((0, 0), "A1"), ((11, 1), "B12"), ((0, 26), "AA1"), ((1_048_575, 16_383), "XFD1048576")],
)
def test_addresses_are_those_of_spreadsheets(place, written):
    assert address(*place) == written
    assert parse_address(written) == place


@given(st.integers(0, 16_383))
def test_column_letters_go_both_ways(column):
    assert column_index(column_letters(column)) == column


@pytest.mark.parametrize("text", ["", "12", "B", "B0", "AAAA1", "B12:C13", "É1"])
def test_what_is_no_address_is_refused_in_french(text):
    with pytest.raises(ValueError, match="adresse de cellule illisible"):
        parse_address(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("Été", "Été"),
        (12, "12"),
        (1.5, "1,5"),
        (0.1 + 0.2, "0,3"),
        (True, "VRAI"),
        (False, "FAUX"),
        (date(2025, 11, 17), "2025-11-17"),
        (datetime.fromisoformat("0987-01-02T10:30"), "0987-01-02 10:30"),
        (datetime.fromisoformat("2025-11-17T10:30:05"), "2025-11-17 10:30:05"),
        (time(8, 5), "08:05"),
        (timedelta(hours=36, minutes=5), "36:05"),
        (-timedelta(minutes=90, seconds=1), "-01:30:01"),
    ],
)
def test_values_are_shown_in_a_neutral_form(value, text):
    assert neutral_text(value) == text


def test_a_cell_knows_what_it_is_and_where_it_stands():
    cell = SHEET.at(3, 1)
    assert cell == Cell("Liste", 3, 1, 7000, "7 000 €", "à vérifier")
    assert cell.address == "B4"
    assert cell.place == "feuille «\u00a0Liste\u00a0», cellule B4"
    assert cell


@pytest.mark.parametrize("place", [(0, 1), (0, 50), (1, 0), (999, 999)])
def test_where_nothing_was_written_the_cell_is_empty(place):
    assert not SHEET.at(*place)
    assert SHEET.at(*place).value is None
    assert SHEET.text_at(*place) == ""


def test_an_empty_cell_may_carry_a_comment():
    assert SHEET.at(9, 9).comment == "seul"


def test_the_ways_through_a_sheet_agree():
    assert list(SHEET.texts()) == [(0, ["Nom", "", "Durée"]), (3, ["Paie", "7 000 €", "2025-11-17"])]
    assert [[cell.text for cell in row] for row in SHEET.rows()] == [texts for _, texts in SHEET.texts()]
    assert [cell.address for cell in SHEET.column(2)] == ["C1", "C4"]
    assert list(SHEET.column(1)) == [SHEET.at(3, 1)]
    assert (SHEET.height, SHEET.width) == (4, 3)


def test_merged_and_hidden_cells_are_told():
    assert SHEET.span_at(0, 1) == Span(0, 0, 0, 1)
    assert SHEET.span_at(3, 2) == Span(3, 2, 3, 2)
    assert SHEET.is_hidden(3, 0)
    assert not SHEET.is_hidden(0, 0)


def test_a_workbook_finds_its_sheets():
    secret = Sheet("Secret", {}, hidden=True)
    book = Workbook("a.ods", Kind.ODS, (SHEET, secret))
    assert book.sheet("Secret") is secret
    assert book.sheet("Absent") is None
    assert book.visible == (SHEET,)


@pytest.mark.parametrize(("text", "failed"), [("#N/A", True), ("#VALEUR!", True), ("Err:502", True), ("#1", False)])
def test_formulas_that_failed_are_recognised(text, failed):
    assert Cell("Liste", 0, 0, text, text).is_error is failed


def test_text_is_cleaned_of_what_cannot_be_seen():
    assert clean_text("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert clean_text("\ufeffNom\x00\x07\u200b\tÉlu\u00a0: 1\ud800") == "Nom\tÉlu\u00a0: 1"
