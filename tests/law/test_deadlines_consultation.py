"""Prior consultation of the CNIL: GDPR art. 36(2), eight weeks, six more, stopped while it awaits information."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.calendar import is_working_day
from egide.law.deadlines import Suspension, consultation_clock


def test_eight_weeks_fourteen_if_extended():
    clock = consultation_clock(date(2026, 11, 23))
    assert clock.initial.due == date(2027, 1, 18)
    assert clock.extended.due == date(2027, 3, 1)
    assert clock.due == clock.initial
    assert clock.extension_valid is None
    assert clock.due.basis == ("RGPD art. 36(2)",)
    assert "à confirmer" in clock.due.doubts[-1]


@pytest.mark.parametrize(("notified_on", "valid"), [(date(2026, 12, 23), True), (date(2026, 12, 24), False)])
def test_the_cnil_announces_an_extension_within_one_month(notified_on, valid):
    clock = consultation_clock(date(2026, 11, 23), extension_notified_on=notified_on)
    assert clock.notice.due == date(2026, 12, 23)
    assert clock.extension_valid is valid
    assert clock.due == (clock.extended if valid else clock.initial)


def test_an_extension_announced_before_the_request_is_a_typing_error():
    with pytest.raises(ValueError, match="avant la réception"):
        consultation_clock(date(2026, 11, 23), extension_notified_on=date(2026, 11, 22))


def test_the_clock_stops_while_information_is_awaited():
    clock = consultation_clock(date(2026, 11, 23), suspensions=[Suspension(date(2026, 12, 1), date(2026, 12, 15))])
    assert clock.initial.due == date(2027, 2, 1)
    assert not clock.provisional
    assert "suspendu 14 jours" in clock.initial.explanation
    waiting = consultation_clock(
        date(2026, 11, 23), suspensions=[Suspension(date(2026, 12, 1))], today=date(2026, 12, 2)
    )
    assert waiting.provisional
    assert waiting.initial.due == date(2027, 1, 19)


def test_a_closed_last_day_rolls_forward():
    """Eight weeks from Monday 30 March 2026 is Whit Monday, 25 May."""
    assert consultation_clock(date(2026, 3, 30)).due.due == date(2026, 5, 26)


@settings(max_examples=60)
@given(st.dates(date(2018, 5, 25), date(2080, 1, 1)))
def test_never_due_on_a_closed_day(received):
    clock = consultation_clock(received)
    assert is_working_day(clock.initial.due)
    assert is_working_day(clock.extended.due)
    assert is_working_day(clock.notice.due)
    assert clock.notice.due < clock.initial.due < clock.extended.due
