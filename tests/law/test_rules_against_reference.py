"""Our rules and the reference conditions fire on the same facts, wherever both can speak.

Each accepted difference has a name and an example; its reason is in docs/decisions/003-rules-and-their-reference.md.
"""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egide.law.catalogue import models
from egide.law.facts import Organization, ProcessorActivity, Register
from egide.law.facts.codes import ActivityStatus
from egide.law.rules import ALL_RULES, rule
from egide.law.rules.engine import assess
from tests.law.reference.differences import DIFFERENCES, explained
from tests.law.reference.evaluating import fired, reference
from tests.law.reference.mapping import of_activity, of_organization, of_processor_activity
from tests.law.strategies import TODAY, activities, organizations, processor_activities

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "003-rules-and-their-reference.md"
BODY = UUID(int=1, version=5)
# Most rules speak of what is under way.
STATUS = st.sampled_from([*[ActivityStatus.ACTIVE] * 4, *ActivityStatus, None])
BATCH = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


def batch(records, size):
    return st.lists(records, min_size=size, max_size=size, unique_by=lambda record: record.id).map(tuple)


def ours(subject, register):
    """The rules that fire on the subject, and those that cannot say."""
    assessment = assess(register, TODAY)
    fire = {finding.rule.id for finding in assessment.of(subject.id)}
    return fire, {identifier for silence in assessment.silences for identifier in silence.rules}


def unexplained(a, body, views, asked):
    fire, silent = ours(a, Register(organization=body, activities=(a,)))
    differing = (fire ^ (fired("treatment", views, TODAY) & asked)) - silent
    return {identifier for identifier in differing if not explained(identifier, a)}


@BATCH
@given(organizations(id=BODY), batch(activities(status=STATUS), 8))
def test_records_of_controllers(body, records):
    everything = {one.id for one in ALL_RULES}
    for a in records:
        assert unexplained(a, body, of_activity(a, body, TODAY), everything) == set(), a


@settings(BATCH, max_examples=60)
@given(organizations(id=BODY), batch(processor_activities(status=STATUS), 5))
def test_records_of_processors(body, records):
    """What the controller alone answers for (purposes, bases, notices, fate of the data) is not asked of them."""
    both = {one.id for one in ALL_RULES if ProcessorActivity in one.subjects}
    for a in records:
        assert unexplained(a, body, [of_processor_activity(a, body, TODAY)], both) == set(), a


@settings(BATCH, max_examples=100)
@given(organizations(id=BODY), batch(activities(status=STATUS), 2))
def test_bodies(body: Organization, records):
    """An unanswered question is silence for us, and « no » for the reference: only what was answered is compared."""
    register = Register(organization=body, activities=records)
    fire, silent = ours(body, register)
    held = {a.catalogue_id for a in records}
    missing = [
        model.id
        for model in models().values()
        if body.kind in model.usual_for and model.id not in held and not body.waived(f"catalogue.{model.id}")
    ]
    theirs = fired("structure", [of_organization(body, register, missing)], TODAY)
    assert (fire ^ theirs) - silent == set()


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_each_difference_is_real_and_has_its_reason(difference):
    a, body = difference.example, Organization(id=BODY)
    fire, _ = ours(a, Register(organization=body, activities=(a,)))
    theirs = fired("treatment", of_activity(a, body, TODAY), TODAY)
    assert difference.rules[0] in fire ^ theirs
    assert difference.when(a)
    reason = DECISION.read_text(encoding="utf-8")
    assert f"**{difference.name}**" in reason
    assert all(identifier in reason for identifier in difference.rules)


def test_every_rule_of_the_reference_is_there_as_serious_and_of_the_same_kind():
    theirs = {identifier: tuple(known["is"][1:]) for identifier, known in reference().items()}
    assert {one.id: (one.severity.value, one.kind.value) for one in ALL_RULES} == theirs
    assert len(ALL_RULES) == 147


@pytest.mark.parametrize("identifier", reference())
def test_each_rule_speaks_to_the_subject_of_its_scope(identifier):
    assert (rule(identifier).subjects == (Organization,)) == (reference()[identifier]["is"][0] == "structure")
