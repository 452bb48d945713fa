"""The installation at its full size, all of it through the real door: 1,500 bodies × 150 activities × 10 versions.

`python -m benchmarks.full_size [SCALE [FOLDER]]` (1 is all of it, hours of sealing; a tenth by default) fills SQLite,
then PostgreSQL through `.ci/postgres`: pages, throughput, verification, backup, restore, size. With a FOLDER, only the
base of the environment, whose state is kept there: a filling that was stopped goes on.
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
    """Both bases, made for this and thrown away; or that of the environment."""
    if sys.argv[2:] == ["fill"]:
        fill()
        return
    named = "PostgreSQL, two roles" if os.environ.get("DATABASE_URL") else "SQLite"
    if sys.argv[2:]:
        database(named, Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory(prefix="egide-full-") as folder:
        database(named, Path(folder))
    if named != "SQLite":
        return
    run = [web.ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.full_size", str(SCALE)]
    subprocess.run(run, check=False, cwd=web.ROOT)


def database(name: str, folder: Path) -> None:
    """Fill the base that the environment names, then measure it."""
    print(f"\n-- {name}: {BODIES:,} bodies × {EACH} activities × {EDITS + 1} versions", flush=True)
    os.environ["EGIDE_STATE"] = str(folder / "state")
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
    from egide.platform.accounts.models import User
    from egide.platform.organizations.models import Organization
    from egide.platform.records.scope import unscoped

    if not User.objects.exists():
        _people(_bodies())
    with unscoped("a measure fills every body"):
        bodies = list(Organization.objects.exclude(centre=None).order_by("slug"))[:BODIES]
    told_of, began = register(), time.perf_counter()
    sealed = sum(write(body, told_of) for body in bodies)
    rate = sealed / (time.perf_counter() - began)
    people = {who: session(User.objects.get(name=who)) for who in ("member", "advisor")}
    return {"slug": bodies[0].slug, "each": EACH, "rate": rate, **people, **counted(bodies[0])}


def _bodies() -> Any:
    """A centre, which is returned, and all those that it advises."""
    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.organizations.services import create_organization, load_directory
    from egide.platform.records.acting import Actor, Origin, acting

    made = 0
    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        centre = create_organization(Facts(id=uuid.UUID(int=1), name="Centre", kind=OrganizationKind.CDG))
        for code in DEPARTEMENTS:
            made += len(load_directory(code, centre)) if made < BODIES else 0
    return centre


def _people(centre: Any) -> None:
    """An advisor of all, and a referent of the first body."""
    from allauth.mfa.totp.internal.auth import TOTP

    from egide.platform.accounts.models import User
    from egide.platform.organizations.models import Organization
    from egide.platform.organizations.services import enrol
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.scope import unscoped

    with unscoped("a measure fills every body"):
        first = Organization.objects.exclude(centre=None).order_by("slug")[0]
    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        member, advisor = (User.objects.create_user(f"{who}@exemple.fr", name=who) for who in ("member", "advisor"))
        enrol(member, first, Role.REFERENT)
        enrol(advisor, centre, Role.ADVISOR, every_member=True)
        TOTP.activate(advisor, TOTP_SECRET)


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


def write(body: Any, told_of: list[Any]) -> int:
    """The register of a body, then nine reviews of it: each is an act of a hundred and fifty versions. How many were
    written: none of those that an earlier filling left."""
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.saving import Change, save_many
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    with scope(body):
        there = {record.id: record for record in ProcessingActivity.objects.all()}
    kept = [there.get(each.id) or ProcessingActivity.new(body.id, each) for each in told_of]
    done = kept[0].revision
    for edit in range(done, EDITS + 1):
        facts = told_of
        if edit:
            facts = [dataclasses.replace(f, notes=f"Relu {edit} fois.", last_review_on=TODAY) for f in told_of]
        with scope(body), acting(Actor("Mesure", origin=Origin.IMPORT)):
            save_many([Change(r, f, expected=r.revision or None) for r, f in zip(kept, facts, strict=True)])
    return (EDITS + 1 - done) * EACH


if __name__ == "__main__":
    main()
