"""The 72 hours of a breach: GDPR art. 33(1), elapsed hours across the changes of hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.dated import parameter
from egide.law.deadlines import PARIS, NaiveInstantError, breach_clock, in_paris, insurance_complaint


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("aware", "prudent", "regulation"),
    [
        (paris(2026, 11, 20, 17, 20), paris(2026, 11, 23, 17, 20), paris(2026, 11, 23, 18, 0)),
        (paris(2026, 11, 20, 17, 0), paris(2026, 11, 23, 17, 0), paris(2026, 11, 23, 18, 0)),
        (paris(2026, 10, 23, 10, 15), paris(2026, 10, 26, 9, 15), paris(2026, 10, 26, 10, 0)),
        (paris(2027, 3, 26, 10, 15), paris(2027, 3, 29, 11, 15), paris(2027, 3, 29, 12, 0)),
        (paris(2026, 12, 24, 18, 0), paris(2026, 12, 27, 18, 0), paris(2026, 12, 27, 19, 0)),
    ],
    ids=["half-past", "on-the-hour", "summer-time-ends", "summer-time-starts", "christmas-counts"],
)
def test_72_hours_in_both_readings(aware, prudent, regulation):
    clock = breach_clock(aware)
    assert clock.prudent.in_paris == prudent
    assert clock.prudent.in_paris.hour == prudent.hour
    assert clock.regulation.in_paris == regulation
    assert clock.regulation.in_paris.hour == regulation.hour


def test_instants_come_back_in_utc_and_read_in_paris():
    clock = breach_clock(paris(2026, 10, 23, 10, 15))
    assert clock.aware_at == datetime(2026, 10, 23, 8, 15, tzinfo=UTC)
    assert clock.prudent.due_at.tzinfo is UTC
    assert clock.prudent.explanation == (
        "72 heures écoulées à compter du vendredi 23 octobre 2026 à 10\u00a0h\u00a015\u202f: "
        "lundi 26 octobre 2026 à 9\u00a0h\u00a015 (heure de Paris)."
    )
    assert clock.prudent.basis == ("RGPD art. 33(1)",)
    assert clock.prudent.doubts == ()
    assert "ne pas s’y fier" in clock.regulation.doubts[0]


def test_the_deadline_is_passed_only_after_its_last_instant():
    deadline = breach_clock(paris(2026, 11, 20, 17, 20)).prudent
    assert not deadline.passed(paris(2026, 11, 23, 17, 20))
    assert deadline.passed(paris(2026, 11, 23, 17, 21))
    assert deadline.remaining(paris(2026, 11, 22, 17, 20)) == timedelta(hours=24)
    assert deadline.remaining(paris(2026, 11, 23, 17, 21)) == timedelta(minutes=-1)


def test_an_hour_without_its_time_zone_is_refused():
    naive = paris(2026, 11, 20, 17, 20).replace(tzinfo=None)
    with pytest.raises(NaiveInstantError, match="n’a pas de fuseau horaire"):
        breach_clock(naive)
    with pytest.raises(NaiveInstantError):
        in_paris(naive)
    deadline = breach_clock(paris(2026, 11, 20, 17, 20)).prudent
    with pytest.raises(NaiveInstantError):
        deadline.passed(naive)
    with pytest.raises(NaiveInstantError):
        deadline.remaining(naive)


def test_a_complaint_keeps_the_cyber_insurance_within_72_hours():
    deadline = insurance_complaint(paris(2026, 11, 20, 17, 20))
    assert deadline.in_paris == paris(2026, 11, 23, 17, 20)
    assert deadline.basis == ("Code des assurances L12-10-1",)
    assert "à confirmer" in deadline.doubts[0]


zones = st.sampled_from([PARIS, UTC, ZoneInfo("America/Cayenne"), ZoneInfo("Pacific/Auckland")])
instants = st.datetimes(paris(2018, 6, 1).replace(tzinfo=None), paris(2090, 1, 1).replace(tzinfo=None), timezones=zones)


@settings(max_examples=150)
@given(instants)
def test_always_72_elapsed_hours_and_prudence_comes_first(aware):
    clock = breach_clock(aware)
    hours = parameter("breach_notification_hours", on=date(2026, 1, 1)).whole
    assert clock.prudent.due_at - aware.astimezone(UTC) == timedelta(hours=hours)
    delay = clock.regulation.due_at - clock.prudent.due_at
    assert timedelta(0) < delay <= timedelta(hours=1)
    assert clock.regulation.due_at.minute == 0
