"""The database: there, up to date, locked, durable, and at the same hour."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from egide.operations.doctor.problems import Finding, found
from egide.platform.records import appendonly, rowsecurity

SKEW_SECONDS: Final = 5
_OLDEST: Final = 150_000
_QUIET: Final = {
    "log_min_error_statement": ("panic", {"panic", "fatal", "log"}),
    "log_error_verbosity": ("terse", {"terse"}),
    "log_statement": ("none", {"none", "ddl"}),
    "log_min_duration_statement": ("-1", {"-1"}),
}
"""What PostgreSQL is told, and what else will do, so that its own log holds no value of a request."""


def database(now: datetime) -> Iterator[Finding]:
    """All that can be asked of it; one finding when it does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        yield found("no-database")
        return
    yield from _state()
    if connection.vendor == "postgresql":
        yield from _roles()
        yield from _server(now)
        yield from _server_log()


def _state() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield found("not-migrated", count=len(plan))
        return
    for what in (*rowsecurity.missing(connection), *appendonly.missing(connection)):
        yield found("unlocked", what=what)


def _roles() -> Iterator[Finding]:
    [(role, owned)] = _asked(
        "SELECT current_user, (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        " AND tableowner = current_user)"
    )
    if rowsecurity.bypasses(connection):
        yield found("superuser", role=role)
    if owned:
        yield found("single-role")


def _server(now: datetime) -> Iterator[Finding]:
    names = ("fsync", "full_page_writes", "synchronous_commit", "server_version_num", "server_encoding")
    told = dict(_asked("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(names)]))
    for name in names[:3]:
        if told[name] == "off":
            yield found("not-durable", name=name)
    if int(told["server_version_num"]) < _OLDEST:
        yield found("old-postgresql", version=int(told["server_version_num"]) // 10_000)
    if told["server_encoding"] != "UTF8":
        yield found("encoding", encoding=told["server_encoding"])
    [(there,)] = _asked("SELECT clock_timestamp()")
    seconds = round(abs((there - now).total_seconds()))
    if seconds > SKEW_SECONDS:
        yield found("clock", seconds=seconds)


def _server_log() -> Iterator[Finding]:
    """A failed request is written whole by default, and an address already taken with its value."""
    told = _asked("SELECT name, setting, current_database() FROM pg_settings WHERE name = ANY(%s)", [list(_QUIET)])
    for name, value, base in sorted(told):
        right, accepted = _QUIET[name]
        if value not in accepted:
            yield found("log-values", name=name, value=value, right=right, base=base)


def _asked(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
