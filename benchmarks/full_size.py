"""The installation at its full size, all of it through the real door: 1,500 bodies × 150 activities × 10 versions.

`python -m benchmarks.full_size [SCALE]` (1 is all of it, hours of sealing; a tenth by default) fills SQLite in a
temporary folder, then PostgreSQL through `.ci/postgres`: pages, throughput, verification, backup, restore, size.
"""
# ruff: noqa: PLC0415 - Django is set up before its models are read

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import web
from benchmarks._territory import TODAY, TOTP_SECRET, activities, counted, session

SCALE = float(sys.argv[1]) if sys.argv[1:] else 0.1
BODIES, EACH, EDITS = round(1_500 * SCALE), 150, 9
DEPARTEMENTS = ("62", "80", "59")


def main() -> None:
    """The base of the environment when `DATABASE_URL` names one (it must be empty); else the two, made for this."""
    if sys.argv[2:] == ["fill"]:
        fill()
        return
    with tempfile.TemporaryDirectory(prefix="egide-full-") as folder:
        os.environ["EGIDE_STATE"] = str(Path(folder) / "state")
        if os.environ.get("DATABASE_URL"):
            database("PostgreSQL, two roles", Path(folder))
            return
        database("SQLite", Path(folder))
    run = [web.ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.full_size", str(SCALE)]
    subprocess.run(run, check=False, cwd=web.ROOT)


def database(name: str, folder: Path) -> None:
    """Fill the base that the environment names, then measure it."""
    print(f"\n-- {name}: {BODIES:,} bodies × {EACH} activities × {EDITS + 1} versions", flush=True)
    egide("init")
    with told("filled"):
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.full_size", str(SCALE), "fill"], check=True, stdout=subprocess.PIPE
        )
    known = json.loads(filled.stdout)
    print(f"{known['rows']:,} activities, {known['lines']:,} lines; sealed {known['rate']:.0f} versions/s", flush=True)
    with web.served(1) as (port, server):
        web.measure(port, known, server)
        print(f"  {web.memory(server)}", flush=True)
    with web.served(2, processes=2) as (port, server):
        web.together(port, known, 8)
    for words in (["verify"], ["backup", str(folder / "kept")]):
        with told(words[0]):
            egide(*words)
    [archive] = (folder / "kept").glob("*.egide*")
    print(f"archive: {archive.stat().st_size / 1e6:,.0f} MB; state: {size(Path(os.environ['EGIDE_STATE'])):,.0f} MB")
    with told("restore"):
        egide("restore", str(archive), "--replace")


def egide(*words: str) -> None:
    """A command of ours, that must succeed."""
    subprocess.run([sys.executable, "-m", "egide.cli", *words], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print how long it took."""
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:,.0f} s", flush=True)


def size(folder: Path) -> float:
    """Megabytes of the files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def fill() -> None:
    """As the owner of the tables and as the installation itself, body after body; JSON on the output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    import django

    django.setup()
    from django.db import connection

    from egide.database import as_owner
    from egide.platform.records.identity import SYSTEM, identified

    with as_owner(connection):
        with identified(SYSTEM):
            known = _fill()
        if connection.vendor == "postgresql":  # what autovacuum does within minutes
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    print(json.dumps(known))


def _fill() -> dict[str, Any]:
    from allauth.mfa.totp.internal.auth import TOTP

    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import create_organization, enrol, load_directory
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting

    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        centre = create_organization(Facts(id=uuid.UUID(int=1), name="Centre", kind=OrganizationKind.CDG))
        bodies: list[Any] = []
        for code in DEPARTEMENTS:
            bodies += load_directory(code, centre) if len(bodies) < BODIES else ()
        member, advisor = (User.objects.create_user(f"{who}@exemple.fr", name=who) for who in ("membre", "conseil"))
        enrol(member, bodies[0], Role.REFERENT)
        enrol(advisor, centre, Role.ADVISOR, every_member=True)
        TOTP.activate(advisor, TOTP_SECRET)
    told_of, began = register(), time.perf_counter()
    for body in bodies[:BODIES]:
        write(body, told_of)
    rate = BODIES * EACH * (EDITS + 1) / (time.perf_counter() - began)
    people = {"member": session(member), "advisor": session(advisor)}
    return {"slug": bodies[0].slug, "each": EACH, "rate": rate, **people, **counted(bodies[0])}


def register() -> list[Any]:
    """A hundred and fifty entries, as rich as those of the demonstration."""
    known = activities()
    names = uuid.UUID(int=62)
    return [
        dataclasses.replace(
            known[n % len(known)], id=uuid.uuid5(names, str(n)), name=f"{known[n % len(known)].name} {n}"
        )
        for n in range(EACH)
    ]


def write(body: Any, told_of: list[Any]) -> None:
    """The register of a body, then nine reviews of it: each is an act of a hundred and fifty versions."""
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.saving import Change, save_many
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    kept = [ProcessingActivity.new(body.id, each) for each in told_of]
    facts = told_of
    for edit in range(EDITS + 1):
        if edit:
            facts = [dataclasses.replace(f, notes=f"Relu {edit} fois.", last_review_on=TODAY) for f in facts]
        with scope(body), acting(Actor("Mesure", origin=Origin.IMPORT)):
            save_many([Change(r, f, expected=r.revision or None) for r, f in zip(kept, facts, strict=True)])


if __name__ == "__main__":
    main()
