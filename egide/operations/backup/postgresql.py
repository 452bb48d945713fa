"""PostgreSQL: dumped by its owner at one instant, put back in a schema that takes the place of the one before."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from egide.database import as_owner
from egide.operations.backup.errors import BackupError, RestoreError
from egide.operations.backup.heads import Snapshot, snapshot_of
from egide.platform.records.identity import SYSTEM, identified
from egide.state import private_file

ASIDE: Final = "egide_before_restore"
_NOT_LIBPQ: Final = {"options", "pool", "server_side_binding", "isolation_level", "assume_role", "cursor_factory"}


def size() -> int:
    """Bytes of the database."""
    [(found,)] = _ask("SELECT pg_database_size(current_database())")
    return int(found)


def copy(target: Path) -> Snapshot:
    """The database as it is at one instant. By the owner, who alone reads all. Raises BackupError."""
    private_file(target)
    with as_owner(connection), transaction.atomic():
        _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with identified(SYSTEM):
            [(snapshot,)] = _ask("SELECT pg_export_snapshot()")
            wanted = ["--format=custom", "--compress=0", "--enable-row-security", f"--snapshot={snapshot}"]
            failed = _run(["pg_dump", *wanted, f"--file={target}", "--schema", _schema()])
            if failed:
                raise BackupError(
                    f"pg_dump a échoué. La commande doit connaître le rôle qui possède les tables "
                    f"(DATABASE_OWNER_URL). Il dit : {failed}"
                )
            return snapshot_of(_ask)


@contextmanager
def put_back(staged: Path, *, replace: bool) -> Iterator[None]:
    """Within the block the restored base is that of the connection; an exception brings back the one before.

    Raises RestoreError, in French. The two bases stand side by side meanwhile: they need the room of both.
    """
    with as_owner(connection):
        schema = _schema()
        if not replace and _has_bodies():
            raise RestoreError("La base n’est pas vide. Pour la remplacer, ajoutez --replace.")
        _set_aside(schema)
        try:
            _load(staged, schema)
        except BaseException:
            _bring_back(schema)
            raise
    try:
        yield
    except BaseException:
        with as_owner(connection):
            _bring_back(schema)
        raise
    with as_owner(connection):
        _ask(f"DROP SCHEMA {ASIDE} CASCADE")


def _load(dump: Path, schema: str) -> None:
    """The dump makes the schema; that of everyone is left as PostgreSQL makes it, for the dumps to come."""
    wanted = ["--exit-on-error", "--no-owner", "--no-privileges", "--single-transaction"]
    if failed := _run(["pg_restore", *wanted, str(dump)]):
        raise RestoreError(f"pg_restore a échoué. Il dit : {failed}")
    if schema == "public":
        _ask("ALTER SCHEMA public OWNER TO pg_database_owner")
        _ask("GRANT USAGE ON SCHEMA public TO PUBLIC")


def _set_aside(schema: str) -> None:
    quoted = connection.ops.quote_name(schema)
    with transaction.atomic():
        _ask(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        _ask(f"ALTER SCHEMA {quoted} RENAME TO {ASIDE}")


def _bring_back(schema: str) -> None:
    quoted = connection.ops.quote_name(schema)
    with transaction.atomic():
        _ask(f"DROP SCHEMA IF EXISTS {quoted} CASCADE")
        _ask(f"ALTER SCHEMA {ASIDE} RENAME TO {quoted}")


def _has_bodies() -> bool:
    [(there,)] = _ask("SELECT to_regclass('organizations_organization') IS NOT NULL")
    if not there:
        return False
    with transaction.atomic(), identified(SYSTEM):
        return bool(_ask("SELECT 1 FROM organizations_organization LIMIT 1"))


def _schema() -> str:
    [(schema,)] = _ask("SELECT current_schema()")
    return str(schema)


def _ask(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def _run(command: list[str]) -> str:
    """Run a program of PostgreSQL on this database, as the role that is connected; what it says when it fails.

    The password goes by the environment: the arguments of a program are read by all the machine.
    """
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - not installed with SQLite

    told = connection.settings_dict
    options = {name: value for name, value in told["OPTIONS"].items() if name not in _NOT_LIBPQ}
    place = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "dbname": told["NAME"]}
    address = make_conninfo(**{name: value for name, value in place.items() if value}, **options)
    environment = {**os.environ, "PGOPTIONS": f"-c app.user={SYSTEM}", "PGPASSWORD": told["PASSWORD"]}
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [*command[:1], f"--dbname={address}", *command[1:]],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return f"{command[0]} n’est pas installé (apt install postgresql-client)."
    return done.stderr.strip() if done.returncode else ""
