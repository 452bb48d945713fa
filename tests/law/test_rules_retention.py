"""Rules about how long data are kept and what becomes of them."""

from datetime import date

import pytest

from egide.law.catalogue import model
from egide.law.facts.codes import ActivityStatus, Domain, FinalFate, RetentionKind, RetentionTrigger
from egide.law.rules.retention import RULES
from tests.law.records import TODAY, kept, lasting, outcome, record

RULE = {rule.id: rule for rule in RULES}
RIGHTS, CONTACT, CLOSED = RetentionTrigger.END_OF_RIGHTS, RetentionTrigger.LAST_CONTACT, RetentionTrigger.CASE_CLOSED
LOGS, CANDIDATES = RetentionKind.LOGS, RetentionKind.CANDIDATES
SOCIAL, APA = {"domain": Domain.SOCIAL}, {"catalogue_id": "APA"}
RECRUITMENT = model("RH_RECRUTEMENT").retention[0]
AS_MODEL = {"data": RECRUITMENT.data, "active": lasting(str(RECRUITMENT.active), RECRUITMENT.active_from)}
LONGER = {"data": RECRUITMENT.data, "active": lasting("P99Y", RECRUITMENT.active_from)}


def logs(duration, **known):
    return record(retention=kept(lasting(duration, RetentionTrigger.RECORDING), kind=LOGS, **known))


def overdue(**known):
    return kept(lasting("P1Y", CLOSED), triggered_on=date(2025, 11, 22), **known)


FIRING = [
    ("RET-001", record(retention=kept())),
    ("RET-001", record(retention=kept(lasting("P5Y")))),
    ("RET-001", record(retention=kept(lasting(None, text="5 ans")))),
    ("RET-001", record(retention=kept(lasting(None, text="5 ans de conservation")))),
    ("RET-002", record(retention=kept())),
    ("RET-004", record(retention=kept(unlimited=True))),
    ("RET-004", record(retention=kept(unlimited=True, final_fate=FinalFate.D))),
    ("RET-005", logs("P5M")),
    ("RET-005", logs("P179D")),
    ("RET-005", logs("P367D")),
    ("RET-006", record(retention=kept(lasting("P25M", CONTACT), kind=CANDIDATES))),
    ("RET-006", record(retention=kept(lasting("P25M", CONTACT), kind=CANDIDATES, justification="Vivier"))),
    ("RET-007", record(**SOCIAL, retention=kept(lasting("P3Y", CONTACT)))),
    ("RET-008", record(catalogue_id="RH_RECRUTEMENT", retention=kept(**LONGER))),
    ("RET-009", record(retention=overdue())),
    ("RET-010", record(retention=kept(has_intermediate=True))),
    ("RET-010", record(retention=kept(intermediate=lasting("P5Y", CLOSED), separated_storage=False))),
    ("RET-011", record(**APA, retention=kept(lasting(None, RIGHTS), intermediate=lasting("P7Y", RIGHTS)))),
]
HOLDING = [
    ("RET-001", record(retention=kept(lasting("P5Y", CLOSED)))),
    ("RET-001", record(retention=kept(lasting(None, text="Jusqu’à la dissolution du PACS")))),
    ("RET-001", record(retention=kept(lasting("P5Y", text="5 ans après le départ de l’agent")))),
    ("RET-001", record(retention=kept(unlimited=True))),
    ("RET-002", record(retention=kept(final_fate=FinalFate.T))),
    ("RET-004", record(retention=kept(unlimited=True, final_fate=FinalFate.C))),
    ("RET-004", record(retention=kept())),
    ("RET-005", logs("P180D")),
    ("RET-005", logs("P6M")),
    ("RET-005", logs("P1Y")),
    ("RET-005", logs("P3Y", justification="Contrôle interne")),
    ("RET-005", logs(None)),
    ("RET-005", record(retention=kept(lasting("P10Y", CLOSED)))),
    ("RET-006", record(retention=kept(lasting("P2Y", CONTACT), kind=CANDIDATES))),
    ("RET-006", record(retention=kept(kind=CANDIDATES))),
    ("RET-007", record(**SOCIAL, retention=kept(lasting("P2Y", CONTACT)))),
    ("RET-007", record(**SOCIAL, retention=kept(lasting("P3Y", CLOSED)))),
    ("RET-007", record(**SOCIAL, retention=kept(lasting("P3Y", CONTACT), justification="CASF"))),
    ("RET-007", record(**SOCIAL, retention=kept())),
    ("RET-008", record(catalogue_id="RH_RECRUTEMENT", retention=kept(**AS_MODEL))),
    ("RET-008", record(catalogue_id="RH_RECRUTEMENT", retention=kept(**LONGER, justification="Contentieux"))),
    ("RET-008", record(catalogue_id="MODELE_RETIRE", retention=kept(**LONGER))),
    ("RET-009", record(retention=overdue(disposed_on=TODAY))),
    ("RET-009", record(retention=kept(lasting("P1Y", CLOSED), triggered_on=date(2025, 11, 23)))),
    ("RET-009", record(retention=kept(lasting("P1Y", CLOSED)))),
    ("RET-010", record(retention=kept(intermediate=lasting("P5Y", CLOSED), separated_storage=True))),
    ("RET-010", record(retention=kept(lasting("P5Y", CLOSED)))),
    ("RET-011", record(**APA, retention=kept(lasting(None, RIGHTS), intermediate=lasting("P6Y", RIGHTS)))),
    ("RET-011", record(**APA, retention=kept(lasting("P10Y", CLOSED)))),
]
SILENT = [
    ("RET-001", record(retention=())),
    ("RET-007", record(domain=Domain.HR, retention=kept(lasting("P3Y", CONTACT)))),
    ("RET-008", record(retention=kept(**LONGER))),
    ("RET-009", record(status=ActivityStatus.CLOSED, retention=overdue())),
    ("RET-011", record(retention=kept(lasting("P7Y", RIGHTS)))),
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


def test_a_reference_does_not_judge_days_before_it():
    assert outcome(RULE["RET-005"], logs("P3Y"), today=date(2020, 1, 1)) == "holds"
    candidate = record(retention=kept(lasting("P5Y", CONTACT), kind=CANDIDATES))
    assert outcome(RULE["RET-006"], candidate, today=date(2019, 1, 1)) == "holds"


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == set(RULE)
    assert {rule for rule, _ in HOLDING} == set(RULE)
