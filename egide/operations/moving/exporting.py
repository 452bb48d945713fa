"""A body into one archive: rows, people, files."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

import egide
from egide.operations.backup import archive
from egide.operations.moving import movers, rows
from egide.operations.moving.errors import MovingError
from egide.platform.accounts.models import User
from egide.platform.organizations.models import Organization
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import unlocked

FORM: Final = "egide-organization"
PEOPLE: Final = "people"
_KEPT_OF_A_PERSON: Final = ("id", "email", "name", "is_active")


def export(slug: str, target: Path, now: datetime, passphrase: str = "") -> archive.Manifest:
    """Write the archive of a body, as it is at one instant; give its manifest. Raises MovingError, OSError."""
    if target.exists():
        raise MovingError(f"« {target} » existe déjà : donnez un autre nom.")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".egide-") as name:
        staging = Path(name)
        with _at_one_instant(), identified(SYSTEM):
            body = unlocked(Organization).filter(slug=slug).first()
            if body is None:
                raise MovingError(f"Aucune collectivité n’a l’adresse « {slug} ».")
            manifest, members = _gather(body, staging, now)
        archive.write(target, members, manifest, passphrase)
    return manifest


def _at_one_instant() -> Any:
    """On SQLite a transaction sees one instant (and holds the writers: it is short); PostgreSQL must be asked to."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return _repeatable()
    return transaction.atomic()


class _repeatable(transaction.Atomic):  # noqa: N801 - a context manager, as `atomic`
    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self) -> None:
        super().__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _gather(body: Any, staging: Path, now: datetime) -> tuple[archive.Manifest, list[tuple[str, Path]]]:
    verdict = verify(body.id)
    if not verdict.sound:
        raise MovingError(f"Le journal de cette collectivité a été modifié. {verdict.findings[0].sentence}")
    apps = rows.plain_models()
    (staging / "rows").mkdir()
    members, counts = [], {}
    for label in rows.carried():
        file = staging / "rows" / label
        counts[label] = rows.write_rows(file, rows.rows_of(apps, label, body.id))
        members.append((f"rows/{label}", file))
    people = staging / PEOPLE
    counts[PEOPLE] = rows.write_rows(people, _people(_named(apps, body.id)))
    head = verdict.heads[body.id]
    manifest = {
        "format": FORM,
        "number": 1,
        "made_at": now.astimezone(UTC).isoformat(),
        "egide": egide.__version__,
        "columns": rows.columns(apps),
        "organization": _reference(body),
        "centre": _reference(unlocked(Organization).filter(id=body.centre_id).first()),
        "head": [head.seq, head.hash.hex()],
        "counts": counts,
    }
    return manifest, [*members, (PEOPLE, people), *movers.carry_out(body.id, staging / "carried")]


def _reference(body: Any) -> Mapping[str, Any] | None:
    if body is None:
        return None
    return {"id": body.id.hex, "slug": body.slug, "name": body.name, "siren": body.siren}


def _named(apps: Any, organization_id: UUID) -> set[UUID]:
    """The people that the rows of a body point at."""
    found: set[UUID] = set()
    for label, names in rows.people_columns(apps).items():
        for row in rows.rows_of(apps, label, organization_id) if names else ():
            found |= {row[name] for name in names if row[name]}
    return found


def _people(ids: set[UUID]) -> Iterator[rows.Row]:
    """Who they are, and nothing that opens their account."""
    yield from User.objects.filter(id__in=ids).order_by("id").values(*_KEPT_OF_A_PERSON)
