"""Rules of the body as a whole: silent as long as nobody answered."""

from datetime import date

import pytest

from egide.law.catalogue import models
from egide.law.facts import Dpo, NotApplicable, Organization, Referent, Register
from egide.law.facts.codes import (
    ActivityStatus,
    AgreementStatus,
    DpoFunction,
    DpoKind,
    DpoStatus,
    OrganizationKind,
)
from egide.law.rules.engine import assess
from egide.law.rules.organization import RULES
from egide.law.rules.rule import always
from tests.law.records import TODAY, processor_record, record, uid

RULE = {rule.id: rule for rule in RULES}
BODY = uid()
ACTIVE = AgreementStatus.ACTIVE


def body(**known):
    return Organization(id=BODY, **known)


def delegate(status=DpoStatus.DESIGNATED, organization=(), **known):
    return body(dpo=Dpo(status=status, **known), **dict(organization))


def outcome(rule, organization, *records, today=TODAY):
    (tally,) = assess(Register(organization=organization, activities=records), today, rules=[RULE[rule]]).tallies
    for name in ("fires", "holds", "cannot_say"):
        if getattr(tally, name):
            return name
    return "does not apply"


PUBLIC, PRIVATE = {"is_public_authority": True}, {"is_public_authority": False}
AGREED = {"agreement_status": ACTIVE}
ANSWERED = {"has_policy": False}
FIRING = [
    ("REG-020", body(public_register_has_security_details=True)),
    ("INF-010", body(has_website=True, privacy_page_published=False)),
    ("SEC-007", body(last_restore_test_on=date(2025, 11, 22))),
    ("SEC-007", body(**ANSWERED)),
    ("ALG-006", body(principal_algorithms_count=1, algorithms_published=False, agents_fte=50.0)),
    ("DPO-001", delegate(DpoStatus.NONE, PUBLIC)),
    ("DPO-001", delegate(DpoStatus.IN_PROGRESS, PUBLIC)),
    ("DPO-002", delegate()),
    ("DPO-003", delegate(contact_published=False)),
    ("DPO-004", delegate(function=DpoFunction.DGS)),
    ("DPO-004", delegate(function=DpoFunction.MAIRE)),
    ("DPO-005", delegate()),
    ("DPO-005", delegate(last_report_on=date(2025, 11, 22))),
    ("DPO-006", delegate(None, reports_to_top=False)),
    ("DPO-007", delegate(resources_documented=False)),
    ("DPO-008", delegate(None, kind=DpoKind.SHARED)),
    ("DPO-009", delegate(DpoStatus.NONE, AGREED)),
    ("GOV-001", body(last_awareness_on=date(2024, 11, 22))),
    ("GOV-001", body(has_dsr_procedure=True)),
    ("GOV-002", body(has_dsr_procedure=False)),
    ("GOV-003", body(has_breach_procedure=False)),
    ("GOV-004", body(has_policy=False)),
    ("GOV-006", body(maturity_gap_max=1)),
    ("GOV-009", body(referents=(), **AGREED)),
]
HOLDING = [
    ("REG-020", body(public_register_has_security_details=False)),
    ("INF-010", body(has_website=True, privacy_page_published=True)),
    ("SEC-007", body(last_restore_test_on=date(2025, 11, 23))),
    ("ALG-006", body(principal_algorithms_count=0)),
    ("ALG-006", body(principal_algorithms_count=1, algorithms_published=True)),
    ("ALG-006", body(principal_algorithms_count=1, algorithms_published=False, agents_fte=49.5)),
    ("DPO-001", delegate(organization=PUBLIC)),
    ("DPO-002", delegate(cnil_number="DPO-123456")),
    ("DPO-003", delegate(contact_published=True)),
    ("DPO-004", delegate(function=DpoFunction.SECRETAIRE_MAIRIE)),
    ("DPO-005", delegate(last_report_on=date(2025, 11, 23))),
    ("DPO-006", delegate(reports_to_top=True)),
    ("DPO-007", delegate(resources_documented=True)),
    ("DPO-008", delegate(kind=DpoKind.SHARED, sharing_act_ref="Délibération 2025-426")),
    ("DPO-009", delegate(organization=AGREED)),
    ("GOV-001", body(last_awareness_on=date(2024, 11, 23))),
    ("GOV-002", body(has_dsr_procedure=True)),
    ("GOV-003", body(has_breach_procedure=True)),
    ("GOV-004", body(has_policy=True)),
    ("GOV-006", body(maturity_gap_max=0)),
    ("GOV-009", body(referents=(Referent(id=uid()),), **AGREED)),
]
APART = [
    ("INF-010", body(has_website=False)),
    ("DPO-001", body(**PRIVATE)),
    ("DPO-002", delegate(DpoStatus.IN_PROGRESS)),
    ("DPO-003", delegate(DpoStatus.NONE, contact_published=False)),
    ("DPO-004", delegate(DpoStatus.NONE, function=DpoFunction.DGS)),
    ("DPO-005", delegate(DpoStatus.NONE)),
    ("DPO-007", delegate(DpoStatus.IN_PROGRESS, resources_documented=False)),
    ("DPO-008", delegate(kind=DpoKind.INTERNAL)),
    ("DPO-009", body(agreement_status=AgreementStatus.EXPIRED)),
    ("GOV-009", body(agreement_status=AgreementStatus.DRAFT)),
]
SILENT = [
    *((identifier, body()) for identifier in RULE if identifier != "REG-017"),
    ("INF-010", body(has_website=True)),
    ("ALG-006", body(principal_algorithms_count=1, algorithms_published=False)),
    ("DPO-001", body(**PUBLIC)),
    ("DPO-003", delegate()),
    ("DPO-004", delegate()),
    ("GOV-009", body(**AGREED)),
]


@pytest.mark.parametrize(("rule", "organization"), FIRING)
def test_fires(rule, organization):
    assert outcome(rule, organization) == "fires"


@pytest.mark.parametrize(("rule", "organization"), HOLDING)
def test_holds(rule, organization):
    assert outcome(rule, organization) == "holds"


@pytest.mark.parametrize(("rule", "organization"), APART)
def test_does_not_apply(rule, organization):
    assert outcome(rule, organization) == "does not apply"


@pytest.mark.parametrize(("rule", "organization"), SILENT)
def test_cannot_say_as_long_as_nobody_answered(rule, organization):
    records = () if rule == "REG-017" else (record(catalogue_id="PAIE"),)
    assert outcome(rule, organization, *records) == "cannot_say"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), "fires"),
        ((record(status=ActivityStatus.DRAFT),), "fires"),
        ((record(status=None), record(status=ActivityStatus.DRAFT)), "cannot_say"),
        ((record(status=None), record()), "holds"),
        ((processor_record(),), "holds"),
    ],
)
def test_a_register_is_empty_when_nothing_in_it_is_under_way(records, expected):
    assert outcome("REG-017", body(), *records) == expected


def test_usual_activities_are_held_proposed_or_declared_sans_objet():
    usual = [model.id for model in models().values() if OrganizationKind.CCAS in model.usual_for]
    town = body(kind=OrganizationKind.CCAS)
    held = [record(id=uid(), catalogue_id=model) for model in usual]
    assert len(usual) > 1
    assert outcome("REG-018", town) == "fires"
    assert outcome("REG-018", town, *held) == "holds"
    assert outcome("REG-018", town, *held[1:]) == "fires"
    waived = (NotApplicable(path=f"catalogue.{usual[0]}", reason="Confié au département"),)
    assert outcome("REG-018", body(kind=town.kind, not_applicable=waived), *held[1:]) == "holds"


def test_records_that_name_no_model_may_be_the_usual_ones():
    assert outcome("REG-018", body(kind=OrganizationKind.CCAS), record()) == "cannot_say"


def test_before_algorithms_had_to_be_published_nobody_hides_them():
    hiding = body(principal_algorithms_count=1, algorithms_published=False, agents_fte=500.0)
    assert outcome("ALG-006", hiding, today=date(2010, 1, 1)) == "does not apply"


def test_every_scope_is_seen_to_exclude():
    assert {rule for rule, _ in APART} == {rule.id for rule in RULE.values() if rule.applies is not always}


def test_every_rule_is_seen_to_fire_and_to_hold():
    elsewhere = {"REG-017", "REG-018"}
    assert {rule for rule, _ in FIRING} == {rule for rule, _ in HOLDING} == set(RULE) - elsewhere
