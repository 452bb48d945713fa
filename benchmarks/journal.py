"""How fast the journal is verified: versions per second, over records of 60 leaves with one creation and nine edits.

`python -m benchmarks.journal [RECORDS]`. Works in a database of its own, in a temporary folder.
"""
# ruff: noqa: PLC0415 - Django is set up before its models are read

import dataclasses
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

EDITS, BODIES = 9, 20
TARGET = 20_000


def main() -> None:
    """Fill, verify, print."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory(prefix="egide-journal-") as folder:
        os.environ.update(
            EGIDE_STATE=folder,
            EGIDE_SECRET_KEY="a key for the measure only",  # noqa: S106
            DATABASE_URL=f"sqlite://{Path(folder) / 'journal.sqlite3'}",
            DJANGO_SETTINGS_MODULE="egide.settings",
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"sealed    {fill(records):10,.0f} versions/s")
        print(f"verified  {verified():10,.0f} versions/s (aim: {TARGET:,})")


def fill(records: int) -> float:
    """Versions sealed per second."""
    from egide.law import facts
    from egide.platform.organizations.models import Organization
    from egide.platform.records.acting import Actor, acting
    from egide.platform.records.saving import Change, save_aggregate, save_many
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    start = time.perf_counter()
    for number in range(BODIES):
        known = facts.Organization(id=uuid.uuid4(), name=f"Commune {number}")
        body = Organization(id=known.id, slug=f"c{number}")
        with scope(body), acting(Actor("Alice Martin")):
            save_aggregate(body, known)
            values = [activity(n) for n in range(records // BODIES)]
            kept = [ProcessingActivity(organization_id=body.id, id=value.id) for value in values]
            save_many([Change(r, v) for r, v in zip(kept, values, strict=True)])
        for edit in range(EDITS):
            values = [edited(value, edit) for value in values]
            with scope(body), acting(Actor("Alice Martin")):
                save_many([Change(r, v, expected=r.revision) for r, v in zip(kept, values, strict=True)])
    return records * (1 + EDITS) / (time.perf_counter() - start)


def activity(number: int):  # type: ignore[no-untyped-def]
    """About sixty leaves."""
    from egide.law import facts

    purposes = tuple(facts.Purpose(id=uuid.uuid4(), text=f"Finalité {n} du traitement {number}") for n in range(3))
    return facts.ProcessingActivity(
        id=uuid.uuid4(), name=f"Traitement {number}", purposes=purposes, notes="Ce que dit la fiche. " * 6
    )


def edited(value, edit: int):  # type: ignore[no-untyped-def]
    """Three leaves differ."""
    return dataclasses.replace(value, notes=f"Relu {edit} fois. " * 6, minors=edit % 2 == 0, name=f"Traitement {edit}")


def verified() -> float:
    """Entries gone through per second."""
    from egide.platform.records.journal.verifying import verify

    start = time.perf_counter()
    verdict = verify()
    assert verdict.sound
    return verdict.entries / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
