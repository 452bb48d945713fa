"""`egide import`: a file into the register of a body, as one act that can be undone from the screen."""

from pathlib import Path
from typing import Any

import click

from egide.cli.opening import UnreadableFile
from egide.cli.web import body_named, refuse_unmigrated, start


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", required=True, metavar="ADRESSE", help="L’adresse de la collectivité : /o/<adresse>/.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
def command(file: Path, organization: str, dry_run: bool) -> None:
    """Importe un fichier dans le registre d’une collectivité.

    \b
    Exemple :
      egide import registre.xlsx --organization commune-d-achicourt
    """
    start()
    refuse_unmigrated()
    from egide.formats.errors import Unreadable
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.scope import scope
    from egide.registers.imports import services

    try:
        reading = services.understand(file.read_bytes(), file.name)
    except Unreadable as reason:
        raise UnreadableFile(f"{file.name} : {reason}") from reason
    with identified(SYSTEM):
        body = body_named(organization)
    with scope(body), acting(Actor("Installation", origin=Origin.COMMAND)) as by:
        waiting = services.set_aside(reading, file.name, body.id, by.act, by.now())
        planned = services.plan(waiting)
        _say(planned, services)
        if dry_run:
            services.forget(waiting)
        else:
            services.bring_in(waiting, planned)
            click.echo("Importé. Depuis l’écran « Importer », cet import peut être annulé.")


def _say(planned: Any, services: Any) -> None:
    words = {"new": "nouvelle(s)", "changed": "à modifier", "identical": "identique(s)", "refused": "refusée(s)"}
    for fate in services.Fate:
        found = planned.of(fate)
        if found:
            click.echo(f"{len(found)} fiche(s) {words[fate.value]}")
    for line in planned.of(services.Fate.REFUSED):
        click.echo(f"  {line.title} : {' '.join(line.reasons)}", err=True)
