"""The API as a program waits for it: 1,000 activities of one body as JSON (target 0.5 s), and one of them.

`python -m benchmarks.api` measures SQLite in a temporary folder, then PostgreSQL through `.ci/postgres`. In process:
from the request to the bytes, with the token, the two locks and the contract; without the network.
"""
# ruff: noqa: PLC0415 - Django is set up before its models are read

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COUNT, RUNS, TARGET = 1_000, 15, 0.5


def fill() -> tuple[str, str]:
    """A body of COUNT activities, as rich as those of the demonstration; its address, and the key of a referent."""
    from datetime import timedelta

    from django.utils import timezone

    from egide.law import facts
    from egide.platform.accounts.models import User
    from egide.platform.api import tokens
    from egide.platform.kernel.screens.editing import renewed
    from egide.platform.organizations.services import create_organization, enrol
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, acting
    from egide.platform.records.saving import Change, save_many
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    known = demonstration()
    with acting(Actor("benchmark")):
        body = create_organization(facts.Organization(id=_new(), name="Ville du banc d’essai"), slug="banc")
        user = User.objects.create_user("banc@exemple.fr", name="Banc")
        enrol(user, body, Role.REFERENT)
        with scope(body):
            made = [renewed(known[n % len(known)], _new()) for n in range(COUNT)]
            save_many([Change(ProcessingActivity.new(body.id, each), each) for each in made])
    now = timezone.now()
    expires = now + timedelta(days=1)
    return body.slug, tokens.issue(user, "banc", may_write=False, bodies=None, expires_at=expires, now=now)[1]


def demonstration() -> list[Any]:
    """Eighty entries of the controller's register, without what points at other records."""
    import dataclasses
    from datetime import date

    from demo.content import registers
    from egide.law.facts import ProcessingActivity

    known = [a for register in registers(date(2026, 11, 24)).values() for a in register.activities]
    return [dataclasses.replace(a, ai_systems=()) for a in known if isinstance(a, ProcessingActivity)][:80]


def _new() -> Any:
    import uuid

    return uuid.uuid4()


def measure(slug: str, key: str) -> bool:
    """Print the figures; whether the target is met."""
    from django.test import Client

    client, headers = Client(), {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    base = f"/api/v1/o/{slug}/traitements/"
    asked = [(f"{COUNT} activities", f"{base}?taille={COUNT}"), ("50 activities", base)]
    met = True
    for label, where in asked:
        answer = client.get(where, headers=headers)
        items = answer.json()["items"]
        taken, cpu = timed(client, where, headers)
        lines = sum(len(v) for item in items for v in item["facts"].values() if isinstance(v, list))
        size = len(answer.content) / 1e6
        print(
            f"  {label:18}{taken:7.3f} s, processor {cpu:.3f} s, {size:.1f} MB, {lines:,} lines in {len(items)} records"
        )
        met = met and (len(items) != COUNT or cpu <= TARGET)
    one = f"{base}{items[0]['id']}/"
    taken, cpu = timed(client, one, headers)
    print(f"  one activity      {taken:7.4f} s, processor {cpu:.4f} s")
    return met


def timed(client: Any, where: str, headers: dict[str, str]) -> tuple[float, float]:
    """Median seconds, of the wall and of the processor."""
    walls, cpus = [], []
    for _ in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        assert client.get(where, headers=headers).status_code == 200
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def main() -> int:
    """The base of the environment when `DATABASE_URL` names one (it must be empty); else the two."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(EGIDE_STATE=folder, EGIDE_HOSTS="testserver", DJANGO_SETTINGS_MODULE="egide.settings")
        subprocess.run([sys.executable, "-m", "egide.cli", "init"], check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        logging.disable(logging.INFO)  # one line for each request
        print(
            f"-- {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        met = measure(*fill())
    if os.environ.get("DATABASE_URL"):
        return 0 if met else 1
    again = subprocess.run([ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.api"], check=False, cwd=ROOT)
    return 0 if met and again.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
