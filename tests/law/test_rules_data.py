"""Rules about special data, the social security number, and taking no more than needed."""

import pytest

from egide.law import facts
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    DataCategory,
    DataSubjectCategory,
    Domain,
    LegalBasis,
    MeasureStatus,
    NirGround,
    PurposeKind,
    SecurityMeasureCode,
    SourceKind,
    SpecialCategory,
)
from egide.law.rules import minimisation, special_data
from tests.law.records import (
    data,
    measures,
    outcome,
    paths_found,
    people,
    purpose,
    purposes,
    record,
    sans_objet,
    source,
    special,
    uid,
)

RULE = {rule.id: rule for rule in (*special_data.RULES, *minimisation.RULES)}
HEALTH, BIOMETRIC, RELIGION = SpecialCategory.HEALTH, SpecialCategory.BIOMETRIC, SpecialCategory.RELIGION
POLITICAL = SpecialCategory.POLITICAL
A, C, H = Article9Exception.ART9_2_A, Article9Exception.ART9_2_C, Article9Exception.ART9_2_H
FREE_TEXT = SecurityMeasureCode.M26_ZONES_LIBRES
HOST = facts.Processor(id=uid(), hosts_data=True)
CERTIFIED = facts.Processor(id=uid(), hosts_data=True, hds_certified=True)
MAINTAINER = facts.Processor(id=uid(), hosts_data=False)
NOTES = data(DataCategory.OPINION_FREE_TEXT)
BANK, IDENTITY_DOCUMENT = data(DataCategory.BANK), data(DataCategory.ID_DOCUMENT)
ROLL, REGISTRY = source(SourceKind.ELECTORAL_ROLL), source(SourceKind.CIVIL_REGISTRY)
HEATWAVE = {"catalogue_id": "REGISTRE_CANICULE"}
PUBLIC = LegalBasis.PUBLIC_TASK
STEPS = tuple(
    purpose(text=text)
    for text in ("Tenir le registre", "Inscription volontaire ou par un tiers", " appels périodiques en cas d’alerte")
)

FIRING = [
    ("SP-001", record(special_data=special(HEALTH))),
    ("SP-002", record(special_data=special(HEALTH, A))),
    ("SP-002", record(special_data=special(HEALTH, A), consent=facts.Consent(proof_kept=True))),
    ("SP-003", record(special_data=special(HEALTH, H))),
    ("SP-004", record(criminal_data=True)),
    ("SP-005", record(nir_used=True)),
    ("SP-006", record(nir_used=True, domain=Domain.EDUCATION)),
    ("SP-007", record(special_data=special(HEALTH, H), processors=(HOST,))),
    ("SP-008", record(special_data=special(BIOMETRIC), data_subjects=people(DataSubjectCategory.AGENTS))),
    ("SP-008", record(special_data=special(BIOMETRIC), purposes=(purpose(kind=PurposeKind.TIME_TRACKING),))),
    ("SP-009", record(domain=Domain.EDUCATION, special_data=special(RELIGION))),
    ("SP-010", record(personal_data=NOTES)),
    ("SP-010", record(personal_data=NOTES, security_measures=measures(FREE_TEXT, status=MeasureStatus.PLANNED))),
    ("SP-011", record(domain=Domain.COMMUNICATION, special_data=special(POLITICAL))),
    ("SP-012", record(criminal_extract_kept=True)),
    ("SP-013", record(personal_data=data(DataCategory.HEALTH))),
    ("SP-013", record(personal_data=data(DataCategory.POLITICAL), special_data=special(HEALTH))),
    ("SP-013", record(personal_data=data(DataCategory.CRIMINAL))),
    ("SP-013", record(personal_data=data(DataCategory.NIR), nir_used=False)),
    ("MIN-001", record(personal_data=IDENTITY_DOCUMENT)),
    ("MIN-002", record(personal_data=BANK, purposes=purposes(PUBLIC))),
    ("MIN-002", record(personal_data=BANK, has_payment_purpose=False)),
    ("MIN-003", record(sources=ROLL, commercial_use=True)),
    ("MIN-004", record(sources=REGISTRY, domain=Domain.COMMUNICATION)),
    ("MIN-004", record(sources=REGISTRY, domain=Domain.COMMUNICATION, consent=facts.Consent(explicit=True))),
    ("MIN-005", record(**HEATWAVE, purposes=purposes(PUBLIC, PUBLIC))),
    ("MIN-005", record(**HEATWAVE, purposes=(*STEPS, purpose(text=None)))),
    ("MIN-006", record(asks_documents_available_via_api=True)),
]
HOLDING = [
    ("SP-001", record(special_data=special(HEALTH, C))),
    ("SP-002", record(special_data=special(HEALTH, A), consent=facts.Consent(explicit=True))),
    ("SP-002", record(special_data=special(HEALTH, A), not_applicable=sans_objet("consent"))),
    ("SP-003", record(special_data=special(HEALTH, H, "CASF, art. L311-3"))),
    ("SP-003", record(special_data=special(HEALTH, H, "CASF, art. L311-3") + special(BIOMETRIC, A))),
    ("SP-004", record(criminal_data=True, criminal_basis="Code rural, art. L211-13")),
    ("SP-005", record(nir_used=True, nir_ground=NirGround.NIR_PAY_DSN)),
    ("SP-006", record(nir_used=True, domain=Domain.HR)),
    ("SP-007", record(special_data=special(HEALTH, H), processors=(CERTIFIED, MAINTAINER))),
    ("SP-008", record(special_data=special(HEALTH), data_subjects=people(DataSubjectCategory.AGENTS))),
    ("SP-009", record(domain=Domain.CHILDHOOD, special_data=special(HEALTH))),
    ("SP-010", record(personal_data=NOTES, security_measures=measures(FREE_TEXT))),
    ("SP-011", record(domain=Domain.COMMUNICATION, special_data=special(HEALTH))),
    ("SP-012", record()),
    ("SP-013", record(personal_data=data(DataCategory.IDENTITY))),
    ("SP-013", record(personal_data=(facts.PersonalData(id=uid()),))),
    ("SP-013", record(personal_data=data(DataCategory.HEALTH), special_data=special(HEALTH))),
    ("SP-013", record(personal_data=data(DataCategory.CRIMINAL), criminal_data=True)),
    ("SP-013", record(personal_data=data(DataCategory.NIR), nir_used=True)),
    ("MIN-001", record(personal_data=IDENTITY_DOCUMENT, id_document_justification="Procuration par courrier")),
    ("MIN-002", record(personal_data=BANK, has_payment_purpose=True)),
    ("MIN-002", record(personal_data=BANK, purposes=(purpose(kind=PurposeKind.PAYMENT),))),
    ("MIN-003", record(sources=ROLL)),
    ("MIN-004", record(sources=REGISTRY, domain=Domain.POPULATION)),
    ("MIN-004", record(sources=REGISTRY, domain=Domain.COMMUNICATION, consent=facts.Consent(proof_kept=True))),
    ("MIN-004", record(sources=REGISTRY, domain=Domain.COMMUNICATION, not_applicable=sans_objet("consent"))),
    ("MIN-005", record(**HEATWAVE, purposes=purposes(PUBLIC))),
    ("MIN-005", record(**HEATWAVE)),
    ("MIN-005", record(**HEATWAVE, purposes=STEPS)),
    ("MIN-006", record()),
]
SILENT = [
    ("SP-001", record(special_data=())),
    ("SP-002", record(special_data=special(HEALTH, H))),
    ("SP-003", record(special_data=special(HEALTH, A))),
    ("SP-004", record()),
    ("SP-005", record(nir_used=False)),
    ("SP-006", record(nir_used=False, domain=Domain.EDUCATION)),
    ("SP-007", record(special_data=special(HEALTH, A), processors=(HOST,))),
    ("SP-007", record(special_data=special(BIOMETRIC, H), processors=(HOST,))),
    ("SP-008", record(special_data=special(BIOMETRIC))),
    ("SP-009", record(special_data=special(RELIGION))),
    ("SP-010", record(personal_data=NOTES, status=ActivityStatus.DRAFT)),
    ("SP-010", record(personal_data=BANK)),
    ("SP-011", record(special_data=special(POLITICAL))),
    ("MIN-001", record(personal_data=BANK)),
    ("MIN-002", record()),
    ("MIN-003", record(sources=REGISTRY, commercial_use=True)),
    ("MIN-004", record(sources=ROLL)),
    ("MIN-005", record(purposes=purposes(PUBLIC, PUBLIC))),
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


def test_an_unknown_domain_is_not_an_unusual_one():
    assert outcome(RULE["SP-006"], record(nir_used=True)) == "cannot_say"


@pytest.mark.parametrize("category", list(SpecialCategory))
def test_every_special_category_has_its_category_of_data(category):
    ticked = data(DataCategory(category.value))
    assert paths_found(RULE["SP-013"], record(personal_data=ticked)) == [f"personal_data[{ticked[0].id}].category"]
    assert outcome(RULE["SP-013"], record(personal_data=ticked, special_data=special(category))) == "holds"


def test_a_finding_names_the_sensitive_line_at_fault():
    lines = special(HEALTH, C) + special(BIOMETRIC)
    assert paths_found(RULE["SP-001"], record(special_data=lines)) == [f"special_data[{lines[1].id}].exception"]


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == set(RULE)
    assert {rule for rule, _ in HOLDING} == set(RULE)
