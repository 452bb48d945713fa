"""Rules of processors, joint controllers and transfers."""

from datetime import date

import pytest

from egide.law.facts import JointController, Organization, Processor, SubProcessor, Transfer
from egide.law.facts.codes import (
    ActivityStatus,
    Article28Clause,
    ControllerRole,
    Derogation,
    TransferMechanism,
)
from egide.law.rules import processors, transfers
from egide.law.rules.rule import always
from tests.law.records import TODAY, TOWN, outcome, paths_found, processor_record, record, uid

RULE = {rule.id: rule for rule in processors.RULES + transfers.RULES}
MEANS = TransferMechanism


def with_processor(**known):
    return record(processors=(Processor(id=uid(), **known),))


def closed_with_processor(**known):
    return record(status=ActivityStatus.CLOSED, processors=(Processor(id=uid(), **known),))


def with_subprocessor(**known):
    return processor_record(subprocessors=(Processor(id=uid(), **known),))


def joint(**known):
    return record(role=ControllerRole.JOINT_CONTROLLER, joint_controllers=(JointController(id=uid(), **known),))


def sent_to(country=None, mechanism=None, public_mission=None, **known):
    line = Transfer(id=uid(), country=country, mechanism=mechanism, **known)
    return record(transfers=(line,), public_mission=public_mission)


BELOW = (SubProcessor(id=uid(), name="Hébergeur SAS"),)
FIRING = [
    ("PRO-001", with_processor()),
    ("PRO-001", with_subprocessor(contract_signed=False)),
    ("PRO-002", with_processor(contract_signed=True, missing_clauses=(Article28Clause.AUDIT,))),
    ("PRO-003", with_processor(subprocessors=BELOW)),
    ("PRO-003", with_processor(subprocessors=BELOW, subprocessing_authorised=False)),
    ("PRO-004", with_processor(in_eea=False)),
    ("PRO-004", with_processor(country="US")),
    ("PRO-004", with_processor(country="FR", in_eea=False, transfer_declared=False)),
    ("PRO-005", with_processor(contract_end=date(2026, 11, 22))),
    ("PRO-006", with_processor()),
    ("PRO-006", with_processor(last_check_on=date(2023, 11, 22))),
    ("PRO-007", with_processor(hosts_data=True)),
    ("PRO-008", joint()),
    ("PRO-009", joint(arrangement_signed=True, essence_published=False)),
    ("PRO-010", with_subprocessor()),
    ("PRO-011", record(role=ControllerRole.JOINT_CONTROLLER)),
    ("PRO-011", record(role=ControllerRole.JOINT_CONTROLLER, joint_controllers=())),
    ("TRF-001", sent_to("US")),
    ("TRF-002", sent_to("IN", MEANS.ADEQUACY)),
    ("TRF-002", sent_to("CN", MEANS.ADEQUACY)),
    ("TRF-003", sent_to("US", MEANS.SCC)),
    ("TRF-003", sent_to("US", MEANS.CERTIFICATION, tia_done=False)),
    ("TRF-004", sent_to("US", MEANS.SCC)),
    ("TRF-005", sent_to("US", MEANS.DEROGATION_49, repetitive=True)),
    ("TRF-006", sent_to("US", MEANS.ADEQUACY)),
    ("TRF-006", sent_to("us", MEANS.ADEQUACY, dpf_certified=False)),
    ("TRF-008", sent_to("US", MEANS.DEROGATION_49, derogation=Derogation.A)),
    ("TRF-008", sent_to("US", MEANS.DEROGATION_49, True, derogation=Derogation.SUBPARA2)),
    ("TRF-008", processor_record(transfers=(Transfer(id=uid(), derogation=Derogation.B),))),
]
HOLDING = [
    ("PRO-001", with_processor(contract_signed=True)),
    ("PRO-002", with_processor(contract_signed=True, missing_clauses=())),
    ("PRO-002", with_processor(missing_clauses=(Article28Clause.AUDIT,))),
    ("PRO-003", with_processor(subprocessors=BELOW, subprocessing_authorised=True)),
    ("PRO-003", with_processor(subprocessors=())),
    ("PRO-004", with_processor(in_eea=False, transfer_declared=True)),
    ("PRO-004", with_processor(country="US", in_eea=True)),
    ("PRO-004", with_processor(country="NO")),
    ("PRO-004", with_processor()),
    ("PRO-005", with_processor(contract_end=TODAY)),
    ("PRO-005", with_processor()),
    ("PRO-006", with_processor(last_check_on=date(2023, 11, 23))),
    ("PRO-007", with_processor(hosts_data=True, hosting_country="FR")),
    ("PRO-007", with_processor(hosts_data=False)),
    ("PRO-008", joint(arrangement_signed=True)),
    ("PRO-009", joint(arrangement_signed=True, essence_published=True)),
    ("PRO-009", joint()),
    ("PRO-010", with_processor(breach_notice_hours=24)),
    ("PRO-011", joint()),
    ("TRF-001", sent_to("US", MEANS.SCC)),
    ("TRF-002", sent_to("CH", MEANS.ADEQUACY)),
    ("TRF-002", sent_to("FR", MEANS.ADEQUACY)),
    ("TRF-002", sent_to("IN", MEANS.SCC)),
    ("TRF-002", sent_to(None, MEANS.ADEQUACY)),
    ("TRF-003", sent_to("US", MEANS.SCC, tia_done=True)),
    ("TRF-003", sent_to("US", MEANS.ADEQUACY)),
    ("TRF-003", sent_to("US", MEANS.DEROGATION_49)),
    ("TRF-004", sent_to("US", MEANS.SCC, scc_module=2)),
    ("TRF-005", sent_to("US", MEANS.DEROGATION_49, repetitive=False)),
    ("TRF-005", sent_to("US", MEANS.SCC, repetitive=True)),
    ("TRF-006", sent_to("US", MEANS.ADEQUACY, dpf_certified=True)),
    ("TRF-006", sent_to("CH", MEANS.ADEQUACY)),
    ("TRF-006", sent_to("US", MEANS.SCC)),
    ("TRF-007", sent_to("GB", MEANS.ADEQUACY)),
    ("TRF-007", sent_to("CH", MEANS.ADEQUACY)),
    ("TRF-007", sent_to("IN", MEANS.ADEQUACY)),
    ("TRF-008", sent_to("US", MEANS.DEROGATION_49, derogation=Derogation.D)),
]
APART = [
    ("PRO-001", record(processors=())),
    ("PRO-001", record()),
    ("PRO-001", record(status=ActivityStatus.CLOSED, processors=(Processor(id=uid()),))),
    ("PRO-005", closed_with_processor(contract_end=date(2020, 1, 1))),
    ("PRO-006", closed_with_processor()),
    ("PRO-011", record(joint_controllers=())),
    ("PRO-008", record(joint_controllers=(JointController(id=uid()),))),
    ("TRF-001", record(transfers=())),
    ("TRF-008", sent_to("US", MEANS.DEROGATION_49, False, derogation=Derogation.A)),
]
SILENT = [
    ("PRO-004", with_processor(country="États-Unis")),
    ("TRF-002", sent_to("Royaume-Uni", MEANS.ADEQUACY)),
    ("TRF-006", sent_to("États-Unis", MEANS.ADEQUACY)),
    ("TRF-007", sent_to("Royaume-Uni", MEANS.ADEQUACY)),
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


@pytest.mark.parametrize(("rule", "subject"), SILENT)
def test_a_country_that_is_no_code_is_unknown(rule, subject):
    assert outcome(RULE[rule], subject) == "cannot_say"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2031, 6, 26), "holds"), (date(2031, 6, 27), "fires"), (date(2031, 12, 27), "fires")],
)
def test_the_end_of_an_adequacy_is_announced_six_months_before(day, expected):
    assert outcome(RULE["TRF-007"], sent_to("GB", MEANS.ADEQUACY), today=day) == expected


def test_what_is_forbidden_to_authorities_needs_to_know_whether_the_body_is_one():
    derogation = sent_to("US", MEANS.DEROGATION_49, derogation=Derogation.A)
    assert outcome(RULE["TRF-008"], derogation, Organization(id=TOWN.id)) == "cannot_say"
    assert outcome(RULE["TRF-008"], record(transfers=()), Organization(id=TOWN.id)) == "does not apply"
    private = Organization(id=TOWN.id, is_public_authority=False)
    assert outcome(RULE["TRF-008"], derogation, private) == "does not apply"


def test_a_subprocessor_is_found_in_the_list_of_the_processor():
    line = Processor(id=uid(), contract_signed=False)
    assert paths_found(RULE["PRO-001"], processor_record(subprocessors=(line,))) == [
        f"subprocessors[{line.id}].contract_signed"
    ]


def test_every_scope_is_seen_to_exclude():
    assert {rule for rule, _ in APART} - {"TRF-001"} == {
        rule.id for rule in RULE.values() if rule.applies is not always
    }


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} | {"TRF-007"} == {rule for rule, _ in HOLDING} == set(RULE)
