"""One task: done with its effects or not at all, tried again later and later, given up and kept."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from egide.platform.accounts.models import User
from egide.platform.tasks import queue
from egide.platform.tasks.declaring import HEAVY, QUICK
from egide.platform.tasks.models import Worker
from egide.platform.tasks.running import run, run_waiting
from tests.platform.tasks import given
from tests.platform.tasks.given import TOLD

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture(autouse=True)
def _nothing_told():
    TOLD.clear()


def worker(seen=None):
    at = seen or NOW()
    return Worker.objects.create(host="here", pid=1, started_at=at, seen_at=at).id


def stored():
    return DBTaskResult.objects.get()


def claimed(by=None):
    return queue.claim((QUICK, HEAVY), by or worker(), NOW())


def later(row, **by):
    DBTaskResult.objects.filter(id=row.id).update(run_after=NOW() - timedelta(seconds=1), **by)


def test_a_task_is_done_and_marked():
    given.welcome.enqueue("a@exemple.fr")
    assert run_waiting() == 1
    assert User.objects.get().email == "a@exemple.fr"
    assert (stored().status, stored().finished_at is None) == (queue.SUCCESSFUL, False)
    assert run_waiting() == 0


def test_enqueueing_is_part_of_the_transaction():
    with transaction.atomic():
        given.welcome.enqueue("a@exemple.fr")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_failure_undoes_the_effects_and_is_tried_again_later_and_later():
    given.always_fails.enqueue()
    for tried, delay in ((1, 10), (2, 100)):
        before = NOW()
        run(claimed())
        row = stored()
        assert (row.status, len(row.worker_ids)) == (queue.READY, tried)
        assert timedelta(seconds=delay) <= row.run_after - before < timedelta(seconds=delay + 5)
        assert claimed() is None
        later(row)
    run(claimed())
    assert (stored().status, stored().exception_class_path) == (queue.FAILED, "builtins.ValueError")
    assert not User.objects.exists()
    assert claimed() is None


def test_what_is_hopeless_is_given_up_at_once():
    given.gives_up.enqueue()
    run_waiting()
    assert (stored().status, len(stored().worker_ids)) == (queue.FAILED, 1)


def test_who_waits_is_told_of_the_failure():
    given.told_of.enqueue("it", more=1)
    run_waiting()
    assert TOLD == [("no", ("it",), {"more": 1})]


def test_a_failure_that_cannot_be_told_is_kept_all_the_same(caplog):
    given.told_badly.enqueue()
    run_waiting()
    assert stored().status == queue.FAILED
    assert "could not be told" in caplog.text


def test_a_task_that_is_not_atomic_ends_in_a_transaction(transactional_db):
    given.writes_at_the_end.enqueue()
    run_waiting()
    assert TOLD == [(False, True)]
    assert not connection.in_atomic_block


def test_a_task_whose_code_is_gone_is_kept():
    given.welcome.enqueue("a@exemple.fr")
    DBTaskResult.objects.update(task_path="tests.platform.tasks.given.nowhere")
    run_waiting()
    assert (stored().status, stored().exception_class_path) == (queue.READY, "builtins.ImportError")


def test_the_task_of_a_dead_worker_is_given_to_another():
    given.welcome.enqueue("a@exemple.fr")
    row = claimed(worker(NOW() - timedelta(minutes=5)))
    assert queue.reap(NOW()) == 1
    later(row)
    assert run_waiting() == 1
    assert stored().status == queue.SUCCESSFUL


def test_the_task_of_a_worker_that_lives_is_left_to_it():
    given.welcome.enqueue("a@exemple.fr")
    claimed()
    assert queue.reap(NOW()) == 0


def test_a_worker_that_forgot_a_task_fails_it():
    given.welcome.enqueue("a@exemple.fr")
    me = worker()
    row = claimed(me)
    assert queue.reap(NOW(), mine=me, in_hand={row.id}) == 0
    assert queue.reap(NOW(), mine=me) == 1


def test_a_task_that_kills_its_workers_is_given_up():
    given.always_fails.enqueue()
    for _ in range(3):
        row = claimed(worker(NOW() - timedelta(minutes=5)))
        queue.reap(NOW())
        later(row)
    assert stored().status == queue.FAILED
    assert stored().exception_class_path.endswith("WorkerDiedError")


def test_who_comes_back_from_the_dead_does_nothing_twice():
    """A worker that was silent too long, not dead: its effects are undone, those of the other stay."""
    given.welcome.enqueue("a@exemple.fr")
    first = claimed(worker(NOW() - timedelta(minutes=5)))
    queue.reap(NOW())
    later(first)
    second = claimed()
    run(first)
    assert not User.objects.exists()
    assert stored().status == queue.RUNNING
    run(second)
    assert User.objects.count() == 1


def test_an_order_to_stop_gives_the_task_back_untried(monkeypatch):
    given.welcome.enqueue("a@exemple.fr")
    row = claimed()
    monkeypatch.setattr(User.objects, "create_user", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        run(row)
    assert (stored().status, stored().worker_ids) == (queue.READY, [])


def test_a_failed_task_is_put_back_by_hand():
    given.gives_up.enqueue()
    run_waiting()
    assert queue.retry(stored().id)
    assert stored().status == queue.READY
    assert not queue.retry(stored().id)


def test_a_mail_does_not_wait_behind_an_export():
    given.write_file.enqueue("x", "x")
    given.welcome.enqueue("a@exemple.fr")
    assert queue.claim((QUICK,), worker(), NOW()).task_path.endswith("welcome")
    assert queue.claim((HEAVY,), worker(), NOW()).task_path.endswith("write_file")


def test_an_empty_queue_costs_one_question(django_assert_num_queries):
    me = worker()
    with django_assert_num_queries(1):
        assert queue.claim((QUICK,), me, NOW()) is None
