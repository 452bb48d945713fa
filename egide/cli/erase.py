"""`egide erase`: a value is erased for good from the records of a body and from their history."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from egide.cli.terminal import console, paragraph
from egide.cli.web import body_named, refuse_unmigrated, start
from egide.law.french import plural
from egide.typography import french

if TYPE_CHECKING:
    from egide.platform.records.erasing import Found


@click.command("erase")
@click.option("--organization", required=True, metavar="ADRESSE", help="L’adresse de la collectivité : /o/<adresse>/.")
@click.option("--text", required=True, metavar="TEXTE", help="Ce qu’il faut effacer, par exemple un nom.")
@click.option("--record", type=click.UUID, metavar="IDENTIFIANT", help="Dans cette fiche seulement.")
@click.option(
    "--reason", required=True, metavar="RAISON", help="Pourquoi : gardé pour toujours, sans répéter le texte."
)
@click.option("--yes", is_flag=True, help="Efface sans demander confirmation.")
def command(organization: str, text: str, record: UUID | None, reason: str, yes: bool) -> None:
    """Efface un texte des fiches d’une collectivité et de tout leur historique. Rien ne permet de le retrouver.

    Montre d’abord ce qui disparaîtrait. Le journal dit qu’un effacement a eu lieu et pourquoi, sans dire de quoi.

    \b
    Exemple :
      egide erase --organization achicourt --text "Mme Durand" --reason "Demande du 3 mars (art. 17)"
    """
    start()
    refuse_unmigrated()
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.erasing import erase_found
    from egide.platform.records.erasure_file import note
    from egide.platform.records.errors import ConflictError
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.journal.erasing import ErasingError
    from egide.platform.records.scope import scope

    with identified(SYSTEM):
        body = body_named(organization)
        with scope(body):
            try:
                found = _found(text, record)
                if not _wanted(found, yes=yes):
                    return
                with acting(Actor("Administrateur du serveur", origin=Origin.COMMAND)):
                    entries = erase_found(found, basis=reason, text=text)
            except (ErasingError, ConflictError) as refused:
                raise click.ClickException(str(refused)) from refused
    try:
        note(organization_id=body.id)
    except OSError as error:
        click.echo(f"Attention : l’effacement n’a pas pu être noté à part ({error}).", err=True)
    click.echo(f"Effacé dans {plural(entries, 'entrée')} du journal.")


def _found(text: str, record: UUID | None) -> "list[Found]":
    from egide.platform.kernel.proposals.erasing import find_in_proposals
    from egide.platform.records.erasing import find_text
    from egide.platform.records.models import JournalEntry

    if record is None:
        return find_text(text)
    kind = JournalEntry.objects.filter(record_id=record).values_list("record_type", flat=True).first()
    return [*find_text(text, within=(kind, record)), *find_in_proposals(record, [text])] if kind else []


def _wanted(found: "list[Found]", *, yes: bool) -> bool:
    if not found:
        click.echo("Rien de tel n’a été trouvé.")
        return False
    out = console()
    for one in found:
        live = " – et la fiche d’aujourd’hui" if one.live else ""
        numbers = ", ".join(map(str, sorted(one.versions)))
        paragraph(out, french(f"– {one.title or one.record_id}, {one.label} : {one.words} (versions {numbers}{live})"))
    return yes or click.confirm(f"Effacer pour toujours {plural(len(found), 'valeur')} ?")
