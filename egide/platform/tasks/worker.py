"""A worker: two lanes, so that a mail does not wait for an export, and one who keeps time, the plan and the dead."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from egide.platform.tasks import queue, schedule
from egide.platform.tasks.declaring import HEAVY, QUICK
from egide.platform.tasks.models import Worker
from egide.platform.tasks.running import run, run_waiting

_LOG: Final = logging.getLogger("egide.tasks")
_BEAT: Final = 5.0
_TROUBLE: Final = 3.0
_LANES: Final = ((QUICK,), (HEAVY,))


class Running:
    """One worker, in this process. `run` returns once `stop` was called and the tasks in hand are done."""

    def __init__(
        self, *, silence: timedelta = queue.SILENCE, interval: float = 1.0, lanes: Sequence[Collection[str]] = _LANES
    ) -> None:
        self.id = uuid4()
        self.silence, self.interval, self.lanes = silence, interval, lanes
        self.stopping = threading.Event()
        self._abandoning = threading.Event()
        self._lock = threading.Lock()
        self._in_hand: dict[UUID, queue.Row] = {}

    def stop(self) -> None:
        """Take no new task."""
        self.stopping.set()

    def abandon(self) -> None:
        """For a stop that cannot wait: what is in hand is given back, and what the lanes still do of it is undone."""
        self.stopping.set()
        self._abandoning.set()

    def run(self) -> bool:
        """Until it is stopped: True once all is done, False when tasks were abandoned, whose threads live still.

        A database that goes away is waited for.
        """
        lanes = [threading.Thread(target=self._lane, args=(queues,), daemon=True) for queues in self.lanes]
        self._steadily(self._beat)
        for lane in lanes:
            lane.start()
        while not self.stopping.wait(min(_BEAT, self.silence.total_seconds() / 3)):
            self._steadily(self._keep)
        while (alive := [lane for lane in lanes if lane.is_alive()]) and not self._abandoning.is_set():
            alive[0].join(0.5)
            self._steadily(self._beat)
        self._steadily(self._give_back)
        self._steadily(self._leave)
        return not alive

    def once(self) -> int:
        """Plan, then run what is due, and leave; how many tasks."""
        self._beat()
        try:
            self._keep()
            return run_waiting(worker=self.id)
        finally:
            self._leave()

    def _keep(self) -> None:
        self._beat()
        now = timezone.now()
        with self._lock:
            queue.reap(now, silence=self.silence, mine=self.id, in_hand=set(self._in_hand))
        schedule.plan(now)

    def _beat(self) -> None:
        now = timezone.now()
        if not Worker.objects.filter(id=self.id).update(seen_at=now):
            host = socket.gethostname()[:200]
            Worker.objects.create(id=self.id, host=host, pid=os.getpid(), started_at=now, seen_at=now)

    def _give_back(self) -> None:
        for row in list(self._in_hand.values()):
            queue.release(row)

    def _leave(self) -> None:
        Worker.objects.filter(id=self.id).delete()

    def _lane(self, queues: Collection[str]) -> None:
        while not self.stopping.is_set():
            if not self._steadily(lambda: self._one(queues)):
                self.stopping.wait(self.interval)
        connection.close()

    def _one(self, queues: Collection[str]) -> bool:
        """Whether there was a task."""
        with self._lock:
            row = queue.claim(queues, self.id, timezone.now())
            if row is not None:
                self._in_hand[row.id] = row
        if row is None:
            return False
        try:
            run(row)
        finally:
            self._in_hand.pop(row.id, None)
        return True

    def _steadily(self, act: Callable[[], bool | None]) -> bool:
        """Do it; when the database refuses, say so and wait a little."""
        close_old_connections()
        try:
            return bool(act())
        except Error as error:
            _LOG.error("the database does not answer as it should: %s", error)
            with suppress(Error):
                connection.close()
            self.stopping.wait(_TROUBLE)
            return False
