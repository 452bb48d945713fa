"""The state of the installation in numbers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Sum

from egide.operations.backup.last import last_backup
from egide.platform.organizations.models import Organization
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import JournalHead, unlocked


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and what it is (in English, as Prometheus has it)."""

    name: str
    meaning: str
    value: float


def figures() -> Iterator[Figure]:
    """All that is known today. A database that does not answer is a figure too."""
    yield Figure("egide_disk_free_bytes", "Room on the disk of the state.", shutil.disk_usage(settings.STATE).free)
    if last := last_backup(Path(settings.STATE)):
        yield Figure("egide_last_backup_timestamp_seconds", "When the last backup was made.", last.at.timestamp())
        yield Figure("egide_last_backup_bytes", "Size of the last backup.", last.size)
    try:
        with transaction.atomic(), identified(SYSTEM):
            told = list(_of_the_database())
    except DatabaseError:
        connection.close()
        yield Figure("egide_database_up", "Whether the database answers.", 0)
        return
    yield Figure("egide_database_up", "Whether the database answers.", 1)
    yield from told


def _of_the_database() -> Iterator[Figure]:
    yield Figure("egide_organizations", "Bodies.", unlocked(Organization).count())
    written = unlocked(JournalHead).aggregate(total=Sum("seq"))["total"]
    yield Figure("egide_versions", "Sealed entries of all journals.", written or 0)
    if tasks := _model("django_tasks_database", "DBTaskResult"):
        counted = dict(tasks.objects.values_list("status").annotate(Count("id")).order_by())
        yield Figure("egide_tasks_waiting", "Tasks that wait.", counted.get("READY", 0))
        yield Figure("egide_tasks_running", "Tasks that run.", counted.get("RUNNING", 0))
        yield Figure("egide_tasks_failed", "Tasks that failed.", counted.get("FAILED", 0))
    checkpoints = _model("proofs", "Checkpoint")
    last = checkpoints.objects.order_by("-number").first() if checkpoints else None
    if last is not None:
        made_at = last.at.timestamp()
        yield Figure("egide_last_checkpoint_timestamp_seconds", "When the last checkpoint was made.", made_at)


def _model(app: str, name: str) -> Any:
    """A table of a room that this installation may not have."""
    try:
        return apps.get_model(app, name)
    except LookupError:
        return None
