"""Criteria that facts bring to mind, and the map of risks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.facts import Algorithm, ImpactAssessment, Video
from egide.law.facts.codes import (
    DataCategory,
    DataSubjectCategory,
    HighRiskCriterion,
    RiskLevel,
    SpecialCategory,
    VideoKind,
)
from egide.law.impact import (
    FearedEvent,
    Rating,
    needs_prior_consultation,
    residual_risk,
    risk_level,
    suggested_criteria,
    undeclared_criteria,
)
from tests.law.records import TODAY, data, people, record, special, uid

AGENTS_LOCATED = {
    "personal_data": data(DataCategory.LOCATION),
    "data_subjects": people(DataSubjectCategory.AGENTS),
}
LOW, MEDIUM, HIGH = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH


def names(subject):
    return [found.criterion.value for found in suggested_criteria(subject, TODAY)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, []),
        ({"profiling": True}, ["SCORING"]),
        ({"profiling": False, "large_scale": False, "minors": False, "criminal_data": False}, []),
        ({"algorithm": Algorithm(individual_decision=True)}, ["SCORING"]),
        ({"algorithm": Algorithm(solely_automated=True)}, ["AUTOMATED_DECISION"]),
        ({"algorithm": Algorithm(individual_decision=False, solely_automated=False)}, []),
        ({"video": Video(kind=VideoKind.PROTECTION)}, ["SYSTEMATIC_MONITORING"]),
        ({"video": Video(kind=VideoKind.SURVEILLANCE)}, []),
        (
            {"video": Video(kind=VideoKind.SURVEILLANCE, continuous_employee_monitoring=True)},
            ["SYSTEMATIC_MONITORING"],
        ),
        (AGENTS_LOCATED, ["SYSTEMATIC_MONITORING", "SENSITIVE", "VULNERABLE"]),
        ({"special_data": special(SpecialCategory.HEALTH)}, ["SENSITIVE"]),
        ({"criminal_data": True}, ["SENSITIVE"]),
        ({"personal_data": data(DataCategory.IDENTITY, None, DataCategory.BANK)}, ["SENSITIVE"]),
        ({"personal_data": data(DataCategory.IDENTITY)}, []),
        ({"large_scale": True}, ["LARGE_SCALE"]),
        ({"further_processing": True}, ["MATCHING"]),
        ({"minors": True}, ["VULNERABLE"]),
        ({"data_subjects": people(None, DataSubjectCategory.ELDERLY)}, ["VULNERABLE"]),
        ({"data_subjects": people(DataSubjectCategory.SUPPLIERS)}, []),
        ({"ai_systems": (uid(),)}, ["INNOVATIVE"]),
        ({"video": Video(augmented=True)}, ["INNOVATIVE"]),
        ({"special_data": special(SpecialCategory.BIOMETRIC)}, ["SENSITIVE", "INNOVATIVE"]),
    ],
)
def test_what_each_fact_suggests(known, expected):
    assert names(record(**known)) == expected


def test_a_suggestion_names_its_fact():
    (found,) = suggested_criteria(record(data_subjects=people(DataSubjectCategory.PUPILS)), TODAY)
    assert found.why == "Des personnes vulnérables sont concernées\u00a0: élèves."
    assert found.article == "RGPD art. 35(1), WP248 rév. 01"


@pytest.mark.parametrize(
    ("dpia", "expected"),
    [
        (None, ["SCORING", "VULNERABLE"]),
        (ImpactAssessment(), ["SCORING", "VULNERABLE"]),
        (ImpactAssessment(criteria=(HighRiskCriterion.VULNERABLE,)), ["SCORING"]),
        (ImpactAssessment(criteria=tuple(HighRiskCriterion)), []),
    ],
)
def test_undeclared_criteria_are_the_suggestions_nobody_declared(dpia, expected):
    subject = record(profiling=True, minors=True, dpia=dpia)
    assert [found.criterion.value for found in undeclared_criteria(subject, TODAY)] == expected


@pytest.mark.parametrize(
    ("severity", "row"),
    [
        (1, [LOW, LOW, MEDIUM, MEDIUM]),
        (2, [LOW, LOW, MEDIUM, MEDIUM]),
        (3, [MEDIUM, MEDIUM, HIGH, HIGH]),
        (4, [MEDIUM, MEDIUM, HIGH, HIGH]),
    ],
)
def test_risk_map(severity, row):
    assert [risk_level(severity, likelihood) for likelihood in range(1, 5)] == row


@pytest.mark.parametrize(
    ("severity", "likelihood", "said"), [(0, 1, "gravité\u00a0: 0"), (1, 5, "vraisemblance\u00a0: 5")]
)
def test_a_level_off_the_scale_is_refused(severity, likelihood, said):
    with pytest.raises(ValueError, match=f"^{said} n’est pas un niveau"):
        risk_level(severity, likelihood)


def rated(*levels):
    return [
        Rating(event=event, severity=severity, likelihood=likelihood)
        for event, (severity, likelihood) in zip(FearedEvent, levels, strict=False)
    ]


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (rated((1, 1), (1, 1), (2, 2)), LOW),
        (rated((1, 1), (4, 1), (2, 2)), MEDIUM),
        (rated((3, 3), (1, 1), (1, 1)), HIGH),
        (rated((3, 3)), HIGH),
        (rated((3, 1), (1, 1)), None),
        ([], None),
        (rated((1, 1), (1, 1), (1, 1)) + rated((4, 4)), HIGH),
        (rated((4, 4), (1, 1), (1, 1)) + rated((1, 1)), HIGH),
    ],
)
def test_residual_risk_is_the_highest_of_the_three_events(ratings, expected):
    assert residual_risk(ratings) is expected
    assert needs_prior_consultation(residual_risk(ratings)) is (expected is HIGH)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.integers(0, 3))
def test_more_severe_or_more_likely_is_never_a_lower_risk(severity, likelihood, worse, likelier):
    order = list(RiskLevel)
    higher = risk_level(min(4, severity + worse), min(4, likelihood + likelier))
    assert order.index(higher) >= order.index(risk_level(severity, likelihood))
