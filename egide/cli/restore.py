"""`egide restore`: an archive of `egide backup`, verified and put back."""

from pathlib import Path

import click

from egide import environment
from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import start


@click.command("restore")
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Remplace ce qui est là.")
def command(file: Path, *, replace: bool) -> None:
    """Remet une sauvegarde en place, après l’avoir vérifiée. Arrêtez d’abord le service.

    Rien n’est remplacé tant que les empreintes, la base, le journal et les pages n’ont pas été vérifiés.

    \b
    Exemple :
      egide restore /sauvegardes/egide-20261124T020000Z.egide-backup --replace
    """
    start()
    from django.utils import timezone

    from egide.law.french import moment, plural
    from egide.operations.backup.archive import ArchiveError
    from egide.operations.backup.errors import RestoreError
    from egide.operations.backup.restoring import restore

    out = console()
    passphrase = environment.text("EGIDE_BACKUP_PASSPHRASE")
    try:
        done = restore(file, timezone.now(), passphrase=passphrase, replace=replace, tell=_tell)
    except (RestoreError, ArchiveError) as refused:
        raise click.ClickException(f"{refused} Rien n’a été remplacé.") from refused
    except OSError as error:
        raise click.ClickException(f"Rien n’a été restauré : {error.strerror} ({error.filename}).") from error
    made_at = moment(timezone.localtime(done.made_at))
    bodies, entries = plural(done.bodies, "collectivité"), plural(done.entries, "version")
    paragraph(out, f"Restauré tel que le {made_at} : {bodies}, {entries}.", style="bold green")
    if not done.same_key:
        paragraph(
            messages(),
            "La clé de cette installation n’est pas celle de la sauvegarde : les doubles vérifications et les fichiers "
            "chiffrés ne s’ouvriront pas. Remettez la clé d’alors ($EGIDE_STATE/secret-key).",
            style="bold yellow",
        )


def _tell(what: str, seconds: float) -> None:
    messages().print(f"{what} : {seconds:.1f} s".replace(".", ","))
