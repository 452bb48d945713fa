"""`egide serve` has a worker beside it, that comes back when it dies and leaves with the server; `egide worker`."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest


def environment(state, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EGIDE_", "DATABASE_", "DJANGO_"))}
    return {**kept, "EGIDE_STATE": str(state), "EGIDE_SECRET_KEY": "a key for the tests only", **more}


def egide(state, *words, **more):
    return subprocess.run(
        [sys.executable, "-m", "egide.cli", *words],
        env=environment(state, **more), capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    folder = tmp_path_factory.mktemp("state")
    assert egide(folder, "init").returncode == 0
    return folder


def until(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise TimeoutError(condition)


def workers(state):
    """The processes that say they are at work, and live."""
    with sqlite3.connect(state / "egide.sqlite3") as base:
        rows = base.execute("SELECT pid FROM tasks_worker").fetchall()
    base.close()
    return {pid for (pid,) in rows if alive(pid)}


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def served(state, *options, **more):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "egide.cli", "serve", "--port", str(port), *options]
    server = subprocess.Popen(
        command, env=environment(state, **more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: _answers(port))
        yield server
    finally:
        if server.poll() is None:
            server.kill()
        server.wait(20)


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/connexion/", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_a_worker_is_beside_the_server_and_comes_back(state):
    with served(state) as server:
        [first] = until(lambda: workers(state))
        assert os.getpriority(os.PRIO_PROCESS, first) == 10
        os.kill(first, signal.SIGKILL)
        [second] = until(lambda: workers(state) - {first})
        server.terminate()
        assert server.wait(20) == 0
        until(lambda: not alive(second))
    assert not workers(state)


def test_it_does_not_outlive_a_server_that_is_killed(state):
    with served(state) as server:
        [worker] = until(lambda: workers(state))
        server.kill()
        until(lambda: not alive(worker))


@pytest.mark.parametrize(("options", "more"), [(["--no-worker"], {}), ([], {"EGIDE_WORKER": "0"})])
def test_it_is_left_out_when_asked(state, options, more):
    with served(state, *options, **more) as server:
        asked = ["ps", "--ppid", str(server.pid), "-o", "args="]
        children = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        assert " worker " not in children
        assert " serve " in children


def test_once_runs_what_is_due_then_says_how_it_stands(state):
    done = egide(state, "worker", "--once")
    assert (done.returncode, "tâche" in done.stdout) == (0, True), done.stderr
    assert egide(state, "worker", "--once").stdout == "Rien n’attendait.\n"
    status = egide(state, "worker", "--status").stdout
    assert "En attente\u00a0: 0." in status.replace(" :", "\u00a0:")
    assert "keep_checkpoint" in status
    assert "jamais lancé" not in status


def test_retrying_what_does_not_exist_is_refused(state):
    refused = egide(state, "worker", "--retry", "00000000-0000-0000-0000-000000000001")
    assert refused.returncode == 1
    assert "Aucune tâche échouée" in refused.stderr


def test_it_refuses_a_base_that_is_not_ready(tmp_path):
    refused = egide(tmp_path, "worker", "--once")
    assert refused.returncode == 1
    assert "egide init" in refused.stderr
