"""What stops the program before it can leak: a table without an audience, a database without its locks."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.db import connections

from egide.platform.records import appendonly, rowsecurity


@register(Tags.models)
def every_row_has_an_audience(**_: Any) -> list[CheckMessage]:
    """A table that points at the rows of a body is one: it says who reads it."""
    guarded = set(rowsecurity.guarded())
    return [
        Error(
            f"{model._meta.label} points at {field.related_model._meta.label} and has no audience.",
            hint="Make it a Scoped model (a link table: a model of its own).",
            id="records.E001",
        )
        for model in apps.get_models(include_auto_created=True)
        if model not in guarded
        for field in model._meta.concrete_fields
        if field.related_model in guarded
    ]


@register(Tags.database)
def the_database_is_locked(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The journal is only added to. On PostgreSQL, every table has its policies and the role is under them."""
    found: list[CheckMessage] = []
    for connection in (connections[alias] for alias in databases or ()):
        found += [Error(m, hint="Run « egide init ».", id="records.E002") for m in rowsecurity.missing(connection)]
        found += [Error(m, hint="Run « egide init ».", id="records.E004") for m in appendonly.missing(connection)]
        if rowsecurity.bypasses(connection):
            message = "The application’s role is above row security (SUPERUSER or BYPASSRLS)."
            found.append(Error(message, hint="docs/operations/postgresql.md", id="records.E003"))
    return found


def refuse_to_start_unlocked() -> None:
    """For a server that starts: SystemExit, in French, when the database is not locked. Leaves no connection open."""
    errors = run_checks(tags=[Tags.database], databases=["default"])
    connections.close_all()
    if errors:
        told = "\n".join(f"  {error.msg}" for error in errors)
        raise SystemExit(
            f"Égide ne démarre pas : la base de données n’est pas verrouillée.\n{told}\n"
            "Lancez « egide init », puis voyez docs/operations/postgresql.md."
        )
