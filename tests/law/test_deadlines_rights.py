"""The clock of a data subject's request: GDPR art. 12(3), décret 2019-536 art. 77, Reg. 1182/71 art. 3 (REQ-A3-8)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.calendar import Territory, add_months, is_working_day
from egide.law.dated import NotInForceError
from egide.law.deadlines import (
    Extension,
    OtherRegime,
    Suspension,
    identity_closing,
    other_regime_deadline,
    request_clock,
)

VECTORS = [
    # received, raw + 1 month, due, raw + 3 months, due if extended
    (date(2026, 3, 5), date(2026, 4, 5), date(2026, 4, 7), date(2026, 6, 5), date(2026, 6, 5)),
    (date(2026, 8, 31), date(2026, 9, 30), date(2026, 9, 30), date(2026, 11, 30), date(2026, 11, 30)),
    (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 2), date(2026, 4, 30), date(2026, 4, 30)),
    (date(2024, 1, 31), date(2024, 2, 29), date(2024, 2, 29), date(2024, 4, 30), date(2024, 4, 30)),
    (date(2027, 1, 29), date(2027, 2, 28), date(2027, 3, 1), date(2027, 4, 29), date(2027, 4, 29)),
    (date(2026, 4, 14), date(2026, 5, 14), date(2026, 5, 15), date(2026, 7, 14), date(2026, 7, 15)),
    (date(2026, 6, 14), date(2026, 7, 14), date(2026, 7, 15), date(2026, 9, 14), date(2026, 9, 14)),
    (date(2026, 11, 25), date(2026, 12, 25), date(2026, 12, 28), date(2027, 2, 25), date(2027, 2, 25)),
    (date(2026, 11, 30), date(2026, 12, 30), date(2026, 12, 30), date(2027, 2, 28), date(2027, 3, 1)),
]


@pytest.mark.parametrize(("received", "raw", "due", "extended_raw", "extended_due"), VECTORS)
def test_one_month_three_if_extended(received, raw, due, extended_raw, extended_due):
    clock = request_clock(received)
    assert (clock.initial.raw, clock.initial.due) == (raw, due)
    assert (clock.extended.raw, clock.extended.due) == (extended_raw, extended_due)
    assert clock.due == clock.initial
    assert clock.initial.basis[0] == "RGPD art. 12(3)"


def test_the_explanation_says_how_the_day_was_reached():
    deadline = request_clock(date(2026, 3, 5)).due
    assert deadline.explanation == (
        "1 mois à compter de la réception du 5 mars 2026\u202f: dimanche 5 avril 2026, "
        "reporté au premier jour ouvré, mardi 7 avril 2026."
    )
    assert deadline.basis == ("RGPD art. 12(3)", "Règlement n° 1182/71 art. 3(4)")
    assert not deadline.passed(date(2026, 4, 7))
    assert deadline.passed(date(2026, 4, 8))


def test_the_explanation_names_the_public_holiday():
    explanation = request_clock(date(2026, 11, 25)).due.explanation
    assert "vendredi 25 décembre 2026 (Noël), reporté au premier jour ouvré, lundi 28 décembre 2026" in explanation


def test_ten_days_to_prove_identity_move_the_end_by_ten_days():
    clock = request_clock(date(2026, 3, 5), suspensions=[Suspension(date(2026, 3, 10), date(2026, 3, 20))])
    assert (clock.due.raw, clock.due.due) == (date(2026, 4, 15), date(2026, 4, 15))
    assert clock.suspended_days == 10
    assert not clock.provisional
    assert clock.due.basis == ("RGPD art. 12(3)", "Décret n° 2019-536 art. 77")
    assert "suspendu 10 jours" in clock.due.explanation


def test_an_unanswered_check_gives_a_provisional_end():
    waiting = [Suspension(date(2026, 3, 10))]
    clock = request_clock(date(2026, 3, 5), suspensions=waiting, today=date(2026, 3, 17))
    assert clock.provisional
    assert clock.due.raw == date(2026, 4, 12)
    with pytest.raises(ValueError, match="encore attendue"):
        request_clock(date(2026, 3, 5), suspensions=waiting)


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ([Suspension(date(2026, 3, 4), date(2026, 3, 9))], "précède le départ"),
        ([Suspension(date(2026, 3, 10), date(2026, 3, 9))], "avant d’être demandée"),
        (
            [Suspension(date(2026, 3, 12), date(2026, 3, 20)), Suspension(date(2026, 3, 10), date(2026, 3, 13))],
            "se chevauchent",
        ),
    ],
)
def test_contradictory_suspensions_are_refused(spans, message):
    with pytest.raises(ValueError, match=message):
        request_clock(date(2026, 3, 5), suspensions=spans)


def test_two_checks_in_a_row_add_up():
    spans = [Suspension(date(2026, 3, 13), date(2026, 3, 15)), Suspension(date(2026, 3, 10), date(2026, 3, 13))]
    assert request_clock(date(2026, 3, 5), suspensions=spans).due.raw == date(2026, 4, 10)


def test_a_check_asked_after_the_end_suspends_nothing_but_may_suspend_the_extended_end():
    late = [Suspension(date(2026, 4, 8), date(2026, 4, 18))]
    clock = request_clock(date(2026, 3, 5), suspensions=late)
    assert clock.initial.due == date(2026, 4, 7)
    assert clock.doubts == (
        "La demande d’information du 8 avril 2026 est postérieure à l’échéance\u202f: elle ne la suspend pas.",
    )
    assert clock.extended.raw == date(2026, 6, 15)


def test_a_check_asked_on_the_last_rolled_day_still_counts():
    """The raw end, 5 April 2026, is Easter Sunday: the clock runs until Tuesday the 7th."""
    clock = request_clock(date(2026, 3, 5), suspensions=[Suspension(date(2026, 4, 7), date(2026, 4, 9))])
    assert clock.due.raw == date(2026, 4, 7)
    assert clock.suspended_days == 2


@pytest.mark.parametrize(
    ("notified_on", "reasons", "valid"),
    [
        (date(2026, 4, 7), "Complexité de la recherche", True),
        (date(2026, 4, 8), "Complexité de la recherche", False),
        (date(2026, 4, 7), None, False),
        (date(2026, 4, 7), "  ", False),
    ],
)
def test_an_extension_binds_only_if_announced_with_reasons_before_the_first_end(notified_on, reasons, valid):
    """DSR-003 and DSR-004."""
    clock = request_clock(date(2026, 3, 5), extension=Extension(notified_on, reasons))
    assert clock.extension_valid is valid
    assert clock.due == (clock.extended if valid else clock.initial)
    assert bool(clock.doubts) is not valid


def test_the_doubts_name_the_rule_that_an_extension_breaks():
    clock = request_clock(date(2026, 3, 5), extension=Extension(date(2026, 4, 8)))
    assert ["DSR-003" in clock.doubts[0], "DSR-004" in clock.doubts[1]] == [True, True]


def test_an_extension_announced_before_the_request_is_a_typing_error():
    with pytest.raises(ValueError, match="avant la réception"):
        request_clock(date(2026, 3, 5), extension=Extension(date(2025, 3, 20), "Complexité"))


def test_the_prudent_extension_adds_two_months_to_the_first():
    """DEC-14: received on 31 January, 30 April from receipt, 28 April in two steps."""
    clock = request_clock(date(2026, 1, 31))
    assert clock.extended.due == date(2026, 4, 30)
    assert clock.prudent_extended.due == date(2026, 4, 28)
    assert "1 mois puis 2 mois" in clock.prudent_extended.explanation
    same = request_clock(date(2026, 3, 5))
    assert same.prudent_extended == same.extended


def test_a_refusal_is_due_in_one_month_even_when_the_answer_is_extended():
    clock = request_clock(date(2026, 3, 5), extension=Extension(date(2026, 3, 20), "Nombre de demandes"))
    assert clock.due.due == date(2026, 6, 5)
    assert clock.refusal.due == date(2026, 4, 7)
    assert clock.refusal.basis[0] == "RGPD art. 12(4)"


def test_good_friday_counts_in_alsace():
    assert request_clock(date(2026, 3, 3)).due.due == date(2026, 4, 3)
    assert request_clock(date(2026, 3, 3), territory=Territory.ALSACE).due.due == date(2026, 4, 7)


def test_no_answer_is_computed_for_a_time_before_the_gdpr():
    with pytest.raises(NotInForceError, match="aucune valeur en vigueur au 24 mai 2018"):
        request_clock(date(2018, 5, 24))


def test_a_request_whose_author_stays_unknown_may_be_closed_after_sixty_days():
    """REQ law §4.3: an internal choice, and said so; 60 days from 10 March 2026 is Saturday 9 May."""
    closing = identity_closing(date(2026, 3, 10))
    assert (closing.raw, closing.due) == (date(2026, 5, 9), date(2026, 5, 11))
    assert closing.doubts == ("Aucun texte ne fixe ce délai de clôture faute de réponse.",)


@pytest.mark.parametrize(
    ("regime", "dated_on", "due"),
    [
        (OtherRegime.CADA_REQUEST, None, date(2026, 4, 5)),
        (OtherRegime.HEALTH_FILE, None, date(2026, 3, 13)),
        (OtherRegime.HEALTH_FILE, date(2021, 3, 5), date(2026, 3, 13)),
        (OtherRegime.HEALTH_FILE, date(2021, 3, 4), date(2026, 5, 5)),
        (OtherRegime.INDIRECT_ACCESS, None, date(2026, 7, 5)),
    ],
)
def test_other_regimes_have_their_own_clock(regime, dated_on, due):
    assert other_regime_deadline(regime, date(2026, 3, 5), information_dated_on=dated_on).due == due


def test_an_unverified_clock_says_so():
    assert other_regime_deadline(OtherRegime.INDIRECT_ACCESS, date(2026, 3, 5)).doubts == ()
    (doubt,) = other_regime_deadline(OtherRegime.CADA_REQUEST, date(2026, 3, 5)).doubts
    assert "à confirmer" in doubt


@st.composite
def requests(draw):
    received = draw(st.dates(date(2018, 5, 25), date(2080, 1, 1)))
    asked = received + timedelta(days=draw(st.integers(0, 25)))
    spans = [Suspension(asked, asked + timedelta(days=draw(st.integers(0, 40))))]
    return received, draw(st.sampled_from([[], spans])), draw(st.sampled_from(Territory))


@settings(max_examples=100)
@given(requests())
def test_every_end_is_an_open_day_and_the_extension_counts_from_receipt(request):
    received, spans, territory = request
    clock = request_clock(received, suspensions=spans, territory=territory)
    for deadline in (clock.initial, clock.extended, clock.prudent_extended):
        assert is_working_day(deadline.due, territory)
        assert deadline.due >= deadline.raw
    assert clock.extended.raw == add_months(received, 3) + timedelta(days=clock.suspended_days)
    assert clock.initial.due <= clock.prudent_extended.due <= clock.extended.due
