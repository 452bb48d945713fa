"""`egide export-organization`: one body, with its journal and its files, for another installation."""

from pathlib import Path

import click

from egide import environment
from egide.cli.moving import refusals
from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import refuse_unmigrated, start


@click.command("export-organization")
@click.argument("slug", metavar="ADRESSE")
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
def command(slug: str, file: Path) -> None:
    """Écrit une collectivité entière dans un fichier : registres, journal, fichiers, personnes et rôles.

    Les mots de passe n’y sont pas. EGIDE_BACKUP_PASSPHRASE chiffre le fichier.

    \b
    Exemple :
      egide export-organization commune-d-achicourt achicourt.egide
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.law.french import plural
    from egide.operations.moving.exporting import PEOPLE, export

    passphrase = environment.text("EGIDE_BACKUP_PASSPHRASE")
    with refusals():
        manifest = export(slug, file, timezone.now(), passphrase)
    counts = manifest["counts"]
    entries, people = plural(manifest["head"][0], "version"), plural(counts[PEOPLE], "personne")
    paragraph(console(), f"« {manifest['organization']['name']} » écrite dans {file} : {entries}, {people}.")
    paragraph(console(), f"Fin de son journal : n° {manifest['head'][0]}, {manifest['head'][1]}.")
    if not passphrase:
        paragraph(messages(), "Ce fichier n’est pas chiffré, et contient des données personnelles : protégez-le.")
