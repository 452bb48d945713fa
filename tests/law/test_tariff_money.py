"""Tax, years, periods and the budget line (law §1.5; REQ-D1, REQ-D2, CNV-017, CNV-019, DEL-007, DEL-008)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.tariff import BudgetLine, cents, check_budget, multi_year, overlapping, price

TODAY = date(2026, 11, 23)
LINE = BudgetLine(payment_credits=Decimal("12000.00"), available=Decimal("9180.00"), proposal=Decimal("7000.00"))


def euros(text):
    return Decimal(text)


def test_without_a_rate_there_is_no_tax_but_a_doubt():
    found = price(euros("7000"), on=TODAY)
    assert (found.rate, found.tax, found.with_tax) == (Decimal(0), Decimal("0.00"), Decimal("7000.00"))
    assert "à confirmer" in found.doubts[0]


def test_with_twenty_per_cent():
    found = price(euros("7000"), on=TODAY, rate=euros("0.20"))
    assert (found.tax, found.with_tax, found.doubts) == (Decimal("1400.00"), Decimal("8400.00"), ())


@pytest.mark.parametrize(("value", "rounded"), [("0.005", "0.01"), ("0.015", "0.02"), ("0.014", "0.01"), ("2", "2.00")])
def test_amounts_are_rounded_half_up(value, rounded):
    assert str(cents(euros(value))) == rounded


def test_three_years_at_7000():
    found = multi_year(euros("7000"), date(2025, 11, 17))
    assert [(year.start, year.end) for year in found.years] == [
        (date(2025, 11, 17), date(2026, 11, 16)),
        (date(2026, 11, 17), date(2027, 11, 16)),
        (date(2027, 11, 17), date(2028, 11, 16)),
    ]
    assert found.total == Decimal("21000.00")
    assert found.voted == Decimal("7000.00")
    assert "DEC-09" in found.notes[0]


def test_years_from_29_february_leave_no_hole():
    years = multi_year(euros("300"), date(2028, 2, 29)).years
    assert [year.start for year in years] == [date(2028, 2, 29), date(2029, 3, 1), date(2030, 3, 1)]
    assert years[-1].end == date(2031, 2, 28)


def test_an_agreement_lasts_a_year_at_least():
    with pytest.raises(ValueError, match="au moins un an"):
        multi_year(euros("300"), date(2026, 1, 1), years=0)
    assert len(multi_year(euros("300"), date(2026, 1, 1), years=1).years) == 1


def test_a_period_is_never_invoiced_twice():
    """CNV-019."""
    first, second = (date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))
    inside, straddling = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 12, 31), date(2027, 1, 31))
    assert overlapping([second, first]) == ()
    assert overlapping([first, inside, second]) == (inside,)
    assert overlapping([first, straddling, second]) == (straddling, second)
    assert overlapping([first, first]) == (first,)
    with pytest.raises(ValueError, match="à l’envers"):
        overlapping([(date(2026, 2, 1), date(2026, 1, 31))])


def test_the_budget_line_of_the_deliberation():
    found = check_budget(LINE)
    assert found.balance == Decimal("2180.00")
    assert found.committed_before == Decimal("2820.00")
    assert found.balance_with_tax is None
    assert [invariant.id for invariant in found.invariants] == ["B1", "B2"]
    assert found.holds


def test_tax_would_exceed_the_amount_voted():
    """CNV-017: 8 400 with tax leaves 780, but only 7 000 were voted."""
    found = check_budget(LINE, price=price(euros("7000"), on=TODAY, rate=euros("0.20")), authorised=euros("7000"))
    assert found.balance_with_tax == Decimal("780.00")
    failed = [invariant for invariant in found.invariants if not invariant.holds]
    assert [(invariant.id, invariant.rule) for invariant in failed] == [("B4", "CNV-017")]
    assert not found.holds
    assert failed[0].figures == "8\u202f400,00\u00a0€ ≤ 7\u202f000,00\u00a0€"
    assert check_budget(LINE, price=price(euros("7000"), on=TODAY)).holds


@pytest.mark.parametrize(
    ("available", "proposal", "printed", "failed"),
    [
        ("12000.01", "7000", None, ["B1"]),
        ("-1", "-2", None, ["B1", "B2"]),
        ("9180", "9180.01", None, ["B2"]),
        ("9180", "-1", None, ["B2"]),
        ("9180", "7000", "2180", []),
        ("9180", "7000", "2810", ["B3"]),
    ],
)
def test_figures_that_do_not_agree(available, proposal, printed, failed):
    line = BudgetLine(
        payment_credits=euros("12000"),
        available=euros(available),
        proposal=euros(proposal),
        printed_balance=None if printed is None else euros(printed),
    )
    assert [invariant.id for invariant in check_budget(line).invariants if not invariant.holds] == failed


@settings(max_examples=60)
@given(st.dates(date(2025, 4, 3), date(2090, 1, 1)), st.integers(1, 9))
def test_billed_years_follow_one_another(start, length):
    years = multi_year(euros("300"), start, years=length).years
    assert years[0].start == start
    assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(years))
    assert overlapping([(year.start, year.end) for year in years]) == ()
