"""Rules about legal bases, purpose by purpose."""

import dataclasses

import pytest

from egide.law import facts
from egide.law.facts.codes import ActivityStatus, ControllerRole, DataSubjectCategory, LegalBasis, ServiceNature
from egide.law.rules.legal_bases import RULES
from tests.law.records import TOWN, outcome, paths_found, people, purpose, purposes, record, sans_objet

RULE = {rule.id: rule for rule in RULES}
CONSENT, CONTRACT, LEGAL, VITAL, PUBLIC, INTEREST = (
    LegalBasis.CONSENT,
    LegalBasis.CONTRACT,
    LegalBasis.LEGAL_OBLIGATION,
    LegalBasis.VITAL_INTERESTS,
    LegalBasis.PUBLIC_TASK,
    LegalBasis.LEGITIMATE_INTERESTS,
)
BY_CONSENT = purposes(CONSENT)
ONLINE_FOR_CHILDREN = {"purposes": BY_CONSENT, "online_service": True, "minors_under_15": True}
TWICE = (purpose(PUBLIC, "Gérer la cantine"), purpose(CONSENT, "  gérer  la CANTINE "))
TEXTS = ("Code de l’éducation, art. L212-4",)

FIRING = [
    ("LB-001", record(purposes=purposes(PUBLIC, None))),
    ("LB-001", record(purposes=purposes(None), role=ControllerRole.JOINT_CONTROLLER)),
    ("LB-002", record(purposes=purposes(INTEREST))),
    ("LB-002", record(purposes=purposes(INTEREST), public_mission=True)),
    ("LB-003", record(purposes=purposes(LEGAL))),
    ("LB-003", record(purposes=(purpose(LEGAL, legal_texts=()),))),
    ("LB-004", record(purposes=purposes(PUBLIC))),
    ("LB-005", record(purposes=BY_CONSENT)),
    ("LB-005", record(purposes=BY_CONSENT, consent=facts.Consent(proof_kept=False))),
    ("LB-006", record(purposes=BY_CONSENT)),
    ("LB-006", record(purposes=BY_CONSENT, consent=facts.Consent(withdrawal_as_easy=False, proof_kept=True))),
    ("LB-007", record(purposes=BY_CONSENT, data_subjects=people(DataSubjectCategory.AGENTS))),
    ("LB-007", record(purposes=BY_CONSENT, service_is_mandatory=True)),
    ("LB-008", record(purposes=purposes(CONTRACT), service_nature=ServiceNature.SPA)),
    ("LB-009", record(purposes=purposes(PUBLIC, VITAL))),
    ("LB-010", record(**ONLINE_FOR_CHILDREN)),
    ("LB-010", record(**ONLINE_FOR_CHILDREN, consent=facts.Consent(proof_kept=True))),
    ("LB-011", record(purposes=TWICE)),
    ("LB-012", record(further_processing=True)),
    ("LB-013", record(legal_basis_changed_after_start=True)),
]
HOLDING = [
    ("LB-001", record(purposes=purposes(PUBLIC, LEGAL))),
    ("LB-002", record(purposes=purposes(INTEREST), public_mission=False)),
    ("LB-003", record(purposes=(purpose(LEGAL, legal_texts=TEXTS), purpose(PUBLIC)))),
    ("LB-004", record(purposes=(purpose(PUBLIC, legal_texts=TEXTS), purpose(LEGAL)))),
    ("LB-005", record(purposes=BY_CONSENT, consent=facts.Consent(proof_kept=True))),
    ("LB-005", record(purposes=BY_CONSENT, not_applicable=sans_objet("consent"))),
    ("LB-006", record(purposes=BY_CONSENT, consent=facts.Consent(withdrawal_as_easy=True))),
    ("LB-006", record(purposes=BY_CONSENT, not_applicable=sans_objet("consent"))),
    ("LB-007", record(purposes=BY_CONSENT, data_subjects=people(DataSubjectCategory.CITIZENS))),
    ("LB-008", record(purposes=purposes(CONTRACT), service_nature=ServiceNature.SPIC)),
    ("LB-008", record(purposes=purposes(CONTRACT))),
    ("LB-009", record(purposes=purposes(PUBLIC))),
    ("LB-010", record(**ONLINE_FOR_CHILDREN, consent=facts.Consent(joint_parental=True))),
    ("LB-010", record(**ONLINE_FOR_CHILDREN, not_applicable=sans_objet("consent"))),
    ("LB-010", record(**ONLINE_FOR_CHILDREN | {"online_service": None})),
    ("LB-010", record(**ONLINE_FOR_CHILDREN | {"minors_under_15": False})),
    ("LB-011", record()),
    ("LB-011", record(purposes=purposes(PUBLIC, CONSENT))),
    ("LB-011", record(purposes=(purpose(PUBLIC, "Gérer la cantine"), purpose(PUBLIC, "Gérer la cantine")))),
    ("LB-011", record(purposes=(purpose(PUBLIC, text=None), purpose(CONSENT, text=" "), purpose(None)))),
    ("LB-011", record(purposes=(purpose(PUBLIC, "Gérer la cantine"), purpose(None, "Gérer la cantine")))),
    ("LB-012", record(further_processing=True, compatibility_test_done=True)),
    ("LB-012", record(further_processing=True, further_processing_authorised_by_law=True)),
    ("LB-012", record()),
    ("LB-013", record()),
]
SILENT = [
    ("LB-001", record()),
    ("LB-001", record(purposes=purposes(None), status=ActivityStatus.DRAFT)),
    ("LB-002", record(purposes=purposes(PUBLIC))),
    ("LB-003", record(purposes=purposes(PUBLIC))),
    ("LB-004", record(purposes=purposes(CONSENT))),
    ("LB-005", record(purposes=purposes(PUBLIC))),
    ("LB-006", record(purposes=BY_CONSENT, status=ActivityStatus.CLOSED)),
    ("LB-007", record(data_subjects=people(DataSubjectCategory.AGENTS), purposes=purposes(PUBLIC))),
    ("LB-008", record(purposes=purposes(PUBLIC), service_nature=ServiceNature.SPA)),
    ("LB-010", record(**ONLINE_FOR_CHILDREN | {"purposes": purposes(PUBLIC)})),
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


def test_a_finding_names_the_purpose_at_fault():
    kept, faulty = purpose(LEGAL, legal_texts=TEXTS), purpose(LEGAL)
    assert paths_found(RULE["LB-003"], record(purposes=(kept, faulty))) == [f"purposes[{faulty.id}].legal_texts"]


@pytest.mark.parametrize(("rule", "basis"), [("LB-002", INTEREST), ("LB-008", CONTRACT)])
def test_only_the_purpose_that_invokes_the_basis_is_at_fault(rule, basis):
    public, faulty = purpose(PUBLIC), purpose(basis)
    subject = record(purposes=(public, faulty), service_nature=ServiceNature.SPA)
    assert paths_found(RULE[rule], subject) == [f"purposes[{faulty.id}].legal_basis"]


def test_consent_of_agents_is_doubted_only_for_the_purposes_that_rest_on_it():
    public, consented = purpose(PUBLIC), purpose(CONSENT)
    subject = record(purposes=(public, consented), data_subjects=people(DataSubjectCategory.AGENTS))
    assert paths_found(RULE["LB-007"], subject) == [f"purposes[{consented.id}].legal_basis"]


def test_legitimate_interest_of_a_private_body_holds_and_of_an_unknown_one_cannot_be_judged():
    subject = record(purposes=purposes(INTEREST))
    assert outcome(RULE["LB-002"], subject, dataclasses.replace(TOWN, is_public_authority=False)) == "holds"
    assert outcome(RULE["LB-002"], subject, dataclasses.replace(TOWN, is_public_authority=None)) == "cannot_say"


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == set(RULE)
    assert {rule for rule, _ in HOLDING} == set(RULE)
