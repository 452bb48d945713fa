"""Rules of cameras and algorithms."""

from datetime import date

import pytest

from egide.law.facts import Algorithm, Video
from egide.law.facts.codes import ActivityStatus, SecurityMeasureCode, SpecialCategory, VideoKind
from egide.law.rules import algorithms, video
from egide.law.rules.rule import always
from tests.law.records import TODAY, measures, outcome, record, special

RULE = {rule.id: rule for rule in video.RULES + algorithms.RULES}
KIND = VideoKind
CLOSED = {"status": ActivityStatus.CLOSED}


def filmed(kind=None, activity=(), **known):
    return record(video=Video(kind=kind, **known), **dict(activity))


def computed(activity=(), **known):
    return record(algorithm=Algorithm(**known), **dict(activity))


def alone(activity=(), **known):
    return computed(activity, solely_automated=True, **known)


HEALTH = {"special_data": special(SpecialCategory.HEALTH)}
TRACED = {"security_measures": measures(SecurityMeasureCode.M29_REGISTRE_ACCES_IMAGES)}
FIRING = [
    ("VID-001", filmed(KIND.PROTECTION)),
    ("VID-002", filmed(KIND.PROTECTION, authorisation_date=date(2021, 11, 22))),
    ("VID-003", filmed(KIND.PROTECTION, retention_days=32)),
    ("VID-003", filmed(KIND.SURVEILLANCE, retention_days=60)),
    ("VID-003", filmed(KIND.BODYCAM, retention_days=180)),
    ("VID-004", filmed(KIND.PROTECTION, retention_days=16, authorised_retention_days=15)),
    ("VID-005", filmed(KIND.SURVEILLANCE)),
    ("VID-005", filmed(KIND.PROTECTION, signage=False)),
    ("VID-006", filmed(KIND.PROTECTION)),
    ("VID-007", filmed(continuous_employee_monitoring=True)),
    ("VID-008", filmed(augmented=True)),
    ("VID-009", filmed(KIND.BODYCAM)),
    ("VID-010", filmed(KIND.PROTECTION)),
    ("ALG-001", computed(individual_decision=True)),
    ("ALG-002", alone(mention_present=False)),
    ("ALG-003", alone(HEALTH)),
    ("ALG-004", alone(decides_administrative_appeal=True)),
    ("ALG-005", alone(self_learning=True)),
    ("ALG-007", alone()),
]
HOLDING = [
    ("VID-001", filmed(KIND.PROTECTION, prefect_authorisation_ref="Arrêté n° 2024-118")),
    ("VID-002", filmed(KIND.PROTECTION, authorisation_date=date(2021, 11, 23))),
    ("VID-002", filmed(KIND.PROTECTION)),
    ("VID-003", filmed(KIND.PROTECTION, retention_days=31)),
    ("VID-003", filmed(KIND.BODYCAM)),
    ("VID-004", filmed(KIND.PROTECTION, retention_days=15, authorised_retention_days=15)),
    ("VID-004", filmed(KIND.PROTECTION, retention_days=15)),
    ("VID-004", filmed(KIND.PROTECTION, authorised_retention_days=15)),
    ("VID-005", filmed(KIND.PROTECTION, signage=True)),
    ("VID-006", filmed(KIND.PROTECTION, private_masking=True)),
    ("VID-007", filmed(continuous_employee_monitoring=False)),
    ("VID-008", filmed(augmented=True, augmented_legal_basis="Expérimentation prévue par la loi")),
    ("VID-008", filmed()),
    ("VID-009", filmed(KIND.BODYCAM, prefect_authorisation_ref="Arrêté n° 2025-3")),
    ("VID-010", filmed(KIND.PROTECTION, TRACED)),
    ("ALG-001", computed(individual_decision=True, mention_present=True)),
    ("ALG-002", alone(mention_present=True)),
    ("ALG-003", alone()),
    ("ALG-004", alone(decides_administrative_appeal=False)),
    ("ALG-005", alone()),
    ("ALG-007", alone(human_review_available=True)),
]
APART = [
    ("VID-001", record()),
    ("VID-001", filmed(KIND.PROTECTION, CLOSED)),
    ("VID-001", filmed(KIND.SURVEILLANCE)),
    ("VID-002", filmed(KIND.BODYCAM, authorisation_date=date(2015, 1, 1))),
    ("VID-003", filmed(KIND.LAPI, retention_days=60)),
    ("VID-005", filmed(KIND.BODYCAM)),
    ("VID-004", filmed(KIND.BODYCAM, retention_days=16, authorised_retention_days=15)),
    ("VID-006", filmed(KIND.SURVEILLANCE)),
    ("VID-007", record()),
    ("VID-008", record()),
    ("VID-009", filmed(KIND.PROTECTION)),
    ("VID-009", filmed(KIND.BODYCAM, CLOSED)),
    ("VID-010", filmed(KIND.DRONE)),
    ("ALG-001", record()),
    ("ALG-002", computed(individual_decision=True)),
    ("ALG-003", computed(HEALTH, individual_decision=True)),
    ("ALG-004", computed(decides_administrative_appeal=True)),
    ("ALG-005", computed(self_learning=True)),
    ("ALG-007", computed(solely_automated=False)),
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


def test_the_authorisation_of_29_february_expires_at_the_end_of_february():
    given = filmed(KIND.PROTECTION, authorisation_date=date(2024, 2, 29))
    assert outcome(RULE["VID-002"], given, today=date(2029, 2, 28)) == "holds"
    assert outcome(RULE["VID-002"], given, today=date(2029, 3, 1)) == "fires"
    assert outcome(RULE["VID-002"], given, today=TODAY) == "holds"


def test_every_scope_is_seen_to_exclude():
    assert {rule for rule, _ in APART} == {rule.id for rule in RULE.values() if rule.applies is not always}


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == {rule for rule, _ in HOLDING} == set(RULE)
