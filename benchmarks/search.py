"""Searching: 1,500 bodies of 150 activities, in a body and over all, on SQLite then on PostgreSQL.

`python -m benchmarks.search [bodies] [activities]`. One body is written through the real door; the others have its rows
and its index, copied in SQL (without lines nor journal: results show their title, and are found all the same). Every
word is thus in every body, which is the worst that a search over all of them can meet.
"""
# ruff: noqa: PLC0415, S608 - Django is set up before its models are read; SQL of our own

import dataclasses
import gc
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from benchmarks import _territory as territory

BODIES, EACH = map(int, (sys.argv[1:3] or ["1500", "150"]))
DEPARTEMENTS = ("62", "80", "59")
TABLES = ("processing_processingactivity", "search_entry", "search_posting")
TIMES = 40
ROOT = Path(__file__).resolve().parent.parent
WORDS = {
    "a rare word": "vidéoprotection ",
    "a word of most fiches": "agents ",
    "two words": "obligation légale ",
    "three words": "durée conservation agents ",
    "a word being typed": "vidéoprot",
    "nothing": "introuvable ",
}


def fill() -> tuple[Any, Any, Any]:
    """A body, a member of it and an advisor of all."""
    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import create_organization, enrol, load_directory
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting

    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        centre = create_organization(Facts(id=uuid.UUID(int=1), name="Centre de gestion", kind=OrganizationKind.CDG))
        bodies: list[Any] = []
        for code in DEPARTEMENTS:
            bodies += load_directory(code, centre) if len(bodies) < BODIES else ()
        bodies = bodies[:BODIES]
        write(bodies[0])
        copy(bodies)
        member, advisor = (User.objects.create_user(f"{who}@exemple.fr", name=who) for who in ("membre", "conseil"))
        enrol(member, bodies[0], Role.READER)
        enrol(advisor, centre, Role.ADVISOR, every_member=True)
    return bodies[0], member, advisor


def write(body: Any) -> None:
    """Its register through the real door, with the index and without: what following costs."""
    from django.db import transaction
    from django.test import override_settings

    from egide.platform.records import saving
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    known = territory.activities()
    told = [
        dataclasses.replace(known[n % len(known)], id=uuid.uuid4(), name=f"{known[n % len(known)].name} {n}")
        for n in range(EACH)
    ]
    told = [dataclasses.replace(a, **_new_lines(a)) for a in told]
    for label, followers in (("without the index", []), ("with it", ["egide.platform.search.index"])):
        with override_settings(FOLLOWERS=followers), scope(body):
            began = time.perf_counter()
            sid = transaction.savepoint()
            saving.save_many([saving.Change(ProcessingActivity.new(body.id, a), a) for a in told])
            many = time.perf_counter() - began
            record = ProcessingActivity.objects.order_by("sort_key", "id")[0]
            taken = []
            for number in range(10):
                changed = dataclasses.replace(
                    record.facts(), notes=f"Relu pour la {number}e fois, sans autre changement."
                )
                began = time.perf_counter()
                saving.save_aggregate(record, changed, expected=record.revision)
                taken.append(time.perf_counter() - began)
            if not followers:
                transaction.savepoint_rollback(sid)
        print(f"  {EACH} activities saved {label}: {many:.2f} s; one changed: {statistics.median(taken) * 1000:.1f} ms")


def _new_lines(activity: Any) -> dict[str, Any]:
    """The lines of a copied activity under identifiers of their own."""
    from egide.registers.processing.models import ProcessingActivity

    values = {name: getattr(activity, name) for name in ProcessingActivity.storage.lines}
    return {
        name: tuple(dataclasses.replace(line, id=uuid.uuid4()) for line in lines)
        for name, lines in values.items()
        if lines
    }


def copy(bodies: list[Any]) -> None:
    """The rows and the index of the first body into the others."""
    from django.db import connection

    with connection.cursor() as cursor:
        key = (lambda i: i.hex) if connection.vendor == "sqlite" else str
        for table in TABLES:
            names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            rest = [name for name in names if name != "organization_id"]
            into, read = (", ".join(f'{prefix}"{name}"' for name in rest) for prefix in ("", "t."))
            others = ", ".join(f"'{key(body.id)}'" for body in bodies[1:])
            cursor.execute(
                f"INSERT INTO {table} (organization_id, {into}) SELECT o.id, {read} FROM {table} t"
                f" JOIN organizations_organization o ON o.id IN ({others}) WHERE t.organization_id = %s",
                [key(bodies[0].id)],
            )


def timed(ask: Callable[[], Any]) -> tuple[float, float, Any]:
    """p50 and p95 in milliseconds, and what was answered."""
    ask()
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = ask()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return statistics.median(taken), taken[int(len(taken) * 0.95)], answer


def measure(body: Any, member: Any, advisor: Any) -> None:
    """The search itself, then its pages, then the list over all bodies."""
    from django.test import Client

    from egide.platform.records.identity import identified
    from egide.platform.records.scope import reached_by, scope
    from egide.platform.search.finding import find
    from egide.platform.search.query import read
    from egide.urls import REGISTERS

    types = [register.storage.record_type for register in REGISTERS]
    print(f"{'':48}{'p50':>9}{'p95':>9}  found")
    for where, user, enter, target in (
        ("in a body", member, lambda: scope(body), "p95 ≤ 20"),
        ("over all", advisor, lambda: reached_by(advisor.id), "p95 ≤ 100"),
    ):
        with identified(user.id), enter():
            for label, words in WORDS.items():
                p50, p95, answers = timed(lambda words=words: find(read(words), types))
                count = sum(answer.count for answer in answers.values())
                print(f"  found {where}: {label:32}{p50:6.1f} ms{p95:6.1f} ms  {count:,}  {target}", flush=True)
    pages = [(member, f"/o/{body.slug}/recherche/"), (advisor, "/recherche/")]
    every = "/territoire/traitements/"
    shown = [
        *(
            (user, f"page {path[:3]} {label}", f"{path}?q={words}")
            for user, path in pages
            for label, words in WORDS.items()
        ),
        (member, "palette in a body", f"/o/{body.slug}/recherche/?palette=1&q=vid"),
        (advisor, "palette over all", "/recherche/?palette=1&q=vidéo"),
        *((advisor, f"list over all: {label}", f"{every}?q={words}") for label, words in WORDS.items()),
        (advisor, "list over all: a filter", f"{every}?purposes.legal_basis=LEGAL_OBLIGATION"),
        (advisor, "list over all: by completeness", f"{every}?tri=-completeness"),
    ]
    client = Client()
    for user, label, path in shown:
        client.force_login(user)
        p50, p95, answer = timed(lambda path=path: client.get(path))
        assert answer.status_code == 200, (path, answer.status_code)
        print(f"  {label:46}{p50:6.1f} ms{p95:6.1f} ms", flush=True)


def size() -> None:
    """What the index weighs."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows = cursor.fetchone()[0]
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            else:
                cursor.execute(
                    "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                    [table],
                )
            print(f"  {table}: {rows:,} rows, {cursor.fetchone()[0] / 1e6:,.0f} MB with its indexes")


def main() -> None:
    """On the base of the environment when `DATABASE_URL` names one (it must be empty); else on two made for this."""
    if os.environ.get("BENCHMARK_INSIDE") or os.environ.get("DATABASE_URL"):
        inside()
        return
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "EGIDE_STATE": folder, "BENCHMARK_INSIDE": "1"}
        subprocess.run([sys.executable, "-m", "benchmarks.search", *sys.argv[1:]], check=False, cwd=ROOT, env=env)
        command = [ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.search", *sys.argv[1:]]
        subprocess.run(command, check=False, cwd=ROOT, env={**env, "BENCHMARK_INSIDE": ""})


def inside() -> None:
    """Install and fill, then measure in a process of its own: one that has just made a million objects is slower."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    if "--measure" in sys.argv:
        alone(*sys.argv[-3:])
        return
    subprocess.run([sys.executable, "-m", "egide.cli", "init"], check=True, stdout=subprocess.DEVNULL)
    django.setup()
    from django.db import connection, transaction

    from egide.database import as_owner
    from egide.platform.records.identity import SYSTEM, identified

    print(
        f"\n-- {connection.vendor}: {BODIES:,} bodies of {EACH} activities, load {os.getloadavg()[0]:.1f}", flush=True
    )
    with as_owner(connection):
        with transaction.atomic(), identified(SYSTEM):
            known = fill()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        with identified(SYSTEM):
            size()
    ids = [str(each.id) for each in known]
    command = [sys.executable, "-m", "benchmarks.search", str(BODIES), str(EACH), "--measure", *ids]
    subprocess.run(command, check=True, cwd=ROOT)


def alone(body: str, member: str, advisor: str) -> None:
    """The measures, of what is stored."""
    django.setup()
    from django.conf import settings
    from django.urls import get_resolver

    from egide.platform.accounts.models import User
    from egide.platform.organizations.models import Organization
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.scope import unscoped

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.SECOND_FACTOR_REQUIRED = ""  # the measure signs in without a telephone
    logging.disable(logging.INFO)
    with identified(SYSTEM), unscoped("a measure names its body"):
        known = Organization.objects.get(id=body), User.objects.get(id=member), User.objects.get(id=advisor)
    get_resolver().url_patterns  # noqa: B018 - as egide/wsgi.py does
    gc.collect()
    gc.freeze()
    measure(*known)


if __name__ == "__main__":
    main()
