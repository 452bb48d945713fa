"""The platform keeps the demonstration as it is told: every record comes back equal, every step is accepted."""

from datetime import date

import pytest

from demo.content import KEYS, register
from demo.content.bodies import TOWN
from demo.history import Action, play, steps
from egide.law.facts import ProcessingActivity as ControllerFacts
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity

TODAY = date(2026, 11, 24)


def stored_body(key: str) -> Organization:
    facts = register(key, TODAY).organization
    body = Organization(id=facts.id, slug=key)
    save_aggregate(body, facts)
    return body


@pytest.mark.parametrize("key", KEYS)
def test_every_record_comes_back_equal(db, key):
    found = register(key, TODAY)
    with scope(Organization(id=found.organization.id, slug=key)), acting(Actor("demonstration")):
        body = stored_body(key)
        assert Organization.objects.get(id=body.id).facts() == found.organization
        for each in found.activities:
            model = ProcessingActivity if isinstance(each, ControllerFacts) else ProcessorActivity
            save_aggregate(model(organization=body, id=each.id), each)
            assert model.objects.get(id=each.id).facts() == each


def test_every_edit_is_accepted(db):
    told = steps(TOWN, TODAY)
    with scope(Organization(id=register(TOWN, TODAY).organization.id, slug=TOWN)), acting(Actor("demonstration")):
        body = stored_body(TOWN)
        for each in told[0].created:
            save_aggregate(ProcessingActivity(organization=body, id=each.id), each)
        for step in (step for step in told if step.action is Action.EDIT):
            record = ProcessingActivity.objects.get(id=step.record)
            save_aggregate(record, step.change(record.facts()), expected=record.revision, reason=step.reason)
        expected = {identifier: facts for identifier, (facts, _) in play(told).items()}
        assert {record.id: record.facts() for record in ProcessingActivity.objects.all()} == expected
