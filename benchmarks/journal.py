"""How fast the journal is verified: versions per second, over records of 60 leaves with one creation and nine edits.

`python -m benchmarks.journal [RECORDS]`. Works in a database of its own, in a temporary folder.
"""
# ruff: noqa: PLC0415, S608 - Django is set up before its models are read; SQL of our own

import dataclasses
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

EDITS, BODIES, ROUNDS = 9, 20, 5
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
        print(
            f"sealed    {fill(records):10,.0f} versions/s;",
            f"{leaves():.0f} rows for a new record, {stated():.1f} for a version in the mean",
        )
        clock, processor = verified()
        print(f"verified  {clock:10,.0f} versions/s, {processor:,.0f} per second of processor (aim: {TARGET:,})")


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


def leaves() -> float:
    """Of a record, at its creation."""
    return rows("e.version = 1 AND e.record_type = 'processing.processingactivity'")


def stated() -> float:
    """By an entry, in the mean, what is said of it included."""
    return rows("1 = 1")


def rows(which: str) -> float:
    """In the contents that are asked for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg(json_array_length(c.rows)) FROM records_journalcontent c JOIN records_journalentry e"
            f" ON e.organization_id = c.organization_id AND e.seq = c.seq WHERE {which}"
        )
        return float(cursor.fetchone()[0])


def activity(number: int):  # type: ignore[no-untyped-def]
    """About sixty leaves."""
    from egide.law import facts

    def lines(shape, count: int, **texts: str):  # type: ignore[no-untyped-def]
        return tuple(
            shape(id=uuid.uuid4(), **{k: f"{v} {n}, {number}" for k, v in texts.items()}) for n in range(count)
        )

    return facts.ProcessingActivity(
        id=uuid.uuid4(),
        name=f"Traitement {number}",
        purposes=lines(facts.Purpose, 5, text="Gérer les inscriptions", justification="Mission d’intérêt public"),
        recipients=lines(facts.Recipient, 6, name="Service des affaires scolaires", detail="Nom, adresse"),
        personal_data=lines(facts.PersonalData, 16, detail="État civil et coordonnées des personnes"),
        retention=lines(facts.Retention, 5, data="Dossier", justification="Durée de l’instruction DGP/SIAF"),
        notes="Ce que dit la fiche. " * 6,
    )


def edited(value, edit: int):  # type: ignore[no-untyped-def]
    """Three leaves differ."""
    return dataclasses.replace(value, notes=f"Relu {edit} fois. " * 6, minors=edit % 2 == 0, name=f"Traitement {edit}")


def verified() -> tuple[float, float]:
    """Entries gone through, per second of the clock and per second of processor, over the rounds together."""
    from django.utils import timezone

    from egide.platform.proofs import checkpoints
    from egide.platform.proofs.verifying import verify_all

    checkpoints.make(timezone.now())
    entries, start, used = 0, time.perf_counter(), time.process_time()
    for _ in range(ROUNDS):
        verdict = verify_all()
        assert verdict.sound
        entries += verdict.entries
    return entries / (time.perf_counter() - start), entries / (time.process_time() - used)


if __name__ == "__main__":
    main()
