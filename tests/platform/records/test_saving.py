"""The one door of writes: what goes in comes out, and each write leaves one sealed version."""

import dataclasses
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, assume, given, settings

from egide.law import facts
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, NoActorError, acting
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import UnjournaledWriteError, unlocked
from egide.platform.records.saving import Change, found, save_aggregate, save_many
from egide.platform.records.scope import ScopeError, scope
from egide.platform.records.soundness import soundness_errors
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from tests.law.strategies import activities, processor_activities

pytestmark = pytest.mark.django_db
ALICE = Actor("Alice Martin")


def activity(**known):
    return facts.ProcessingActivity(id=uuid.uuid4(), **{"name": "Cantine", **known})


def saved(body, value, model=ProcessingActivity):
    with scope(body), acting(ALICE):
        return save_aggregate(model(organization_id=body.id, id=value.id), value)


def again(body, value, model=ProcessingActivity):
    with scope(body):
        return model.objects.get(id=value.id)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=activities())
def test_what_is_stored_is_given_back(body, value):
    value = dataclasses.replace(value, id=uuid.uuid4())
    assume(not soundness_errors(value))
    saved(body, value)
    with scope(body):
        assert again(body, value).facts() == value
        [version] = versions("processing.processingactivity", value.id)
        assert ProcessingActivity.storage.from_document(version.document, value.id, version.shape) == value


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=processor_activities())
def test_so_is_what_is_done_for_others(body, value):
    value = dataclasses.replace(value, id=uuid.uuid4())
    assume(not soundness_errors(value))
    saved(body, value, ProcessorActivity)
    with scope(body):
        assert again(body, value, ProcessorActivity).facts() == value


def test_each_write_leaves_one_version_that_says_what_changed(body):
    value = activity()
    record = saved(body, value)
    changed = dataclasses.replace(value, name="Restauration", minors=True)
    with scope(body), acting(ALICE):
        save_aggregate(record, changed, expected=1, reason="Nom officiel")
    with scope(body):
        first, second = versions("processing.processingactivity", value.id)
    assert (first.action, first.number, second.action, second.number) == ("create", 1, "change", 2)
    assert second.changes == {"name": ("Cantine", "Restauration"), "minors": (None, True)}
    assert (second.actor, second.reason, second.title) == ("Alice Martin", "Nom officiel", "Restauration")


def test_nothing_changed_nothing_written(body):
    value = activity()
    record = saved(body, value)
    with scope(body), acting(ALICE):
        save_aggregate(record, value, expected=1)
        assert record.revision == 1
        assert len(versions("processing.processingactivity", value.id)) == 1


def test_the_second_of_two_people_is_told(body):
    value = activity()
    saved(body, value)
    mine, theirs = again(body, value), again(body, value)
    with scope(body), acting(ALICE):
        save_aggregate(theirs, dataclasses.replace(value, name="Eux"), expected=1)
    with scope(body), pytest.raises(ConflictError), acting(ALICE):
        save_aggregate(mine, dataclasses.replace(value, name="Moi"), expected=1)
    assert again(body, value).name == "Eux"


def test_refused_facts_say_where(body):
    with pytest.raises(InvalidFactsError) as refused:
        saved(body, activity(notes="a\x00b"))
    assert list(refused.value.errors) == ["notes"]


def test_no_scope_no_query(db):
    with pytest.raises(ScopeError):
        ProcessingActivity.objects.count()


def test_no_actor_no_write(body):
    value = activity()
    with scope(body), pytest.raises(NoActorError):
        save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
    with scope(body):
        assert not ProcessingActivity.objects.filter(id=value.id).exists()


def test_a_record_of_another_body_is_not_written(body, other):
    value = activity()
    with pytest.raises(ScopeError), scope(body), acting(ALICE):
        save_aggregate(ProcessingActivity(organization_id=other.id, id=value.id), value)


@pytest.mark.parametrize("write", ["update", "delete", "bulk_create", "bulk_update", "get_or_create", "create"])
def test_no_bulk_write_around_the_journal(body, write):
    with scope(body), pytest.raises(UnjournaledWriteError):
        getattr(ProcessingActivity.objects, write)()
    with scope(body), pytest.raises(UnjournaledWriteError):
        getattr(ProcessingActivity.objects.all(), write)()


def test_one_body_does_not_see_another(body, other):
    value = activity()
    saved(body, value)
    with scope(other):
        assert not ProcessingActivity.objects.filter(id=value.id).exists()
        assert versions("processing.processingactivity", value.id) == []


def a_body(**known):
    value = facts.Organization(id=uuid.uuid4(), **{"name": "Commune née", **known})
    return Change(Organization(id=value.id, slug=value.id.hex), value)


def test_bodies_are_founded_by_someone_sound_and_new(body):
    with pytest.raises(NoActorError):
        found([a_body()])
    with acting(ALICE), pytest.raises(InvalidFactsError):
        found([a_body(name=None)])
    other = activity()
    with acting(ALICE), pytest.raises(ScopeError):
        found([Change(ProcessingActivity.new(body.id, other), other)])
    with acting(ALICE), pytest.raises(ScopeError):
        found([Change(body, body.storage.shape(id=body.id, name="Encore"))])
    assert unlocked(Organization).count() == 1


def purposes(*texts):
    return tuple(facts.Purpose(id=uuid.uuid5(uuid.NAMESPACE_URL, text), text=text) for text in texts)


def changed(body, record, **known):
    """The statements on lines that a change needs."""
    with scope(body), acting(ALICE), CaptureQueriesContext(connection) as queries:
        save_aggregate(record, dataclasses.replace(record.facts(), **known), expected=record.revision)
    table = ProcessingActivity.storage.line_model._meta.db_table
    writes = (q["sql"].split(" ")[0] for q in queries if table in q["sql"])
    return [verb for verb in writes if verb != "SELECT"]


def test_lines_that_nothing_touches_stay_as_they_are(body):
    record = saved(body, activity(purposes=purposes("Nourrir", "Facturer")))
    assert changed(body, record, notes="relue") == []
    assert changed(body, record, purposes=purposes("Nourrir")) == ["DELETE", "INSERT"]


@pytest.mark.parametrize(
    "after",
    [purposes("Facturer", "Nourrir"), purposes("Nourrir"), purposes("Nourrir", "Facturer", "Compter"), (), None],
)
def test_a_change_of_lines_is_kept_whatever_it_is(body, after):
    record = saved(body, activity(purposes=purposes("Nourrir", "Facturer")))
    changed(body, record, purposes=after)
    with scope(body):
        assert again(body, record).facts().purposes == after


def test_each_record_of_an_act_keeps_its_own_lines(body):
    first, second = (saved(body, activity(purposes=purposes("Nourrir"))) for _ in range(2))
    with scope(body), acting(ALICE):
        save_many(
            [
                Change(first, dataclasses.replace(first.facts(), notes="relue"), expected=1),
                Change(second, dataclasses.replace(second.facts(), purposes=purposes("Compter")), expected=1),
            ]
        )
    with scope(body):
        assert again(body, first).facts().purposes == purposes("Nourrir")
        assert again(body, second).facts().purposes == purposes("Compter")
