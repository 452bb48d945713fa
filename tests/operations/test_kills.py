"""The service killed under load, three times whole and once in part (by hand: docs/decisions/019-faults.md)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(**environment):
    command = [sys.executable, "-m", "benchmarks.faults", "3", "--two", "5"]
    known = {**os.environ, **environment}
    known.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, check=True, timeout=180)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(engine, whole, part):
    for told in (whole, part):
        assert told["engine"] == engine
        assert told["acknowledged"] > told["kills"], "nobody wrote: this proves nothing"
        assert (told["lost"], told["tampering"]) == (0, 0)
    assert (whole["kills"], part["kills"]) == (3, 1)


def test_on_sqlite():
    check("sqlite", *run(DATABASE_URL="", DATABASE_OWNER_URL=""))


@pytest.mark.postgres
def test_on_postgresql():
    check("postgresql", *run())
