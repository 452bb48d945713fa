"""`egide export`: the register of a body, as a file, of today or of a past day."""

from datetime import date, datetime, time
from pathlib import Path

import click

from egide.cli.web import body_named, refuse_unmigrated, start
from egide.cli.writing import FORMATS, write


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--organization", required=True, metavar="ADRESSE", help="L’adresse de la collectivité : /o/<adresse>/.")
@click.option("--at", metavar="AAAA-MM-JJ", type=click.DateTime(["%Y-%m-%d"]), help="Le registre de ce jour-là.")
@click.option("--to", "form", type=click.Choice(FORMATS), help="La forme, si le nom du fichier ne la dit pas.")
@click.option("--communicable", is_flag=True, help="Sans les mesures de sécurité ni les brouillons.")
def command(file: Path, organization: str, at: datetime | None, form: str | None, communicable: bool) -> None:
    """Écrit le registre d’une collectivité dans un fichier.

    \b
    Exemple :
      egide export registre.ods --organization commune-d-achicourt --at 2026-03-12
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.platform.access_log.models import Kind
    from egide.platform.access_log.recording import record
    from egide.platform.proofs.seals import seal
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.scope import scope
    from egide.registers.processing.queries import register_as_of, register_facts

    with identified(SYSTEM):
        body = body_named(organization)
        with scope(body):
            register = register_as_of(body, _end_of(at.date())) if at else register_facts(body)
            drawn = seal(timezone.now())
        record(
            body.id,
            Kind.EXPORTED,
            None,
            timezone.now(),
            what="registre, par une commande",
            form=form or file.suffix[1:],
        )
    write(register, file, form, communicable=communicable, seal=drawn)
    click.echo(f"{len(register.activities)} traitements écrits dans {file}.")


def _end_of(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time.max))
