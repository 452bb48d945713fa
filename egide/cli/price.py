"""`egide price`: the yearly fee of the agreement (REQ-A5), with every doubt about it."""

import sys
from datetime import date

import click

from egide.cli.terminal import CodeParam, DayParam, console, paragraph
from egide.law.dated import NotInForceError
from egide.law.facts.codes import OrganizationKind, PopulationBasis
from egide.law.french import amount
from egide.law.tariff import Quote, multi_year, quote


@click.command("price")
@click.argument("kind", metavar="STRUCTURE", type=CodeParam(OrganizationKind, "structure"))
@click.argument("population", metavar="[HABITANTS]", type=int, required=False)
@click.option(
    "--basis",
    type=CodeParam(PopulationBasis, "population"),
    default=PopulationBasis.TOTALE,
    help="Population comptée : totale (par défaut) ou municipale.",
)
@click.option("--year", type=int, help="Année au 1er janvier de laquelle ce chiffre de population est en vigueur.")
@click.option("--from", "start", type=DayParam(), help="Début de la convention : montre aussi chaque année.")
@click.option("--on", type=DayParam(), help="Date du tarif (aujourd’hui par défaut).")
def command(
    kind: OrganizationKind,
    population: int | None,
    basis: PopulationBasis,
    year: int | None,
    start: date | None,
    on: date | None,
) -> None:
    """Donne le tarif annuel de la convention pour une STRUCTURE et sa population.

    \b
    Exemples :
      egide price commune 8000
      egide price departement 1457905 --from 2025-11-17
      egide price epci 100000

    Code de sortie 1 si aucun prix ne peut être donné sans une décision.
    """
    try:
        found = quote(
            kind.value,
            population,
            on=on or date.today(),  # noqa: DTZ011 - the day on the reader's calendar
            population_basis=basis.value,
            population_year=year,
        )
    except (ValueError, NotInForceError) as error:
        raise click.UsageError(str(error)) from error
    _print(kind, found, start)
    sys.exit(0 if found.fee is not None else 1)


def _print(kind: OrganizationKind, found: Quote, start: date | None) -> None:
    out = console()
    if found.fee is None:
        out.print(f"{kind.label} : pas de prix à ce jour.", style="bold")
    else:
        out.print(f"{kind.label} : {amount(found.fee)} hors taxes par an", style="bold")
    out.print(f"{' ; '.join(found.basis)} – grille {found.grid}", style="dim")
    if found.decision_needed is not None:
        needed = found.decision_needed
        out.print(f"\n{needed.message} ({needed.reference}, {needed.rule})")
        for row in needed.proposal:
            paragraph(out, f"Proposition : {row.code}, {amount(row.fee)}", indent=2)
    if found.fee is not None and start is not None:
        years = multi_year(found.fee, start)
        out.print()
        for billed in years.years:
            out.print(f"  du {billed.start:%d/%m/%Y} au {billed.end:%d/%m/%Y} : {amount(billed.fee)}")
        out.print(f"  total : {amount(years.total)}")
    if found.doubts:
        out.print("\nÀ confirmer", style="bold")
        for doubt in found.doubts:
            paragraph(out, f"{doubt.message} ({doubt.reference})", indent=2)
