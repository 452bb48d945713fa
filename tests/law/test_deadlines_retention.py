"""Three ages of data (law §2.8): each runs from its own event; the intermediate age is a total, not an addition."""

from datetime import date

import pytest

from egide.law.calendar import OutOfCalendarError
from egide.law.deadlines import Age, retention_end
from egide.law.durations import Duration


def age(duration, trigger="CASE_CLOSED", triggered_on=date(2025, 3, 10)):
    return Age(duration=Duration.parse(duration) if duration else None, trigger=trigger, triggered_on=triggered_on)


def test_the_active_age_alone_gives_the_due_date():
    end = retention_end(age("P1Y"))
    assert (end.active_end, end.intermediate_end, end.due) == (date(2026, 3, 10), None, date(2026, 3, 10))
    assert not end.overdue(date(2026, 3, 10))
    assert end.overdue(date(2026, 3, 11))
    assert "base active" in end.explanation
    assert end.basis == ("RGPD art. 5(1)(e)", "Code du patrimoine L212-2 et L212-3")


def test_the_intermediate_age_is_a_total_from_its_own_event():
    end = retention_end(age("P1Y"), age("P5Y", "DECISION", date(2025, 6, 30)))
    assert end.active_end == date(2026, 3, 10)
    assert end.due == end.intermediate_end == date(2030, 6, 30)
    assert "10 mars" not in end.explanation
    assert "30 juin 2030" in end.explanation
    assert "visa" in end.explanation


@pytest.mark.parametrize(
    ("trigger", "event", "due"),
    [
        ("END_OF_BUDGET_YEAR", date(2025, 3, 10), date(2035, 12, 31)),
        ("END_OF_BUDGET_YEAR", date(2025, 12, 31), date(2035, 12, 31)),
        ("END_OF_SCHOOL_YEAR", date(2025, 3, 10), date(2035, 8, 31)),
        ("END_OF_SCHOOL_YEAR", date(2025, 9, 1), date(2036, 8, 31)),
        ("RECORDING", date(2025, 3, 10), date(2035, 3, 10)),
        (None, date(2025, 3, 10), date(2035, 3, 10)),
    ],
)
def test_the_end_of_a_year_moves_the_event(trigger, event, due):
    assert retention_end(age("P10Y", trigger, event)).due == due


def test_the_end_of_the_school_year_can_be_set():
    end = retention_end(age("P1Y", "END_OF_SCHOOL_YEAR", date(2025, 7, 10)), school_year_end=(7, 4))
    assert end.due == date(2027, 7, 4)


def test_without_a_duration_data_are_kept_until_the_event_itself():
    assert retention_end(age(None)).due == date(2025, 3, 10)


def test_an_undated_event_gives_no_due_date_and_says_why():
    end = retention_end(age("P1Y", triggered_on=None))
    assert end.due is None
    assert not end.permanent
    assert not end.overdue(date(2999, 1, 1))
    assert "n’est pas connue" in end.explanation


def test_an_undated_intermediate_age_is_not_replaced_by_the_active_one():
    end = retention_end(age("P1Y"), age("P5Y", triggered_on=None))
    assert end.active_end == date(2026, 3, 10)
    assert end.due is None


@pytest.mark.parametrize(
    "ages", [(age(None, "PERMANENT"),), (age("P1Y"), age(None, "PERMANENT")), (age("P1Y"), age("P2Y", "PERMANENT"))]
)
def test_data_kept_for_good_are_never_due(ages):
    end = retention_end(*ages)
    assert end.permanent
    assert end.due is None
    assert "définitive" in end.explanation


def test_an_archive_that_ends_before_active_use_is_a_doubt():
    end = retention_end(age("P5Y"), age("P1Y"))
    assert end.due == date(2026, 3, 10)
    assert "avant la base active" in end.doubts[0]
    assert retention_end(age("P1Y"), age("P5Y")).doubts == ()


def test_month_ends_are_clamped():
    assert retention_end(age("P1M", "COLLECTION", date(2026, 1, 31))).due == date(2026, 2, 28)


def test_a_duration_that_no_calendar_holds_is_refused():
    with pytest.raises(OutOfCalendarError):
        retention_end(age("P9000Y"))
