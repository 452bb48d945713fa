"""A département in a base: its communes and EPCI, 80 activities each, an advisor of all and a member.

Three bodies are written through the real door, with ten versions of two fiches; the other registers are copies of the
first one, made in SQL: rows and lines, without a journal. `python -m benchmarks._territory` fills and prints JSON.
"""
# ruff: noqa: PLC0415, S608 - Django is set up before its models are read; SQL of our own

import dataclasses
import json
import os
import time
from datetime import date
from importlib import import_module
from typing import Any

import django

DEPARTEMENT, EACH, REAL, EDITS = "62", 80, 3, 9
TODAY = date(2026, 11, 24)
TABLES = ("processing_processingactivity", "processing_processingactivityline", "search_entry", "search_posting")
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of an invented person


def activities() -> list[Any]:
    """Eighty entries of the controller's register, as rich as those of the demonstration."""
    from demo.content import registers
    from egide.law.facts import ProcessingActivity

    known = [a for register in registers(TODAY).values() for a in register.activities]
    chosen = [a for a in known if isinstance(a, ProcessingActivity)][:EACH]
    return [dataclasses.replace(a, ai_systems=()) for a in chosen]


def write(body: Any, told: list[Any]) -> float:
    """The register of one body through the real door; the seconds it took."""
    from egide.platform.records import saving
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    began = time.perf_counter()
    with scope(body), acting(Actor("Mesure", origin=Origin.IMPORT)):
        saving.save_many([saving.Change(ProcessingActivity.new(body.id, a), a) for a in told])
        taken = time.perf_counter() - began
        for record in ProcessingActivity.objects.order_by("sort_key", "id")[:2]:
            for number in range(EDITS):
                note = f"Relu pour la {number + 2}e fois, sans autre changement."
                changed = dataclasses.replace(record.facts(), notes=note)
                saving.save_aggregate(record, changed, expected=record.revision)
    return taken


def copy(template: Any) -> None:
    """The register of a body into all those that have none, centres apart."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            rest = [name for name in names if name != "organization_id"]
            into, read = (", ".join(f'{prefix}"{name}"' for name in rest) for prefix in ("", "t."))
            cursor.execute(
                f"INSERT INTO {table} (organization_id, {into}) SELECT o.id, {read}"
                f" FROM organizations_organization o JOIN {table} t ON t.organization_id = %s"
                f" WHERE o.centre_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records_journalentry j"
                " WHERE j.organization_id = o.id AND j.record_type = 'processing.processingactivity')",
                [template.id.hex if connection.vendor == "sqlite" else template.id],
            )


def fill() -> dict[str, Any]:
    """Everything; what the measures need to know of it."""
    from allauth.mfa.totp.internal.auth import TOTP

    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import create_organization, enrol, load_directory
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting

    told = activities()
    began = time.perf_counter()
    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        centre = create_organization(Facts(id=_id(1), name="Centre de gestion", kind=OrganizationKind.CDG))
        bodies = load_directory(DEPARTEMENT, centre)
        loaded = time.perf_counter() - began
        written = [write(body, told) for body in bodies[-REAL:]]
        copy(bodies[-1])
        member, advisor = (User.objects.create_user(f"{who}@exemple.fr", name=who) for who in ("membre", "conseil"))
        enrol(member, bodies[-1], Role.REFERENT)
        enrol(advisor, centre, Role.ADVISOR, every_member=True)
        TOTP.activate(advisor, TOTP_SECRET)
    return {
        "bodies": len(bodies),
        "each": len(told),
        "directory_s": loaded,
        "save_many_s": sorted(written)[REAL // 2],
        "slug": bodies[-1].slug,
        "member": session(member),
        "advisor": session(advisor),
        **counted(bodies[-1]),
    }


def _id(number: int) -> Any:
    from uuid import UUID

    return UUID(int=number)


def session(user: Any) -> str:
    """The key of an open session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def counted(body: Any) -> dict[str, Any]:
    """How many rows and lines, and a fiche that has a history."""
    from egide.platform.records.scope import scope, unscoped
    from egide.registers.processing.models import ProcessingActivity, ProcessingActivityLine

    with unscoped("a measure counts every row"):
        rows, lines = ProcessingActivity.objects.count(), ProcessingActivityLine.objects.count()
    with scope(body):
        record = ProcessingActivity.objects.order_by("-revision", "sort_key", "id").first()
        own = ProcessingActivityLine.objects.count()
    return {"rows": rows, "lines": lines, "own_lines": own, "record": str(record.id), "versions": record.revision}


def main() -> None:
    """As the owner of the tables and as the installation itself, in one transaction; then statistics, on PostgreSQL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    django.setup()
    from django.db import connection, transaction

    from egide.database import as_owner
    from egide.platform.records.identity import SYSTEM, identified

    with as_owner(connection):
        with transaction.atomic(), identified(SYSTEM):
            told = fill()
        if connection.vendor == "postgresql":  # what autovacuum does within minutes
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
