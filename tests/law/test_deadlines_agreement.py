"""The dates of the agreement (REQ-A2-1, REQ-A2-2, art. 7): every vector is worked out by hand from its text."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.dated import NotInForceError
from egide.law.deadlines import (
    TermReading,
    last_working_day,
    reminders,
    renewal,
    renewed,
    signature,
    term,
    termination,
)

SIGNED = date(2025, 11, 17)


@pytest.mark.parametrize(
    ("signed", "end_exclusive", "last_day", "renew_by", "renewed_last_day"),
    [
        (date(2025, 11, 17), date(2028, 11, 17), date(2028, 11, 16), date(2028, 9, 16), date(2031, 11, 16)),
        (date(2025, 12, 1), date(2028, 12, 1), date(2028, 11, 30), date(2028, 9, 30), date(2031, 11, 30)),
        (date(2026, 1, 31), date(2029, 1, 31), date(2029, 1, 30), date(2028, 11, 29), date(2032, 1, 30)),
        (date(2026, 3, 1), date(2029, 3, 1), date(2029, 2, 28), date(2028, 12, 28), date(2032, 2, 29)),
        (date(2026, 4, 30), date(2029, 4, 30), date(2029, 4, 29), date(2029, 2, 27), date(2032, 4, 29)),
        (date(2026, 5, 1), date(2029, 5, 1), date(2029, 4, 30), date(2029, 2, 28), date(2032, 4, 30)),
        (date(2026, 8, 31), date(2029, 8, 31), date(2029, 8, 30), date(2029, 6, 29), date(2032, 8, 30)),
        (date(2026, 12, 31), date(2029, 12, 31), date(2029, 12, 30), date(2029, 10, 30), date(2032, 12, 30)),
        (date(2028, 2, 29), date(2031, 3, 1), date(2031, 2, 28), date(2030, 12, 28), date(2034, 2, 28)),
    ],
)
def test_three_years_from_signature(signed, end_exclusive, last_day, renew_by, renewed_last_day):
    first = term(signed)
    assert (first.start, first.end_exclusive, first.last_day) == (signed, end_exclusive, last_day)
    assert first.renewal.due == renew_by
    following = renewed(first)
    assert following.start == end_exclusive
    assert following.last_day == renewed_last_day


def test_the_renewal_deadline_says_it_must_be_express():
    deadline = term(SIGNED).renewal
    assert deadline.basis == ("Convention art. 2", "Décision DEC-03")
    assert "samedi 16 septembre 2028" in deadline.explanation
    assert "le silence ne reconduit pas" in deadline.explanation


def test_the_procedural_reading_ends_one_day_later_and_does_not_drift():
    first = term(SIGNED, reading=TermReading.DIES_A_QUO_EXCLUDED)
    assert first.last_day == date(2028, 11, 17)
    assert first.end_exclusive == date(2028, 11, 18)
    assert first.renewal.due == date(2028, 9, 17)
    following = renewed(first)
    assert following.start == date(2028, 11, 18)
    assert following.last_day == date(2031, 11, 17)
    leap = term(date(2028, 2, 29), reading=TermReading.DIES_A_QUO_EXCLUDED)
    assert leap.last_day == date(2031, 2, 28)


def test_another_length_can_be_agreed_and_a_renewal_keeps_it():
    short = term(date(2026, 1, 15), years=1)
    assert short.last_day == date(2027, 1, 14)
    assert renewed(short).last_day == date(2028, 1, 14)


def test_no_length_is_known_before_the_first_agreement():
    with pytest.raises(NotInForceError, match="agreement_years"):
        term(date(2020, 1, 15))


@pytest.mark.parametrize(
    ("member", "centre", "enforceable", "on", "authorised"),
    [
        (date(2025, 12, 1), date(2025, 12, 5), date(2025, 11, 25), date(2025, 12, 5), True),
        (date(2025, 12, 5), date(2025, 12, 1), date(2025, 12, 5), date(2025, 12, 5), True),
        (date(2025, 12, 1), date(2025, 12, 1), date(2025, 12, 2), date(2025, 12, 1), False),
        (date(2025, 12, 1), date(2025, 12, 1), None, date(2025, 12, 1), False),
    ],
)
def test_it_starts_at_the_later_signature_once_the_deliberation_is_enforceable(
    member, centre, enforceable, on, authorised
):
    signed = signature(member, centre, enforceable_on=enforceable)
    assert (signed.on, signed.authorised) == (on, authorised)
    assert ("CNV-001" in signed.explanation) is not authorised


def test_reminders_fall_six_three_and_one_months_before_on_a_day_one_can_act():
    """Saturday 16 September 2028; 16 March is a Thursday, 16 June a Friday, 16 August a Wednesday."""
    found = [(r.months_before, r.on, r.act_on) for r in reminders(term(SIGNED))]
    assert found == [
        (6, date(2028, 3, 16), date(2028, 3, 16)),
        (3, date(2028, 6, 16), date(2028, 6, 16)),
        (1, date(2028, 8, 16), date(2028, 8, 16)),
    ]
    assert last_working_day(term(SIGNED)) == date(2028, 9, 15)


def test_a_reminder_on_a_closed_day_asks_to_act_the_working_day_before():
    """8 May 2028 is a public holiday, 8 October a Sunday."""
    first = term(date(2026, 1, 9))
    assert first.renewal.due == date(2028, 11, 8)
    assert [(r.on, r.act_on) for r in reminders(first)] == [
        (date(2028, 5, 8), date(2028, 5, 5)),
        (date(2028, 8, 8), date(2028, 8, 8)),
        (date(2028, 10, 8), date(2028, 10, 6)),
    ]


@pytest.mark.parametrize(
    ("member", "centre", "valid"),
    [
        (date(2028, 9, 16), date(2028, 6, 1), True),
        (date(2028, 9, 17), date(2028, 6, 1), False),
        (date(2028, 6, 1), date(2028, 9, 17), False),
        (date(2028, 6, 1), None, False),
        (None, date(2028, 6, 1), False),
        (None, None, False),
    ],
)
def test_both_acts_must_come_in_time(member, centre, valid):
    result = renewal(term(SIGNED), member_act_on=member, centre_act_on=centre)
    assert result.valid is valid
    assert (result.next_term is not None) is valid
    assert result.decided_on == (max(member, centre) if member and centre else None)


def test_what_a_renewal_explains():
    first = term(SIGNED)
    kept = renewal(first, member_act_on=date(2028, 6, 1), centre_act_on=date(2028, 6, 2))
    assert kept.explanation == "Reconduite du 17 novembre 2028 au 16 novembre 2031."
    assert "à confirmer" in kept.doubts[0]
    late = renewal(first, member_act_on=date(2028, 6, 1), centre_act_on=date(2028, 10, 2))
    assert "après l’échéance du 16 septembre 2028" in late.explanation
    silent = renewal(first, member_act_on=date(2028, 6, 1), centre_act_on=None)
    assert "prend fin le 16 novembre 2028" in silent.explanation


def test_a_second_renewal_is_doubtful():
    """CNV-005, DEC-04: the text speaks of one renewal."""
    acts = {"member_act_on": date(2028, 6, 1), "centre_act_on": date(2028, 6, 1)}
    first, second = (renewal(term(SIGNED), **acts, renewals_so_far=n) for n in (0, 1))
    assert not any("CNV-005" in doubt for doubt in first.doubts)
    assert any("CNV-005" in doubt for doubt in second.doubts)


def test_an_act_older_than_the_term_renews_nothing():
    with pytest.raises(ValueError, match="précède le début"):
        renewal(term(SIGNED), member_act_on=date(2025, 6, 1), centre_act_on=date(2028, 6, 1))


@pytest.mark.parametrize(
    ("notified", "effective", "notice_days"),
    [
        (date(2027, 1, 31), date(2027, 2, 1), 1),
        (date(2027, 2, 1), date(2027, 3, 1), 28),
        (date(2027, 2, 28), date(2027, 3, 1), 1),
        (date(2027, 12, 15), date(2028, 1, 1), 17),
        (date(2028, 2, 29), date(2028, 3, 1), 1),
    ],
)
def test_a_termination_takes_effect_on_the_first_of_the_next_month(notified, effective, notice_days):
    ended = termination(term(SIGNED), received_on=notified)
    assert ended.effective_on == effective
    assert ended.notice_days == notice_days
    assert ended.in_force_until == ended.actual_end == effective - timedelta(days=1)
    assert not ended.without_effect
    assert ended.basis == ("Convention art. 7",)


def test_a_letter_never_collected_is_notified_at_its_first_presentation():
    """DEC-06."""
    ended = termination(term(SIGNED), first_presented_on=date(2027, 1, 29))
    assert ended.notified_on == date(2027, 1, 29)
    assert any("DEC-06" in doubt for doubt in ended.doubts)
    collected = termination(term(SIGNED), first_presented_on=date(2027, 1, 29), received_on=date(2027, 2, 3))
    assert collected.effective_on == date(2027, 3, 1)
    assert not any("DEC-06" in doubt for doubt in collected.doubts)


def test_a_termination_never_prolongs_the_term():
    ended = termination(term(SIGNED), received_on=date(2028, 11, 2))
    assert ended.in_force_until == date(2028, 11, 30)
    assert ended.actual_end == date(2028, 11, 16)
    assert ended.without_effect
    assert any("à son terme" in doubt for doubt in ended.doubts)


def test_a_termination_that_takes_effect_the_day_after_the_term_changes_nothing():
    ended = termination(term(date(2025, 12, 1)), received_on=date(2028, 11, 10))
    assert ended.in_force_until == ended.actual_end == date(2028, 11, 30)
    assert ended.without_effect


def test_a_letter_without_a_date_or_with_two_that_disagree_is_refused():
    with pytest.raises(ValueError, match="avis de réception"):
        termination(term(SIGNED))
    with pytest.raises(ValueError, match="avant sa première présentation"):
        termination(term(SIGNED), received_on=date(2027, 1, 2), first_presented_on=date(2027, 1, 3))


@settings(max_examples=100)
@given(st.dates(date(2025, 4, 3), date(2080, 12, 31)), st.sampled_from(TermReading), st.dates(date(2025, 4, 3)))
def test_the_order_of_the_dates_never_breaks(signed, reading, notified):
    first = term(signed, reading=reading)
    following = renewed(first)
    assert first.start < first.renewal.due < first.last_day < first.end_exclusive
    assert (first.end_exclusive - first.last_day).days == 1
    assert following.start == first.end_exclusive
    assert following.last_day > first.last_day
    assert term(signed).last_day <= term(signed, reading=TermReading.DIES_A_QUO_EXCLUDED).last_day
    if notified.year < 9999:
        ended = termination(first, received_on=notified)
        assert 1 <= ended.notice_days <= 31
        assert ended.actual_end <= first.last_day
