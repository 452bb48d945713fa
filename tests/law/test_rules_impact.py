"""Rules of impact assessments."""

from datetime import date

import pytest

from egide.law.facts import ImpactAssessment, Organization, PlannedMeasure
from egide.law.facts.codes import (
    ActivityStatus,
    Article35Case,
    DpiaStatus,
    HighRiskCriterion,
    RiskLevel,
    SpecialCategory,
)
from egide.law.rules.impact_assessment import RULES
from egide.law.rules.rule import always
from tests.law.records import TODAY, TOWN, outcome, record, special, uid

RULE = {rule.id: rule for rule in RULES}
IS = DpiaStatus
ONE = (HighRiskCriterion.VULNERABLE,)
TWO = (HighRiskCriterion.VULNERABLE, HighRiskCriterion.SENSITIVE)
CASE = (Article35Case.C,)


def assessed(status=None, activity=(), **known):
    return record(dpia=ImpactAssessment(status=status, **known), **dict(activity))


def planned(due, done=None):
    return assessed(action_plan=(PlannedMeasure(id=uid(), text="Chiffrer", due_on=due, done_on=done),))


STARTED = {"start_date": date(2026, 1, 1)}
CHANGED = {"last_substantive_change_on": date(2026, 6, 1)}
CLOSED = {"status": ActivityStatus.CLOSED}
BIOMETRIC = {"special_data": special(SpecialCategory.BIOMETRIC)}
FIRING = [
    ("DPIA-001", assessed(criteria=TWO)),
    ("DPIA-001", assessed(IS.NOT_STARTED, criteria=TWO)),
    ("DPIA-001", assessed(IS.REFUSED, criteria=TWO)),
    ("DPIA-001", assessed(criteria=TWO, cnil_exempt=10, cnil_required=(13,))),
    ("DPIA-001", assessed(criteria=TWO, not_required_justification="Vingt dossiers", not_required_validated=False)),
    ("DPIA-002", assessed(cnil_required=(13,))),
    ("DPIA-003", assessed(art35_3_cases=CASE)),
    ("DPIA-004", assessed(cnil_exempt=10, activity={"profiling": True})),
    ("DPIA-004", assessed(cnil_exempt=11, activity=BIOMETRIC)),
    ("DPIA-004", assessed(cnil_exempt=10, cnil_required=(13,))),
    ("DPIA-006", assessed(IS.VALIDATED)),
    ("DPIA-006", assessed(IS.PRIOR_CONSULTATION, dpo_opinion="")),
    ("DPIA-007", assessed(IS.VALIDATED, validated_on=date(2026, 1, 2), activity=STARTED)),
    ("DPIA-008", assessed(residual_risk=RiskLevel.HIGH)),
    ("DPIA-009", assessed(IS.VALIDATED, validated_on=date(2023, 11, 22))),
    ("DPIA-009", assessed(IS.VALIDATED_WITH_RESERVATIONS, validated_on=date(2026, 5, 31), activity=CHANGED)),
    ("DPIA-010", assessed(IS.VALIDATED)),
    ("DPIA-011", assessed(IS.VALIDATED)),
    ("DPIA-012", assessed(criteria=ONE)),
    ("DPIA-013", assessed(IS.PRIOR_CONSULTATION)),
    ("DPIA-014", planned(date(2026, 11, 22))),
    ("DPIA-015", assessed(IS.REFUSED)),
    ("DPIA-016", assessed(IS.IN_PROGRESS, criteria=TWO)),
    ("DPIA-016", assessed(IS.IN_PROGRESS, cnil_required=(13,))),
    ("DPIA-016", assessed(IS.IN_PROGRESS, art35_3_cases=CASE)),
]
HOLDING = [
    ("DPIA-001", assessed(IS.IN_PROGRESS, criteria=TWO)),
    ("DPIA-001", assessed(IS.VALIDATED_WITH_RESERVATIONS, criteria=TWO)),
    ("DPIA-001", assessed(criteria=TWO, covered_by="AIPD du centre de gestion, 2025")),
    ("DPIA-001", assessed(criteria=(*ONE, *ONE))),
    ("DPIA-001", record()),
    ("DPIA-002", assessed(IS.VALIDATED, cnil_required=(13,))),
    ("DPIA-002", assessed(cnil_required=())),
    ("DPIA-003", assessed(art35_3_cases=CASE, covered_by="Étude d’impact de la loi")),
    ("DPIA-004", assessed(cnil_exempt=10)),
    ("DPIA-006", assessed(IS.VALIDATED, dpo_opinion="Favorable")),
    ("DPIA-007", assessed(IS.VALIDATED, validated_on=date(2026, 1, 1), activity=STARTED)),
    ("DPIA-007", assessed(IS.VALIDATED, validated_on=date(2026, 1, 1))),
    ("DPIA-007", assessed(IS.VALIDATED, activity=STARTED)),
    ("DPIA-008", assessed(residual_risk=RiskLevel.HIGH, prior_consultation_on=TODAY)),
    ("DPIA-008", assessed(residual_risk=RiskLevel.LOW)),
    ("DPIA-009", assessed(IS.VALIDATED, validated_on=date(2023, 11, 23))),
    ("DPIA-009", assessed(IS.VALIDATED, validated_on=date(2026, 6, 1), activity=CHANGED)),
    ("DPIA-009", assessed(IS.VALIDATED)),
    ("DPIA-010", assessed(IS.VALIDATED, controller_validator="Le maire")),
    ("DPIA-011", assessed(IS.VALIDATED, data_subjects_view="CST du 12 mai 2026")),
    ("DPIA-011", assessed(IS.VALIDATED, no_consultation_reason="Sûreté")),
    ("DPIA-012", assessed(criteria=ONE, not_required_justification="Vingt dossiers par an")),
    ("DPIA-012", assessed(criteria=TWO)),
    ("DPIA-013", assessed(IS.VALIDATED)),
    ("DPIA-014", planned(TODAY)),
    ("DPIA-014", planned(date(2026, 1, 1), done=date(2026, 2, 1))),
    ("DPIA-014", planned(None)),
    ("DPIA-015", assessed(IS.VALIDATED)),
    ("DPIA-016", assessed(IS.VALIDATED, criteria=TWO)),
]
APART = [
    ("DPIA-001", assessed(criteria=TWO, cnil_exempt=10)),
    ("DPIA-001", assessed(criteria=TWO, not_required_validated=True)),
    ("DPIA-001", assessed(criteria=TWO, activity=CLOSED)),
    ("DPIA-002", assessed(cnil_required=(13,), activity=CLOSED)),
    ("DPIA-002", assessed(cnil_required=(13,), activity={"role": None})),
    ("DPIA-003", assessed(art35_3_cases=CASE, activity=CLOSED)),
    ("DPIA-004", assessed(activity={"profiling": True})),
    ("DPIA-005", assessed(cnil_exempt=10)),
    ("DPIA-006", assessed(IS.IN_PROGRESS)),
    ("DPIA-007", assessed(IS.IN_PROGRESS, validated_on=date(2026, 1, 2), activity=STARTED)),
    ("DPIA-008", assessed()),
    ("DPIA-009", assessed(IS.IN_PROGRESS, validated_on=date(2020, 1, 1))),
    ("DPIA-010", assessed(IS.REFUSED)),
    ("DPIA-011", assessed(IS.IN_PROGRESS)),
    ("DPIA-012", assessed(criteria=ONE, cnil_exempt=10)),
    ("DPIA-013", assessed(IS.PRIOR_CONSULTATION, activity=CLOSED)),
    ("DPIA-014", assessed(action_plan=())),
    ("DPIA-015", assessed()),
    ("DPIA-016", assessed(IS.IN_PROGRESS, criteria=ONE)),
    ("DPIA-016", assessed(IS.IN_PROGRESS, criteria=TWO, activity=CLOSED)),
]


@pytest.mark.parametrize(("rule", "subject"), FIRING)
def test_fires(rule, subject):
    assert outcome(RULE[rule], subject) == "fires"


@pytest.mark.parametrize(("rule", "subject"), HOLDING)
def test_holds(rule, subject):
    assert outcome(RULE[rule], subject) == "holds"


@pytest.mark.parametrize(("rule", "subject"), APART)
def test_does_not_apply(rule, subject):
    assert outcome(RULE[rule], subject) == "does not apply"


@pytest.mark.parametrize(("agents", "expected"), [(249, "holds"), (250, "fires"), (None, "cannot_say")])
def test_the_exemption_for_staff_depends_on_how_many_they_are(agents, expected):
    employer = Organization(id=TOWN.id, agents_count=agents)
    assert outcome(RULE["DPIA-005"], assessed(cnil_exempt=1), employer) == expected
    assert outcome(RULE["DPIA-005"], assessed(cnil_exempt=10), employer) == "does not apply"
    due = {"holds": "does not apply"}.get(expected, expected)
    assert outcome(RULE["DPIA-001"], assessed(cnil_exempt=1, criteria=TWO), employer) == due


def test_before_there_was_an_exemption_nobody_exceeds_it():
    employer = Organization(id=TOWN.id, agents_count=500)
    assert outcome(RULE["DPIA-005"], assessed(cnil_exempt=1), employer, date(2018, 1, 1)) == "does not apply"


def test_every_scope_is_seen_to_exclude():
    assert {rule for rule, _ in APART} == {rule.id for rule in RULE.values() if rule.applies is not always}


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == {rule for rule, _ in HOLDING} == set(RULE) - {"DPIA-005"}
