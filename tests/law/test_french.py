"""Days, hours and amounts as they are printed."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from egide.law.deadlines import PARIS
from egide.law.french import amount, capital, long_date, moment, number, plural, weekday_date


def test_days():
    assert long_date(date(2025, 11, 17)) == "17 novembre 2025"
    assert long_date(date(2027, 3, 1)) == "1er mars 2027"
    assert weekday_date(date(2026, 4, 7)) == "mardi 7 avril 2026"


def test_moments():
    assert moment(datetime(2026, 11, 23, 9, 5, tzinfo=PARIS)) == "lundi 23 novembre 2026 à 9\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("value", "text"),
    [("7000", "7\u202f000,00\u00a0€"), ("0.5", "0,50\u00a0€"), ("-1234567.891", "−1\u202f234\u202f567,89\u00a0€")],
)
def test_amounts(value, text):
    assert amount(Decimal(value)) == text


def test_counts():
    assert number(100_000) == "100\u202f000"
    assert [plural(n, "jour") for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert plural(3, "voix", "voix") == "3 voix"


def test_a_sentence_begins_with_a_capital():
    assert (capital("état lu"), capital("« non »"), capital("")) == ("État lu", "« non »", "")
