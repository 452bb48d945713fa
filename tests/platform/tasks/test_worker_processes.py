"""Real workers, in other processes: together, killed, stopped. Nothing is done twice and nothing is forgotten."""

import signal
import time
from collections import Counter

import pytest
from django_tasks_db.models import DBTaskResult

from egide.platform.accounts.models import User
from egide.platform.tasks import queue
from egide.platform.tasks.models import Slot, Worker
from tests.platform.tasks import given
from tests.platform.tasks.processes import until, worker

pytestmark = [pytest.mark.machinery, pytest.mark.django_db(transaction=True)]
TASKS = 200


def all_done():
    return not DBTaskResult.objects.exclude(status=queue.SUCCESSFUL).exists()


def test_two_workers_and_two_hundred_tasks():
    with worker() as one, worker() as two:
        until(lambda: Worker.objects.count() == 2)
        for number in range(TASKS):
            given.count_one.enqueue(number)
        until(all_done, 60)
        one.terminate(), two.terminate()
        assert (one.wait(10), two.wait(10)) == (0, 0)
    runs = Counter(Slot.objects.values_list("job", flat=True))
    assert (len(runs), max(runs.values())) == (TASKS, 1)
    by = Counter(str(row.worker_ids) for row in DBTaskResult.objects.all())
    assert len(by) == 2, "both worked"
    assert not Worker.objects.exists(), "they left"


def test_a_worker_killed_in_the_middle(tmp_path):
    lock = tmp_path / "lock"
    given.slow_welcome.enqueue("a@exemple.fr", 60, str(lock))
    with worker("--silence", "1") as first:
        until(lambda: lock.exists() and lock.read_text())
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert not User.objects.exists(), "its effects died with it"
    with worker("--silence", "1") as second:
        until(lambda: DBTaskResult.objects.filter(status=queue.READY).exists())
        DBTaskResult.objects.update(run_after="2026-01-01T00:00:00+00:00")
        until(all_done)
        second.terminate()
        assert second.wait(10) == 0
    assert User.objects.count() == 1
    assert lock.read_text() == "xx"


def test_a_stop_lets_the_task_in_hand_finish(tmp_path):
    lock = tmp_path / "lock"
    given.slow_welcome.enqueue("a@exemple.fr", 1, str(lock))
    given.welcome.enqueue("b@exemple.fr")
    with worker() as one:
        until(lambda: lock.exists() and lock.read_text())
        one.terminate()
        assert one.wait(10) == 0
    assert {u.email for u in User.objects.all()} == {"a@exemple.fr"}
    assert DBTaskResult.objects.filter(status=queue.READY).count() == 1


def test_a_second_stop_gives_it_back(tmp_path):
    lock = tmp_path / "lock"
    given.sleep_apart.enqueue(60, str(lock))
    with worker() as one:
        until(lambda: lock.exists() and lock.read_text())
        one.terminate()
        time.sleep(0.5)
        one.terminate()
        assert one.wait(10) == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == (queue.READY, [])
    assert not Worker.objects.exists()
