"""`egide prove`: the proof of what a record said, for someone who has nothing of ours."""

from datetime import datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from egide.cli.web import body_named, refuse_unmigrated, start


@click.command("prove")
@click.option("--organization", required=True, metavar="ADRESSE", help="L’adresse de la collectivité : /o/<adresse>/.")
@click.option("--record", required=True, type=click.UUID, metavar="IDENTIFIANT", help="L’identifiant de la fiche.")
@click.option("--at", metavar="AAAA-MM-JJ", type=click.DateTime(["%Y-%m-%d"]), help="Telle qu’elle était ce jour-là.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FICHIER", help="preuve.zip si rien n’est dit.")
def command(organization: str, record: UUID, at: datetime | None, file: Path | None) -> None:
    """Écrit une archive qui prouve ce que disait une fiche, à qui n’a rien d’Égide.

    Elle contient la fiche, sa place dans le journal, le point de contrôle signé qui la couvre, et de quoi vérifier
    le tout avec Python seul. L’identifiant d’une fiche est à la fin de son adresse dans le navigateur.

    \b
    Exemple :
      egide prove --organization achicourt --record 0f8a… --at 2026-03-01
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.documents.rendering import RenderingFailed
    from egide.platform.proofs.bundle import ProofError, prove
    from egide.platform.proofs.keys import KeyFileError
    from egide.platform.proofs.stamping import StampError
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.scope import scope

    chosen = file or Path("preuve.zip")
    with identified(SYSTEM):
        body = body_named(organization)
        with scope(body):
            try:
                proof = prove(_type_of(record), record, str(body), timezone.now(), at=_end_of(at))
            except (ProofError, KeyFileError, RenderingFailed, StampError) as refused:
                raise click.ClickException(str(refused)) from refused
    try:
        chosen.write_bytes(proof.content)
    except OSError as error:
        raise click.ClickException(f"« {chosen} » ne peut pas être écrit : {error.strerror}.") from error
    click.echo(f"Preuve écrite dans {chosen}. Pour la vérifier : python3 verifier.py {chosen}")


def _type_of(record: UUID) -> Any:
    from egide.platform.records.models import JournalEntry

    found = JournalEntry.objects.filter(record_id=record).values_list("record_type", flat=True).first()
    if found is None:
        raise click.ClickException(f"Aucune fiche de cette collectivité n’a l’identifiant {record}.")
    return found


def _end_of(day: datetime | None) -> datetime | None:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day.date(), time.max)) if day else None
