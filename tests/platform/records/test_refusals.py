"""What the one door of writes refuses, and that a refusal leaves no row behind."""

import dataclasses
import uuid

import pytest

from egide.law import facts
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, NoActorError, acting
from egide.platform.records.errors import ConflictError
from egide.platform.records.models import UnjournaledWriteError, unlocked
from egide.platform.records.saving import Change, found, save_aggregate, save_many
from egide.platform.records.scope import ScopeError, reached_by, scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body

pytestmark = pytest.mark.django_db
ALICE = Actor("Alice Martin")


def test_saving_without_anyone_is_refused_even_when_nothing_changes():
    body, value = make_body("la"), facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    with scope(body), acting(ALICE):
        record = save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
    with scope(body), pytest.raises(NoActorError):
        save_aggregate(record, dataclasses.replace(value), expected=record.revision)


@pytest.mark.parametrize("act", ["save", "delete"])
def test_a_record_is_neither_saved_nor_deleted_by_itself(act):
    body, value = make_body("la"), facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    with scope(body), acting(ALICE):
        record = save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
        with pytest.raises(UnjournaledWriteError):
            getattr(record, act)()
    assert unlocked(ProcessingActivity).filter(id=value.id).exists()


def test_across_bodies_nothing_is_written():
    """What a person reaches is read there, never written: it is not one body."""
    body, value = make_body("la"), facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    with reached_by(uuid.uuid4()), acting(ALICE), pytest.raises(ScopeError, match="one by one"):
        save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
    assert not unlocked(ProcessingActivity).exists()


def test_a_stale_version_is_refused_even_when_nothing_would_change():
    """Whoever read an old version must know it, and not believe that what they saw is what is kept."""
    body, value = make_body("la"), facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    with scope(body), acting(ALICE):
        record = save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
        with pytest.raises(ConflictError):
            save_many([Change(record, value, expected=record.revision + 1)])


def test_without_anyone_nothing_is_even_judged():
    """Nobody acting comes before whose it is and what is wrong in it, for a record and for a body that begins."""
    body, elsewhere = make_body("la"), make_body("ailleurs")
    value = facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine")
    with scope(body), pytest.raises(NoActorError):
        save_aggregate(ProcessingActivity(organization_id=elsewhere.id, id=value.id), value)
    nameless = facts.Organization(id=uuid.uuid4())
    with pytest.raises(NoActorError):
        found([Change(Organization(id=nameless.id, slug="sans-nom"), nameless)])
