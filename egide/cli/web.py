"""What the commands of the web application share: Django is started only when one of them is called."""

import os
from typing import Any

import click


def start() -> None:
    """Make models usable. Raises a click exception, in French, when the settings cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    import django

    try:
        django.setup()
    except ValueError as reason:
        raise click.ClickException(str(reason)) from reason


def refuse_unmigrated() -> None:
    """Stop, with what to do, when the database is not the one that this version expects."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise click.ClickException("La base de données n’est pas prête : lancez d’abord « egide init ».")


def body_named(slug: str) -> Any:
    """The body at an address. Raises a click exception, in French, when there is none."""
    from egide.platform.organizations.models import Organization
    from egide.platform.records.scope import unscoped

    with unscoped("a command names its body by its address"):
        body = Organization.objects.filter(slug=slug).first()
    if body is None:
        raise click.UsageError(f"aucune collectivité à l’adresse « {slug} »")
    return body
