"""Whether an impact assessment is needed: every branch, the exemptions, and what can never lower the verdict."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.facts import ImpactAssessment
from egide.law.facts.codes import Article35Case, DataCategory, HighRiskCriterion, Regime, SpecialCategory
from egide.law.impact import Need, exemption_refusals, exemption_stands, need
from tests.law.records import TODAY, TOWN, data, record, sans_objet, special

SENSITIVE, VULNERABLE = HighRiskCriterion.SENSITIVE, HighRiskCriterion.VULNERABLE
TWO = {"criteria": (SENSITIVE, VULNERABLE)}
ONE = {"criteria": (VULNERABLE,)}
JUSTIFIED = {"not_required_justification": "Vingt dossiers par an."}
VALIDATED = JUSTIFIED | {"not_required_validated": True}
SCHOOL, STAFF, BADGES = 10, 1, 11
BIG, SMALL = dataclasses.replace(TOWN, agents_count=250), dataclasses.replace(TOWN, agents_count=249)


def assessed(dpia=None, **known):
    return record(dpia=ImpactAssessment(**dpia) if dpia is not None else None, **known)


def verdict(dpia=None, organization=TOWN, on=TODAY, **known):
    return need(assessed(dpia, **known), organization, on)


@pytest.mark.parametrize(
    ("dpia", "known", "expected"),
    [
        (None, {}, Need.CANNOT_SAY),
        ({}, {}, Need.CANNOT_SAY),
        (None, {"not_applicable": sans_objet("dpia")}, Need.NOT_REQUIRED),
        ({"criteria": ()}, {}, Need.NOT_REQUIRED),
        (ONE, {}, Need.TO_JUSTIFY),
        ({"criteria": (VULNERABLE, VULNERABLE)}, {}, Need.TO_JUSTIFY),
        (ONE | JUSTIFIED, {}, Need.NOT_REQUIRED),
        (TWO, {}, Need.REQUIRED_PRESUMED),
        (TWO | JUSTIFIED, {}, Need.REQUIRED_PRESUMED),
        (TWO | VALIDATED, {}, Need.NOT_REQUIRED),
        (TWO | {"not_required_validated": True}, {}, Need.REQUIRED_PRESUMED),
        ({"cnil_required": (13,)}, {}, Need.REQUIRED),
        (VALIDATED | {"cnil_required": (13,)}, {}, Need.REQUIRED),
        ({"art35_3_cases": (Article35Case.C,)}, {}, Need.REQUIRED),
        ({"cnil_exempt": SCHOOL, "art35_3_cases": (Article35Case.B,)}, {}, Need.REQUIRED),
        ({"cnil_exempt": SCHOOL}, {}, Need.EXEMPT),
        (TWO | {"cnil_exempt": SCHOOL}, {}, Need.EXEMPT),
        (TWO | {"cnil_exempt": SCHOOL}, {"profiling": True}, Need.REQUIRED_PRESUMED),
        (ONE | {"cnil_exempt": BADGES}, {"special_data": special(SpecialCategory.BIOMETRIC)}, Need.TO_JUSTIFY),
        ({"cnil_exempt": SCHOOL}, {"profiling": True}, Need.CANNOT_SAY),
        (TWO | {"covered_by": "AIPD du centre de gestion"}, {}, Need.COVERED),
        ({"covered_by": "Étude d’impact du décret", "cnil_required": (13,)}, {}, Need.COVERED),
        ({"criteria": ()}, {"regime": Regime.LED, "special_data": special(SpecialCategory.HEALTH)}, Need.REQUIRED),
        ({"criteria": ()}, {"regime": Regime.LED}, Need.NOT_REQUIRED),
        ({"criteria": (), "cnil_exempt": SCHOOL}, {"regime": Regime.LED}, Need.NOT_REQUIRED),
        (TWO, {"regime": Regime.STATE_SECURITY}, Need.CANNOT_SAY),
    ],
)
def test_decision(dpia, known, expected):
    found = verdict(dpia, **known)
    assert found.need is expected
    assert found.reasons
    assert all(reason.text and reason.article.startswith(("RGPD", "Loi")) for reason in found.reasons)


def test_the_list_of_the_cnil_is_named_by_its_title():
    (reason,) = verdict({"cnil_required": (13,)}).reasons
    assert reason.text.startswith("Le traitement figure sur la liste obligatoire de la CNIL, n° 13\u00a0: traitements")
    assert "2018-327" in reason.article
    (unknown,) = verdict({"cnil_required": (99,)}).reasons
    assert unknown.text.endswith("n° 99.")


def test_criteria_are_named():
    assert verdict(ONE).reasons[0].text == "Un critère de risque élevé est réuni\u00a0: personnes vulnérables."
    assert verdict(TWO).reasons[0].text.startswith("2 critères de risque élevé sont réunis\u00a0: données sensibles")
    assert verdict(TWO).reasons[0].text.endswith(", personnes vulnérables.")


def test_every_reason_is_given():
    found = verdict({"cnil_required": (3, 4), "art35_3_cases": (Article35Case.A,)})
    assert len(found.reasons) == 3
    assert "évaluation systématique" in found.reasons[-1].text


def test_a_covered_processing_still_says_what_would_require_it():
    covering, required = verdict({"covered_by": "AIPD du CDG", "cnil_required": (13,)}).reasons
    assert "AIPD du CDG" in covering.text
    assert "n° 13" in required.text


@pytest.mark.parametrize(
    ("number", "known", "organization", "why"),
    [
        (STAFF, {}, BIG, "249"),
        (SCHOOL, {"profiling": True}, TOWN, "profilage"),
        (BADGES, {"special_data": special(SpecialCategory.BIOMETRIC)}, TOWN, "biométrie"),
        (BADGES, {"personal_data": data(DataCategory.LOCATION)}, TOWN, "hautement personnelles"),
        (13, {}, TOWN, "n’a pas de n° 13"),
        (SCHOOL, {"regime": Regime.LED}, TOWN, "police"),
    ],
)
def test_an_exemption_that_facts_contradict(number, known, organization, why):
    subject = assessed({"cnil_exempt": number, "criteria": ()}, **known)
    refusals = exemption_refusals(subject, organization, TODAY)
    assert any(why in refusal.text for refusal in refusals)
    assert not exemption_stands(subject, organization, TODAY)
    found = need(subject, organization, TODAY)
    assert found.need is Need.NOT_REQUIRED
    assert found.reasons[-len(refusals) :] == refusals


def test_the_compulsory_list_defeats_an_exemption():
    subject = assessed({"cnil_exempt": SCHOOL, "cnil_required": (13,)})
    (refusal,) = exemption_refusals(subject, TOWN, TODAY)
    assert "liste obligatoire" in refusal.text


@pytest.mark.parametrize(
    ("number", "known", "organization", "conditions"),
    [
        (STAFF, {"profiling": False}, SMALL, 0),
        (STAFF, {}, SMALL, 1),
        (STAFF, {}, TOWN, 2),
        (SCHOOL, {"profiling": False}, BIG, 0),
        (BADGES, {"profiling": False, "special_data": ()}, TOWN, 0),
        (SCHOOL, {"profiling": False, "special_data": special(SpecialCategory.HEALTH)}, TOWN, 0),
    ],
)
def test_an_exemption_stands_on_conditions_as_long_as_facts_are_unknown(number, known, organization, conditions):
    subject = assessed({"cnil_exempt": number}, **known)
    assert exemption_stands(subject, organization, TODAY)
    stated, *unknown = need(subject, organization, TODAY).reasons
    assert f"n° {number} de la CNIL" in stated.text
    assert len(unknown) == conditions
    assert all(reason.text.startswith("À condition") for reason in unknown)


def test_no_exemption_is_claimed_unless_it_is():
    assert not exemption_stands(record(), TOWN, TODAY)
    assert not exemption_stands(assessed({}), TOWN, TODAY)
    assert exemption_refusals(assessed({}), TOWN, TODAY) == ()


def test_the_lists_did_not_exist_before_the_cnil_made_them():
    assert verdict({"cnil_exempt": SCHOOL}, on=date(2019, 10, 21)).need is Need.CANNOT_SAY


ORDER = (Need.NOT_REQUIRED, Need.TO_JUSTIFY, Need.REQUIRED_PRESUMED, Need.REQUIRED)
_dpias = st.fixed_dictionaries(
    {"criteria": st.lists(st.sampled_from(list(HighRiskCriterion)), max_size=3).map(tuple)},
    optional={
        "cnil_required": st.just((13,)),
        "art35_3_cases": st.just((Article35Case.C,)),
        "cnil_exempt": st.sampled_from([1, 10, 11]),
        "covered_by": st.just("AIPD du centre de gestion"),
        "not_required_justification": st.just("Vingt dossiers par an."),
        "not_required_validated": st.booleans(),
    },
)


@settings(max_examples=100, deadline=None)
@given(_dpias, st.sampled_from(list(HighRiskCriterion)), st.sampled_from([None, True, False]))
def test_one_more_criterion_never_lowers_the_verdict(dpia, added, profiling):
    before = verdict(dpia, profiling=profiling).need
    after = verdict(dpia | {"criteria": (*dpia["criteria"], added)}, profiling=profiling).need
    if before in ORDER:
        assert ORDER.index(after) >= ORDER.index(before)
    else:
        assert after is before


@settings(max_examples=60, deadline=None)
@given(_dpias)
def test_profiling_never_lowers_the_verdict(dpia):
    before, after = verdict(dpia, profiling=False).need, verdict(dpia, profiling=True).need
    if before is Need.EXEMPT:
        assert after is not Need.EXEMPT
    else:
        assert after is before
