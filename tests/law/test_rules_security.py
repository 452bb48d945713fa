"""Rules of security."""

import pytest

from egide.law.facts import Video
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    MeasureStatus,
    SecurityMeasureCode,
    SpecialCategory,
    Support,
    VideoKind,
)
from egide.law.rules.rule import always
from egide.law.rules.security import RULES
from tests.law.records import measures, outcome, processor_record, record, special

RULE = {rule.id: rule for rule in RULES}
CODE = SecurityMeasureCode
DIGITAL = {"support": Support.DIGITAL}
HEALTH = {"special_data": special(SpecialCategory.HEALTH, Article9Exception.ART9_2_H)}
MADE_PUBLIC = {"special_data": special(SpecialCategory.POLITICAL, Article9Exception.ART9_2_E)}
CLOSED = {"status": ActivityStatus.CLOSED}


def guarded(*codes, **known):
    return record(security_measures=measures(*codes), **known)


FIRING = [
    ("SEC-001", record(**DIGITAL, **HEALTH)),
    ("SEC-001", record(support=Support.MIXED, nir_used=True)),
    ("SEC-001", record(**DIGITAL, criminal_data=True, security_measures=())),
    ("SEC-002", record()),
    ("SEC-002", guarded(CODE.M17_SAUVEGARDES)),
    ("SEC-002", record(security_measures=measures(CODE.M05_HABILITATIONS, status=MeasureStatus.PLANNED))),
    ("SEC-002", processor_record(security_measures=())),
    ("SEC-003", record(**DIGITAL)),
    ("SEC-003", record(**DIGITAL, video=Video(cameras=3), backup_not_relevant=False)),
    ("SEC-004", record(**DIGITAL, large_scale=True)),
    ("SEC-004", record(**DIGITAL, **HEALTH)),
    ("SEC-005", record(is_teleservice=True)),
    ("SEC-006", record(remote_access=True, **HEALTH)),
    ("SEC-006", record(remote_access=True, nir_used=True, status=None)),
    ("SEC-008", record(real_data_in_test=True)),
]
HOLDING = [
    ("SEC-001", guarded(CODE.M21_CHIFFREMENT, **DIGITAL, **HEALTH)),
    ("SEC-002", guarded(CODE.M05_HABILITATIONS)),
    ("SEC-002", record(security_measures=measures(CODE.M05_HABILITATIONS, status=MeasureStatus.PARTIAL))),
    ("SEC-002", processor_record(security_measures=measures(CODE.M05_HABILITATIONS))),
    ("SEC-003", guarded(CODE.M17_SAUVEGARDES, **DIGITAL)),
    ("SEC-004", guarded(CODE.M16_JOURNALISATION, **DIGITAL, nir_used=True)),
    ("SEC-005", guarded(CODE.M30_HOMOLOGATION_RGS, is_teleservice=True)),
    ("SEC-006", guarded(CODE.M04_MFA, remote_access=True, nir_used=True)),
    ("SEC-008", record(real_data_in_test=False)),
    ("SEC-008", record()),
]
APART = [
    ("SEC-001", record(**DIGITAL)),
    ("SEC-001", record(support=Support.PAPER, **HEALTH)),
    ("SEC-001", record(**DIGITAL, **MADE_PUBLIC)),
    ("SEC-001", record(**DIGITAL, **HEALTH, **CLOSED)),
    ("SEC-002", record(status=None)),
    ("SEC-003", record(**DIGITAL, backup_not_relevant=True)),
    ("SEC-003", record(**DIGITAL, video=Video(kind=VideoKind.PROTECTION))),
    ("SEC-003", record()),
    ("SEC-003", record(**DIGITAL, **CLOSED)),
    ("SEC-004", record(**DIGITAL, **MADE_PUBLIC)),
    ("SEC-004", record(**DIGITAL, **HEALTH, **CLOSED)),
    ("SEC-005", record(is_teleservice=False)),
    ("SEC-006", record(remote_access=True)),
    ("SEC-006", record(**HEALTH)),
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


def test_every_scope_is_seen_to_exclude():
    assert {rule for rule, _ in APART} == {rule.id for rule in RULE.values() if rule.applies is not always}


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == {rule for rule, _ in HOLDING} == set(RULE)
