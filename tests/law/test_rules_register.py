"""Rules of article 30: each with what makes it fire and what makes it hold."""

import dataclasses
from datetime import date

import pytest

from egide.law import facts
from egide.law.facts.codes import ActivityStatus
from egide.law.rules.register import RULES
from tests.law.records import TODAY, TOWN, outcome, processor_record, purpose, record, uid

RULE = {rule.id: rule for rule in RULES}
REACHED = facts.Contact(name="Syndicat des eaux", phone="03 21 00 00 00")
NAMED = facts.Contact(name="Syndicat des eaux")
NAMELESS = facts.Contact(phone="03 21 00 00 00")
IN_ONE_PIECE = facts.Contact(text="Mairie, place Jean-Jaurès, 62217 Achicourt")
EMPTY = facts.Organization(id=uid())
DRAFT, CLOSED = ActivityStatus.DRAFT, ActivityStatus.CLOSED

FIRING = [
    ("REG-001", record()),
    ("REG-001", record(purposes=())),
    ("REG-001", record(purposes=(purpose(text="   "),))),
    ("REG-001", record(purposes=(purpose(text=None), purpose(text="Inscrire les enfants à la cantine")))),
    ("REG-001", record(status=DRAFT)),
    ("REG-002", record(purposes=(purpose(text="Gestion."),))),
    ("REG-002", record(purposes=(purpose(text="Suivi administratif"),))),
    ("REG-003", record(controller=NAMED)),
    ("REG-003", record(controller=NAMELESS)),
    ("REG-005", record()),
    ("REG-006", record(personal_data=())),
    ("REG-007", record(recipients=())),
    ("REG-008", record()),
    ("REG-008", processor_record()),
    ("REG-009", record(retention=())),
    ("REG-010", record()),
    ("REG-010", processor_record(security_measures=())),
    ("REG-011", record(last_review_on=date(2025, 11, 22))),
    ("REG-011", processor_record(last_review_on=date(2020, 1, 1))),
    ("REG-012", record()),
    ("REG-013", processor_record()),
    ("REG-014", processor_record(processing_categories=())),
    ("REG-015", record(status=DRAFT, created_on=date(2026, 5, 22))),
    ("REG-016", record()),
    ("REG-016", processor_record()),
    ("REG-019", record(status=CLOSED)),
    ("REG-019", processor_record(status=CLOSED, closure_data_disposed=False)),
]
HOLDING = [
    ("REG-001", record(purposes=(purpose(),))),
    ("REG-002", record(purposes=(purpose(text="Tenir la liste électorale"),))),
    ("REG-002", record(purposes=(purpose(), purpose(text="Suivi")))),
    ("REG-003", record()),
    ("REG-003", record(controller=REACHED)),
    ("REG-003", record(controller=IN_ONE_PIECE)),
    ("REG-004", record()),
    ("REG-004", processor_record()),
    ("REG-005", record(data_subjects=(facts.DataSubjects(id=uid(), detail="Les élèves"),))),
    ("REG-006", record(personal_data=(facts.PersonalData(id=uid()),))),
    ("REG-007", record(recipients=(facts.Recipient(id=uid(), name="Trésorerie"),))),
    ("REG-008", record(transfers=())),
    ("REG-008", processor_record(transfers=())),
    ("REG-009", record(retention=(facts.Retention(id=uid()),))),
    ("REG-010", record(security_measures=(facts.SecurityMeasure(id=uid()),))),
    ("REG-011", record(last_review_on=date(2025, 11, 23))),
    ("REG-011", record()),
    ("REG-012", record(last_review_on=TODAY)),
    ("REG-013", processor_record(clients=(facts.Client(id=uid()),))),
    ("REG-014", processor_record(processing_categories=(facts.ProcessingCategory(id=uid()),))),
    ("REG-015", record(status=DRAFT, created_on=date(2026, 5, 23))),
    ("REG-015", processor_record(status=DRAFT)),
    ("REG-016", record(start_date=TODAY)),
    ("REG-019", record(status=CLOSED, closure_data_disposed=True)),
    ("REG-019", processor_record(status=CLOSED, closure_data_disposed=True)),
]
SILENT = [
    ("REG-002", record()),
    ("REG-003", record(role=None)),
    *(
        (f"REG-{number:03}", record(status=DRAFT, last_review_on=date(2020, 1, 1)))
        for number in (*range(5, 12), 12, 16)
    ),
    *((f"REG-{number:03}", record(role=None)) for number in (5, 6, 7, 9)),
    *((f"REG-{number:03}", processor_record(status=ActivityStatus.SUSPENDED)) for number in (8, 10, 13, 14)),
    ("REG-013", record()),
    ("REG-015", record(created_on=date(2020, 1, 1))),
    ("REG-019", record()),
]


@pytest.mark.parametrize(("rule", "subject"), FIRING)
def test_fires(rule, subject):
    assert outcome(RULE[rule], subject) == "fires"


@pytest.mark.parametrize(("rule", "subject"), HOLDING)
def test_holds(rule, subject):
    assert outcome(RULE[rule], subject) == "holds"


@pytest.mark.parametrize(("rule", "subject"), SILENT)
def test_does_not_apply(rule, subject):
    assert outcome(RULE[rule], subject) == "does not apply"


def test_a_body_nobody_can_reach_is_no_identified_controller():
    assert outcome(RULE["REG-003"], record(), EMPTY) == "fires"
    assert outcome(RULE["REG-003"], record(), dataclasses.replace(TOWN, name=None)) == "fires"
    assert (
        outcome(RULE["REG-003"], record(), dataclasses.replace(TOWN, contact=facts.Contact(name="Mairie"))) == "fires"
    )
    assert outcome(RULE["REG-003"], record(controller=REACHED), EMPTY) == "holds"


@pytest.mark.parametrize(
    ("known", "dpo", "expected"),
    [
        ({}, None, "fires"),
        ({}, facts.Dpo(), "fires"),
        ({}, facts.Dpo(contact=NAMED), "fires"),
        ({}, facts.Dpo(contact=NAMED, company=REACHED), "holds"),
        ({"dpo": NAMED}, None, "fires"),
        ({"dpo": NAMELESS}, None, "holds"),
        ({"dpo_company": REACHED}, facts.Dpo(), "holds"),
    ],
)
def test_the_delegate_must_be_reachable_through_the_record_or_the_body(known, dpo, expected):
    body = dataclasses.replace(EMPTY, dpo=dpo)
    assert outcome(RULE["REG-004"], record(**known), body) == expected
    assert outcome(RULE["REG-004"], processor_record(**known), body) == expected


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} | {"REG-004"} == set(RULE)
    assert {rule for rule, _ in HOLDING} == set(RULE)
