"""Working days and adding months (law.md is cited by article: Reg. 1182/71, Code du travail L3133-1)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.calendar import (
    OutOfCalendarError,
    Territory,
    add_duration,
    add_months,
    anniversary,
    end_of_year,
    is_working_day,
    period_end,
    public_holidays,
    roll_back,
    roll_forward,
)
from egide.law.durations import Duration

days = st.dates(date(1960, 1, 1), date(2090, 12, 31))
territories = st.sampled_from(Territory)


def test_the_eleven_public_holidays_of_2026():
    assert dict(public_holidays(2026)) == {
        date(2026, 1, 1): "Jour de l'an",
        date(2026, 4, 6): "Lundi de Pâques",
        date(2026, 5, 1): "Fête du Travail",
        date(2026, 5, 8): "Fête de la Victoire",
        date(2026, 5, 14): "Ascension",
        date(2026, 5, 25): "Lundi de Pentecôte",
        date(2026, 7, 14): "Fête nationale",
        date(2026, 8, 15): "Assomption",
        date(2026, 11, 1): "Toussaint",
        date(2026, 11, 11): "Armistice",
        date(2026, 12, 25): "Noël",
    }


@pytest.mark.parametrize("territory", [Territory.MOSELLE, Territory.ALSACE])
def test_alsace_moselle_adds_good_friday_and_26_december(territory):
    added = set(public_holidays(2026, territory)) - set(public_holidays(2026))
    assert added == {date(2026, 4, 3), date(2026, 12, 26)}


@pytest.mark.parametrize(
    ("territory", "day"),
    [
        (Territory.GUADELOUPE, date(2026, 5, 27)),
        (Territory.MARTINIQUE, date(2026, 5, 22)),
        (Territory.GUYANE, date(2026, 6, 10)),
        (Territory.REUNION, date(2026, 12, 20)),
        (Territory.MAYOTTE, date(2026, 4, 27)),
    ],
)
def test_overseas_departments_add_the_abolition_of_slavery(territory, day):
    assert day in public_holidays(2026, territory)
    assert day not in public_holidays(2026)


def test_public_holidays_cannot_be_changed():
    with pytest.raises(TypeError):
        public_holidays(2026)[date(2026, 3, 3)] = "Mardi gras"


@pytest.mark.parametrize("year", [1949, 2101])
def test_a_year_without_known_holidays_is_refused_rather_than_taken_as_open(year):
    with pytest.raises(OutOfCalendarError, match=f"jours fériés inconnus pour {year}"):
        is_working_day(date(year, 3, 1) + timedelta(days=(7 - date(year, 3, 1).weekday()) % 7))


@pytest.mark.parametrize("day", [date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6), date(2026, 8, 15)])
def test_saturdays_sundays_and_holidays_are_closed(day):
    assert not is_working_day(day)
    assert is_working_day(date(2026, 4, 7))


def test_a_date_with_a_time_is_refused_because_it_would_match_no_holiday():
    with pytest.raises(TypeError, match="date sans heure"):
        is_working_day(datetime(2026, 12, 25, 10, 0, tzinfo=UTC))
    with pytest.raises(TypeError, match="date sans heure"):
        add_months(datetime(2026, 12, 25, 10, 0, tzinfo=UTC), 1)


def test_rolling_skips_easter_both_ways():
    assert roll_forward(date(2026, 4, 4)) == date(2026, 4, 7)
    assert roll_back(date(2026, 4, 6)) == date(2026, 4, 3)
    assert roll_back(date(2026, 4, 6), Territory.ALSACE) == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(day, months, expected):
    """Reg. 1182/71 art. 3(2)(c)."""
    assert add_months(day, months) == expected


def test_no_date_leaves_the_calendar_without_a_clear_message():
    with pytest.raises(OutOfCalendarError, match="hors du calendrier"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(OutOfCalendarError, match="hors du calendrier"):
        add_months(date(1, 1, 1), -1)
    with pytest.raises(OutOfCalendarError, match="12 jours"):
        add_duration(date(9999, 12, 20), Duration(days=12))


def test_an_anniversary_of_29_february_is_1_march():
    assert anniversary(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert anniversary(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert anniversary(date(2025, 11, 17), 3) == date(2028, 11, 17)


def test_a_duration_adds_months_before_days():
    assert add_duration(date(2026, 1, 31), Duration(months=1, days=2)) == date(2026, 3, 2)
    assert add_duration(date(2024, 2, 29), Duration(years=1)) == date(2025, 2, 28)


def test_the_end_of_a_period_rolls_forward_and_does_not_count_the_day_of_the_event():
    assert period_end(date(2026, 3, 5), Duration(months=1)) == date(2026, 4, 7)
    assert period_end(date(2026, 11, 23), Duration.parse("P8W")) == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("day", "closing", "expected"),
    [
        (date(2026, 3, 1), (12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), (12, 31), date(2026, 12, 31)),
        (date(2026, 8, 31), (8, 31), date(2026, 8, 31)),
        (date(2026, 9, 1), (8, 31), date(2027, 8, 31)),
    ],
)
def test_the_end_of_a_year_is_the_first_closing_day_not_yet_past(day, closing, expected):
    assert end_of_year(day, closing) == expected


@settings(max_examples=60)
@given(days, territories)
def test_rolling_reaches_the_nearest_open_day_and_stays_there(day, territory):
    ahead, behind = roll_forward(day, territory), roll_back(day, territory)
    assert behind <= day <= ahead
    assert is_working_day(ahead, territory)
    assert is_working_day(behind, territory)
    assert roll_forward(ahead, territory) == ahead
    between = (day + timedelta(days=n) for n in range((ahead - day).days))
    assert not any(is_working_day(open_day, territory) for open_day in between)


@settings(max_examples=100)
@given(days, days, st.integers(-400, 400))
def test_add_months_is_clamped_and_monotonic(day, other, months):
    reached = add_months(day, months)
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    assert reached.day == day.day or (reached.day < day.day and (reached + timedelta(days=1)).day == 1)
    if other <= day:
        assert add_months(other, months) <= reached
    assert add_months(day, months + 1) > reached


@settings(max_examples=100)
@given(days, st.integers(1, 30))
def test_an_anniversary_is_never_before_the_clamped_date(day, years):
    assert 0 <= (anniversary(day, years) - add_months(day, 12 * years)).days <= 1
