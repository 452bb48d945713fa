"""The small values that everything stands on: durations, registers, answers « sans objet »."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.law.durations import Duration
from egide.law.facts import NotApplicable, Organization, ProcessingActivity, ProcessorActivity, Register
from tests.law.records import record

LENGTHS = st.builds(Duration, st.integers(0, 150), st.integers(0, 30), st.integers(0, 400))


@pytest.mark.parametrize(
    ("text", "duration", "words"),
    [
        ("P10Y", Duration(years=10), "10 ans"),
        ("P1Y6M", Duration(years=1, months=6), "1 an et 6 mois"),
        ("P2W", Duration(days=14), "14 jours"),
        ("P1Y2M1D", Duration(1, 2, 1), "1 an, 2 mois et 1 jour"),
        ("P0D", Duration(), "0 jour"),
    ],
)
def test_durations_are_read_and_said(text, duration, words):
    assert Duration.parse(text) == duration
    assert duration.french == words


@pytest.mark.parametrize("text", ["", "P", "5 ans", "P1.5Y", "-P1Y", "PT5H", "P1Y\n"])
def test_other_texts_are_refused_in_french(text):
    with pytest.raises(ValueError, match="durée illisible"):
        Duration.parse(text)


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match="durée négative"):
        Duration(months=-1)


@given(LENGTHS)
def test_a_duration_comes_back_from_its_text(duration):
    assert Duration.parse(str(duration)) == duration
    assert duration.in_days >= 30 * duration.total_months + duration.days


def test_a_register_tells_its_two_kinds_of_records_apart():
    own, for_others = ProcessingActivity(id=UUID(int=1)), ProcessorActivity(id=UUID(int=2))
    register = Register(organization=Organization(id=UUID(int=3)), activities=(own, for_others))
    assert register.as_controller == (own,)
    assert register.as_processor == (for_others,)


@pytest.mark.parametrize("shape", [ProcessingActivity, Organization])
def test_sans_objet_is_an_answer_with_its_reason(shape):
    answers = (NotApplicable(path="video", reason="aucune caméra"), NotApplicable(path="notice", reason="texte"))
    facts = shape(id=UUID(int=1), not_applicable=answers)
    assert facts.waived("notice") == "texte"
    assert facts.waived("consent") is None


def test_a_record_is_called_by_its_number_and_name_and_says_that_it_has_none():
    assert record(reference="T-014", name="Cantine").title == "T-014 – Cantine"
    assert record(reference="T-014").title == "T-014 – Traitement sans nom"
    assert record(name="Cantine").title == "Cantine"
