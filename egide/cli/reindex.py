"""`egide reindex`: writes the index of searches anew from the records, or says where the two do not agree."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import body_named, refuse_unmigrated, start
from egide.law.french import plural


@click.command("reindex")
@click.option("--organization", "slug", metavar="ADRESSE", help="Une seule collectivité, par son adresse (/o/ADRESSE).")
@click.option(
    "--check", "only_check", is_flag=True, help="Compare sans rien écrire ; code de sortie 1 s’il y a un écart."
)
def command(slug: str | None, only_check: bool) -> None:
    """Refait l’index de recherche à partir des fiches.

    L’index suit chaque enregistrement : cette commande ne sert qu’après une mise à jour qui le demande, ou une
    restauration faite sans lui. L’application peut rester ouverte.

    \b
    Exemples :
      egide reindex
      egide reindex --organization berck
      egide reindex --check
    """
    start()
    refuse_unmigrated()
    found = _each(_bodies(slug), only_check=only_check)
    out = console()
    if only_check and found:
        paragraph(out, f"{plural(len(found), 'écart')} : lancez « egide reindex ».", style="bold red")
        for sentence in found:
            paragraph(out, f"– {sentence}", indent=2)
        sys.exit(1)
    paragraph(out, "L’index et les fiches disent la même chose." if only_check else "Index refait.", style="bold green")


def _bodies(slug: str | None) -> list[Any]:
    from egide.platform.organizations.models import Organization
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.scope import unscoped

    with identified(SYSTEM), unscoped("the installation goes through every body to index its records"):
        if slug:
            return [body_named(slug)]
        return list(Organization.objects.order_by("sort_key", "id").only("id", "name", "slug", "centre_id"))


def _each(bodies: list[Any], *, only_check: bool) -> list[str]:
    """One transaction for each body, under the lock of its head: nobody saves there meanwhile. The disagreements."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    found: list[str] = []
    columns = (TextColumn("Index"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=messages(), transient=True, disable=not messages().is_terminal) as progress:
        for body in progress.track(bodies):
            found += [f"{body.name or body.slug} – {sentence}" for sentence in _one(body, only_check=only_check)]
    return found


def _one(body: Any, *, only_check: bool) -> Iterator[str]:
    from django.db import transaction

    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.journal.appending import lock_head
    from egide.platform.records.scope import scope
    from egide.platform.search.agreeing import disagreements
    from egide.platform.search.index import rebuild
    from egide.platform.search.kinds import searched

    with transaction.atomic(), identified(SYSTEM), scope(body):
        lock_head(body.id)
        for model in searched():
            if only_check:
                yield from (each.sentence for each in disagreements(body.id, model))
            else:
                rebuild(body.id, model)
