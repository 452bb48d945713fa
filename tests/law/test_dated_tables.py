"""The tables delivered: the EEA and adequacy (GDPR art. 45), the lists of the CNIL (art. 35), the open questions."""

from datetime import date

import pytest

from egide.law.dated import (
    AdequacyKind,
    UnknownCountryError,
    UnknownQuestionError,
    adequacy,
    adequacy_decisions,
    ambiguities,
    country_code,
    decisions,
    dpia_exempt_types,
    dpia_required_types,
    is_in_eea,
    open_question,
)

TODAY = date(2026, 11, 23)


def codes(text):
    return text.split()


EU = codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")


def test_the_eea_is_the_union_and_three_more():
    assert len(EU) == 27
    assert all(is_in_eea(country, TODAY) for country in [*EU, "IS", "LI", "NO"])
    assert not any(is_in_eea(country, TODAY) for country in ["CH", "GB", "US", "MA", "MC", "NC", "PF"])


def test_overseas_regions_are_in_the_union():
    assert all(is_in_eea(code, TODAY) for code in ["GP", "MQ", "GF", "RE", "YT", "MF"])


def test_membership_is_dated():
    assert [is_in_eea("GB", day) for day in (date(2020, 12, 31), date(2021, 1, 1))] == [True, False]
    assert [is_in_eea("HR", day) for day in (date(2013, 6, 30), date(2013, 7, 1))] == [False, True]


@pytest.mark.parametrize(
    ("written", "code"), [("fr", "FR"), (" Gr ", "GR"), ("EL", "GR"), ("uk", "GB"), ("epo", "EPO")]
)
def test_a_country_is_a_code_in_any_case(written, code):
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["", "FRA", "France", "F1", "É.", "ÉÉ"])
def test_a_country_that_is_not_a_code_is_refused_rather_than_taken_as_foreign(written):
    for ask in (is_in_eea, adequacy):
        with pytest.raises(UnknownCountryError, match="code ISO à deux lettres"):
            ask(written, TODAY)


def test_the_adequacy_decisions_in_force():
    expected = codes("AD AR BR CA CH EPO FO GB GG IL IM JE JP KR NZ US UY")
    assert [decision.country for decision in adequacy_decisions(TODAY)] == expected


def test_a_decision_says_what_it_covers_and_until_when():
    united_kingdom = adequacy("GB", TODAY)
    assert united_kingdom.valid_to == date(2031, 12, 27)
    assert not united_kingdom.partial
    assert adequacy("GB", date(2031, 12, 28)) is None
    assert adequacy("CA", TODAY).partial
    assert "publics" in adequacy("CA", TODAY).scope
    assert adequacy("BR", TODAY).decision == "2026/179"
    assert adequacy("BR", date(2026, 1, 25)) is None
    assert adequacy("EPO", TODAY).kind is AdequacyKind.INTERNATIONAL_ORGANISATION
    assert adequacy("AD", TODAY).kind is AdequacyKind.COUNTRY


def test_decisions_struck_down_stay_for_old_transfers():
    assert adequacy("US", date(2019, 1, 1)).decision == "2016/1250"
    assert adequacy("US", date(2021, 1, 1)) is None
    today = adequacy("US", TODAY)
    assert (today.decision, today.confirmed) == ("2023/1795", True)
    assert "T-553/23" in today.watch


def test_a_country_without_a_decision_has_none():
    assert adequacy("MA", TODAY) is None
    assert adequacy("FR", TODAY) is None


def test_what_was_not_verified_says_so():
    unverified = {decision.country for decision in adequacy_decisions(TODAY) if not decision.confirmed}
    assert unverified == set(codes("AD AR CA CH FO GG IL IM JE JP KR NZ UY"))


def test_the_two_lists_of_the_cnil():
    required, exempt = dpia_required_types(TODAY), dpia_exempt_types(TODAY)
    assert [item.number for item in required] == list(range(1, 15))
    assert [item.number for item in exempt] == list(range(1, 13))
    assert "logements sociaux" in required[11].title
    assert "périscolaires" in exempt[9].title
    assert [item.number for item in exempt if not item.confirmed] == [11, 12]
    assert all(item.source.startswith("CNIL, délibération") for item in (*required, *exempt))


def test_the_lists_did_not_always_exist():
    assert dpia_required_types(date(2018, 11, 5)) == ()
    assert dpia_exempt_types(date(2019, 10, 21)) == ()


def test_the_registers_of_what_no_text_settles():
    assert [question.id for question in decisions()] == [f"DEC-{n:02}" for n in range(1, 15)]
    assert [question.id for question in ambiguities()] == [f"AMB-{n:02}" for n in range(1, 16)]
    assert "4\u202f000\u00a0€" in open_question("DEC-07").default
    assert open_question("AMB-05").question.startswith("Grille hors taxes")
    assert open_question("DEC-04").note == "Ambiguïté AMB-08."


def test_an_unknown_question_is_a_clear_error():
    with pytest.raises(UnknownQuestionError, match="DEC-99"):
        open_question("DEC-99")
