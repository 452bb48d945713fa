"""The service killed under load: nothing that was acknowledged may be lost, and every chain must hold.

`python -m benchmarks.faults [KILLS] [--two SECONDS]`: people write through the forms; the whole service (master and
workers) is killed with SIGKILL and started again, KILLS times (Ctrl-C: no more of them). Then two processes serve
for SECONDS, and one is killed every five seconds. On the base of the environment, else on a SQLite made for it.
"""
# ruff: noqa: PLC0415 - Django is set up before its models are read

import argparse
import atexit
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.web import answers, workers

WRITERS, EVERY, PATIENCE = 3, 5, 30
CSRF = "c" * 32


def prepare() -> dict[str, str]:
    """A body, a person who writes there, her session, and the form that she sends."""
    subprocess.run([sys.executable, "-m", "egide.cli", "init"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    from django.db import connection

    from benchmarks._territory import session
    from egide.law.facts import Organization as Facts
    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import create_organization, enrol
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting

    drawn = uuid.uuid4()
    with acting(Actor("Essai", origin=Origin.COMMAND)):
        body = create_organization(Facts(id=drawn, name="Commune tuée"), slug=f"essai-{drawn.hex[:8]}")
        user = User.objects.create_user(f"{drawn.hex}@exemple.fr", name="Camille")
        enrol(user, body, Role.REFERENT)
        known = {"body": drawn.hex, "page": f"/o/{body.slug}/traitements/ajouter/", "session": session(user)}
    connection.close()
    return known


class Writer(threading.Thread):
    """Writes one fiche after the other; `kept` holds those that the service said were saved."""

    def __init__(self, port: int, known: dict[str, str], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.known, self.stop = port, known, stop
        self.kept: list[str] = []
        self.failed = 0

    def run(self) -> None:
        """Until it is told to stop."""
        while not self.stop.is_set():
            drawn = str(uuid.uuid4())
            try:
                saved = self._send(drawn)
            except (OSError, http.client.HTTPException):
                self.failed += 1
                time.sleep(0.05)
                continue
            if saved:
                self.kept.append(drawn)
            else:
                self.failed += 1

    def _send(self, drawn: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        form = {"csrfmiddlewaretoken": CSRF, "id": drawn, "revision": "", "name": f"Traitement {drawn}"}
        cookies = f"session={self.known['session']}; csrf={CSRF}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", self.known["page"], urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status == 302 and drawn in answer.headers.get("Location", "")
        finally:
            connection.close()


class Service:
    """`egide serve`, that can be killed."""

    def __init__(self, port: int, processes: int) -> None:
        self.port, self.processes = port, processes
        self.start()

    def start(self) -> None:
        """Wait until it answers."""
        command = [sys.executable, "-m", "egide.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.processes)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        atexit.register(self.end)
        answers(self.port)

    def end(self) -> None:
        """Whatever happened, nothing stays behind."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Master and workers at once: none of them may tidy anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_one(self) -> None:
        """One of the processes that answer; the master makes another."""
        chosen = random.choice(workers(self.process.pid))  # noqa: S311 - no secret is drawn
        os.kill(int(chosen.name), signal.SIGKILL)


@contextmanager
def writing(port: int, known: dict[str, str]) -> Iterator[list[Writer]]:
    """People who write, within the block."""
    stop = threading.Event()
    writers = [Writer(port, known, stop) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    yield writers
    stop.set()
    for writer in writers:
        writer.join()


def killed_whole(port: int, known: dict[str, str], times: int) -> dict[str, Any]:
    """The whole service killed, `times` times, at any moment of a write."""
    began, kills = time.monotonic(), 0
    service = Service(port, 1)
    with writing(port, known) as writers, contextlib.suppress(KeyboardInterrupt):
        while kills < times:
            before = kept(writers)
            waited = time.monotonic()
            while kept(writers) == before and time.monotonic() - waited < PATIENCE:
                time.sleep(0.005)
            time.sleep(random.uniform(0, 0.4))  # noqa: S311 - no secret is drawn
            service.kill()
            kills += 1
            service.start()
            if kills % 20 == 0:
                print(f"{kills} kills, {kept(writers)} acknowledged", file=sys.stderr, flush=True)
    service.kill()
    return told(known, writers, began, kills=kills)


def one_of_two(port: int, known: dict[str, str], seconds: float) -> dict[str, Any]:
    """Two processes; one is killed every five seconds."""
    began, kills = time.monotonic(), 0
    service = Service(port, 2)
    with writing(port, known) as writers:
        while time.monotonic() - began < seconds:
            time.sleep(EVERY)
            service.kill_one()
            kills += 1
    service.kill()
    return told(known, writers, began, kills=kills)


def kept(writers: list[Writer]) -> int:
    """How many writes were acknowledged."""
    return sum(len(writer.kept) for writer in writers)


def told(known: dict[str, str], writers: list[Writer], began: float, *, kills: int) -> dict[str, Any]:
    """What is there, compared with what was acknowledged; and whether the journal holds."""
    from django.db import connection

    from egide.platform.records.comparing import compare
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.journal.verifying import verify
    from egide.platform.records.models import unlocked
    from egide.registers.processing.models import ProcessingActivity

    body = uuid.UUID(known["body"])
    with identified(SYSTEM):
        found = {str(i) for i in unlocked(ProcessingActivity).filter(organization_id=body).values_list("id", flat=True)}
        verdict = verify(body)
        differing = compare(body)
    acknowledged = {drawn for writer in writers for drawn in writer.kept}
    engine = connection.vendor
    connection.close()
    return {
        "engine": engine,
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - found),
        "refused_or_cut": sum(writer.failed for writer in writers),
        "versions": verdict.entries,
        "tampering": len(verdict.findings) + len(differing),
        "seconds": round(time.monotonic() - began, 1),
    }


def free_port() -> int:
    """One that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def main() -> None:
    """Print one line of JSON for each."""
    asked = argparse.ArgumentParser()
    asked.add_argument("kills", nargs="?", type=int, default=200)
    asked.add_argument("--two", type=float, default=60, help="seconds")
    chosen = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EGIDE_STATE"] = str(Path(folder) / "state")
        known = prepare()
        for run in (
            lambda: killed_whole(free_port(), known, chosen.kills) if chosen.kills else None,
            lambda: one_of_two(free_port(), known, chosen.two) if chosen.two else None,
        ):
            result = run()
            if result is not None:
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
