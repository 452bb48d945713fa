"""Tasks for a body and a person: within the one, with the rights of the other, under both locks, in the journal."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from egide.law import facts
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import ScopeError, active_scope, scope
from egide.platform.tasks import queue, works
from egide.platform.tasks.errands import Errand, enqueue_for
from egide.platform.tasks.models import Work, WorkState
from egide.platform.tasks.running import run_waiting
from egide.registers.processing.models import ProcessingActivity
from tests.platform.rows import enrol, make_person
from tests.platform.tasks import given
from tests.platform.tasks.given import TOLD

pytestmark = [pytest.mark.machinery, pytest.mark.django_db]
NOW = timezone.now


def make_record(body, name):
    value = facts.ProcessingActivity(id=uuid.uuid4(), name=name)
    with scope(body), acting(Actor("test")):
        return save_aggregate(ProcessingActivity.new(body.id, value), value)


@pytest.fixture
def person(body):
    TOLD.clear()
    found = make_person("lea")
    enrol(found, body, Role.REFERENT)
    return found


@pytest.fixture
def errand(body, person):
    return Errand(body.id, "Léa Martin", person.id)


def state():
    return DBTaskResult.objects.get().status


def test_it_writes_in_the_body_as_the_person(body, person, errand):
    record = make_record(body, "Cantine")
    enqueue_for(errand, given.rename, str(record.id), "Restauration")
    run_waiting()
    assert state() == queue.SUCCESSFUL
    [(organization, actor)] = TOLD
    assert (organization, actor.label, actor.user_id, actor.origin) == (body.id, "Léa Martin", person.id, Origin.TASK)
    with scope(body):
        assert ProcessingActivity.objects.get().name == "Restauration"
    last = unlocked(JournalEntry).order_by("-seq").first()
    assert (last.actor_id, last.origin) == (person.id, "task")
    with pytest.raises(ScopeError):
        active_scope()


def test_it_does_not_touch_another_body(other, errand):
    record = make_record(other, "Ailleurs")
    enqueue_for(errand, given.rename, str(record.id), "Pris")
    run_waiting()
    assert (state(), TOLD) == (queue.READY, [])
    with scope(other):
        assert ProcessingActivity.objects.get().name == "Ailleurs"


def test_for_the_installation_in_a_body(body):
    record = make_record(body, "Cantine")
    enqueue_for(Errand(body.id, "Égide"), given.rename, str(record.id), "Restauration")
    run_waiting()
    assert state() == queue.SUCCESSFUL
    assert unlocked(JournalEntry).order_by("-seq").first().actor_id is None


@pytest.mark.postgres
def test_the_second_lock_holds_in_the_worker(body, other, errand):
    """Raw SQL, that no filter of ours confines: PostgreSQL knows for whom the task is done."""
    make_record(body, "Cantine")
    make_record(other, "Ailleurs")
    enqueue_for(errand, given.count_names, None)
    run_waiting()
    assert TOLD == [["Cantine"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user')")
        assert cursor.fetchone()[0] == "system"


@pytest.mark.postgres
def test_who_lost_access_has_nothing_done(body, person, errand):
    work = works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    unlocked(Membership).filter(user_id=person.id).delete()
    run_waiting()
    found = unlocked(Work).get(id=work.id)
    assert (found.state, found.words) == (WorkState.FAILED, "Vous n’avez plus accès à cette collectivité.")
    assert state() == queue.FAILED


def test_a_work_and_its_result(body, errand):
    work = works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    assert work.state == WorkState.WAITING
    assert works.result_of(work) is None
    run_waiting()
    with scope(body):
        [found] = works.of_person(errand.user_id)
    assert (found.state, found.done, found.total, found.words) == (WorkState.DONE, 1, 2, "")
    assert found.started_at
    assert found.ended_at
    assert works.result_of(found) == works.Result("f.txt", "text/plain", b"x")


def test_the_same_work_asked_twice_is_one(errand):
    first = works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    assert works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x").id == first.id
    assert works.start(errand, given.write_file, "Autre", "x:y", NOW(), text="x").id != first.id
    run_waiting()
    assert works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x").id != first.id


def test_a_work_that_waits_can_be_cancelled(errand):
    work = works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    assert works.cancel(work, NOW())
    assert run_waiting() == 0
    assert unlocked(Work).get().state == WorkState.CANCELLED
    assert not works.cancel(work, NOW())


def test_a_work_that_has_begun_cannot(errand):
    work = works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    queue.claim(("heavy",), uuid.uuid4(), NOW())
    assert not works.cancel(work, NOW())


@pytest.mark.parametrize(("text", "words"), [("no", "Ce document n’a pas pu être fait."), ("bug", works.UNEXPECTED)])
def test_a_failure_is_told_without_what_is_not_for_people(errand, text, words):
    works.start(errand, given.write_file, "Registre", "x:y", NOW(), text=text)
    for _ in range(2):
        run_waiting()
        DBTaskResult.objects.update(run_after=NOW())
    found = unlocked(Work).get()
    assert (found.state, found.words) == (WorkState.FAILED, words)


def test_the_works_of_others_are_not_seen(body, person, errand):
    works.start(errand, given.write_file, "Registre", "x:y", NOW(), text="x")
    with scope(body):
        assert not works.of_person(uuid.uuid4()).exists()


def test_a_work_is_asked_by_someone(body):
    with pytest.raises(ValueError, match="person"):
        works.start(Errand(body.id, "Égide"), given.write_file, "Registre", "x:y", NOW(), text="x")
