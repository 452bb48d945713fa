"""`egide checkpoint`: a signed checkpoint now, and what an operator says of them: a restored backup, a new key."""

import click

from egide.cli.web import refuse_unmigrated, start
from egide.typography import french


@click.command("checkpoint")
@click.option("--restored", is_flag=True, help="Une sauvegarde vient d’être restaurée : le dit, et le signe.")
@click.option("--new-key", is_flag=True, help="Change la clé qui signe ; l’ancienne annonce la nouvelle.")
def command(restored: bool, new_key: bool) -> None:
    """Établit un point de contrôle : une empreinte signée de tous les journaux, écrite dans EGIDE_ANCHORS_DIR.

    L’application le fait d’elle-même chaque heure et avant chaque export.

    \b
    Exemples :
      egide checkpoint
      egide checkpoint --restored       après « restore », d’une sauvegarde plus ancienne
    """
    if restored and new_key:
        raise click.UsageError("--restored et --new-key se font l’un après l’autre")
    start()
    refuse_unmigrated()
    from django.db import DatabaseError
    from django.utils import timezone

    from egide.platform.proofs import checkpoints, publishing
    from egide.platform.proofs.archive import ArchiveError
    from egide.platform.proofs.keys import KeyFileError
    from egide.platform.proofs.stamping import StampError

    now = timezone.now()
    make = checkpoints.resume if restored else checkpoints.rotate if new_key else checkpoints.make
    try:
        made = make(now)
        publishing.write_files(now)
        publishing.stamp_last(now)
    except (checkpoints.RolledBackError, ArchiveError, KeyFileError, StampError, ValueError) as refused:
        raise click.ClickException(str(refused)) from refused
    except (DatabaseError, OSError) as failure:
        raise click.ClickException(f"le point de contrôle n’a pas pu être établi : {failure}") from failure
    last = made or checkpoints.last()
    if last is None:
        click.echo("Aucun journal : il n’y a encore rien à signer.")
    elif made is None:
        click.echo(french(f"Rien n’a bougé depuis le point de contrôle {last.number}."))
    else:
        click.echo(french(f"Point de contrôle {made.number} établi.\n\n") + made.note)
