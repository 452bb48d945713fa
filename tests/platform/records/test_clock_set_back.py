"""A clock set back: what stood at an instant is read whole, never from its last change alone."""

import dataclasses
import uuid
from datetime import UTC, datetime

import pytest

from egide.law import facts
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import at
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity

pytestmark = pytest.mark.django_db
TYPE = "processing.processingactivity"


def march(day):
    return datetime(2026, 3, day, tzinfo=UTC)


@pytest.fixture
def record_id(body):
    """Version 1 told on 10 March, version 2 on the 1st, version 3 on the 20th."""
    value = facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    record = ProcessingActivity(organization_id=body.id, id=value.id)
    for day, version in ((10, value), (1, dataclasses.replace(value, minors=True)), (20, value)):
        expected = record.revision or None
        with scope(body), acting(Actor("Alice", at=march(day))):
            save_aggregate(record, version, expected=expected)
    return value.id


@pytest.mark.parametrize(("day", "number", "minors"), [(5, 2, True), (10, 2, True), (20, 3, None)])
def test_the_version_that_stood_has_all_its_facts(body, record_id, day, number, minors):
    with scope(body):
        version = at(TYPE, march(day))[record_id]
    assert (version.number, version.leaves.get("name"), version.leaves.get("minors")) == (number, "Cantine", minors)


def test_nothing_stood_before_the_first_instant(body, record_id):
    with scope(body):
        assert at(TYPE, datetime(2026, 2, 28, tzinfo=UTC)) == {}
