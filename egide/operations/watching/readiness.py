"""Whether the service can do its work now: each reason why not, for the machine that sends it people."""

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from egide.operations.doctor.machine import MEGABYTE

LEAST_BYTES = 100 * MEGABYTE
_seen: dict[str, bool] = {}


def reasons() -> list[str]:
    """Empty when all is well: `database`, `migrations`, `disk`."""
    return list(_reasons())


def _reasons() -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated():
            yield "migrations"
    except (Error, OSError):
        connection.close()
        yield "database"
    if shutil.disk_usage(settings.STATE).free < LEAST_BYTES:
        yield "disk"


def _migrated() -> bool:
    """Once they were all seen they stay so for this process: a new version is another process."""
    name = str(connection.settings_dict["NAME"])
    if not _seen.get(name):
        executor = MigrationExecutor(connection)
        _seen[name] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _seen[name]
