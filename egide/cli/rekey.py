"""`egide rekey`: the keys of attached files, sealed anew under the first key of the installation. Exit code 0 or 1."""

import click

from egide.cli.web import refuse_unmigrated, start
from egide.law.french import plural
from egide.typography import french


@click.command("rekey")
def command() -> None:
    """Scelle de nouveau les clés des pièces jointes, sous la première clé de l’installation.

    Pour changer de clé : mettez la nouvelle en première ligne de EGIDE_FILES_KEY (ou de son fichier), gardez
    l’ancienne dessous, relancez le service, puis lancez cette commande. Quand elle a réussi, retirez l’ancienne.
    Les fichiers eux-mêmes ne sont pas réécrits.

    \b
    Exemple :
      egide rekey
    """
    start()
    refuse_unmigrated()
    from egide.platform.files.jobs import rekey

    try:
        anew, lost = rekey()
    except ValueError as reason:
        raise click.ClickException(str(reason)) from reason
    click.echo(french(f"{plural(anew, 'clé scellée', 'clés scellées')} sous la nouvelle clé."))
    if lost:
        raise click.ClickException(
            f"{plural(lost, 'clé reste scellée', 'clés restent scellées')} sous une clé que l’installation n’a plus. "
            "Remettez-la à la suite de la nouvelle, puis recommencez."
        )
