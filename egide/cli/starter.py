"""`egide starter`: a register to start from, likely activities first, each with what remains to be confirmed."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import click
from rich.console import Console
from rich.table import Table

from egide.cli.terminal import CodeParam, console, messages
from egide.cli.writing import FORMATS, write
from egide.law.catalogue import Proposal, services, starter
from egide.law.facts import Organization, Register
from egide.law.facts.codes import OrganizationKind
from egide.law.french import number, plural


def _complete_service(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [key for key in services() if key.startswith(incomplete)]


@click.command("starter")
@click.argument("kind", metavar="STRUCTURE", type=CodeParam(OrganizationKind, "structure"))
@click.argument("population", metavar="[HABITANTS]", type=click.IntRange(min=0), required=False)
@click.option("--name", "-n", help="Nom de la collectivité.")
@click.option(
    "--service",
    "-s",
    "held",
    multiple=True,
    shell_complete=_complete_service,
    help="Service assuré (plusieurs fois possible) ; « aucun » s’il n’y en a pas. Liste : --services.",
)
@click.option("--services", "list_services", is_flag=True, help="Liste les services que l’on peut nommer.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help=f"Écrit le registre de départ ({', '.join(FORMATS)}).",
)
def command(
    kind: OrganizationKind,
    population: int | None,
    name: str | None,
    held: tuple[str, ...],
    list_services: bool,
    output: Path | None,
) -> None:
    """Propose un registre de départ : les traitements qu’une telle structure a d’ordinaire.

    Les fiches sont des brouillons. Ce qui reste à confirmer est compté, et marqué dans les fiches.

    \b
    Exemples :
      egide starter commune 8000
      egide starter commune 8000 -s cantine -s mediatheque -o registre.xlsx
      egide starter ccas --services
    """
    out = console()
    if list_services:
        _print_services(out)
        return
    proposals = _proposals(kind, population, held)
    likely = [proposal for proposal in proposals if proposal.likely]
    if output is None:
        _print(out, proposals)
        return
    body = Organization(id=uuid4(), name=name, kind=kind, population=population, is_public_authority=True)
    write(Register(organization=body, activities=tuple(proposal.record for proposal in likely)), output)
    left = sum(len(proposal.to_confirm) for proposal in likely)
    messages().print(f"{plural(len(likely), 'fiche')} dans {output}, {plural(left, 'point')} à confirmer.")


def _proposals(kind: OrganizationKind, population: int | None, held: tuple[str, ...]) -> tuple[Proposal, ...]:
    asked = None if not held else [service for service in held if service != "aucun"]
    try:
        return starter(kind, population=population, held=asked, seed=uuid4(), today=date.today())  # noqa: DTZ011
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _print(out: Console, proposals: tuple[Proposal, ...]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("", "Traitement", "Pourquoi", "À confirmer"):
        table.add_column(title, justify="right" if title == "À confirmer" else "left")
    for proposal in proposals:
        table.add_row(
            "☑" if proposal.likely else "☐",
            proposal.model.name,
            proposal.reason,
            number(len(proposal.to_confirm)),
            style="" if proposal.likely else "dim",
        )
    out.print(table)
    likely = sum(proposal.likely for proposal in proposals)
    others = len(proposals) - likely
    out.print(
        f"\n{plural(likely, 'traitement probable', 'traitements probables')}, {plural(others, 'autre')} à examiner."
    )
    out.print("Pour écrire le registre : ajoutez --output registre.xlsx", style="dim")


def _print_services(out: Console) -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for key, words in services().items():
        table.add_row(key, words)
    out.print(table)
