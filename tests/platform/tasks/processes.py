"""Workers as real processes, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

ENGINE_SETTINGS = "tests.platform.tasks.worker_settings"


def environment(**more):
    """What tells another process of the database of this test."""
    return {
        **os.environ,
        **more,
        "DJANGO_SETTINGS_MODULE": ENGINE_SETTINGS,
        "EGIDE_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(settings.BASE.parent),
    }


def command(*options):
    return [sys.executable, "-m", "egide.cli", "worker", "--nice", "0", *options]


@contextmanager
def worker(*options, **more):
    """A worker, killed at the end if it lives still."""
    started = subprocess.Popen(
        command(*options), env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGKILL)
        started.communicate()


def until(condition, seconds=20.0):
    """Wait for it. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise TimeoutError(condition)
