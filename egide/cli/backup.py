"""`egide backup`: one archive of the whole installation, made while it works."""

from pathlib import Path

import click

from egide import environment
from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import refuse_unmigrated, start


@click.command("backup")
@click.argument("folder", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", metavar="N", type=click.IntRange(1), help="Ne garde que les N dernières.")
def command(folder: Path, keep: int | None) -> None:
    """Sauvegarde l’installation dans un dossier, sans l’arrêter.

    L’archive contient la base et les fichiers déposés ; EGIDE_BACKUP_PASSPHRASE la chiffre. La clé de l’installation
    n’y est pas : gardez-la à part.

    \b
    Exemple :
      egide backup /sauvegardes --keep 30
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.operations.backup.errors import BackupError
    from egide.operations.backup.writing import back_up
    from egide.operations.doctor.machine import megabytes

    passphrase = environment.text("EGIDE_BACKUP_PASSPHRASE")
    try:
        last = back_up(folder, timezone.now(), passphrase=passphrase, keep=keep)
    except BackupError as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as error:
        raise click.ClickException(f"Rien n’a été sauvegardé : {error.strerror} ({error.filename}).") from error
    seconds = f"{last.seconds:.1f}".replace(".", ",")
    paragraph(console(), f"Sauvegardé dans {last.file} ({megabytes(last.size)}, {seconds} s).")
    if not passphrase:
        paragraph(messages(), "Cette archive n’est pas chiffrée : donnez EGIDE_BACKUP_PASSPHRASE pour qu’elle le soit.")
