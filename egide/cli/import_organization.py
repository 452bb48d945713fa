"""`egide import-organization`: a body that comes from another installation."""

from pathlib import Path
from typing import Any

import click

from egide import environment
from egide.cli.moving import refusals
from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import refuse_unmigrated, start


@click.command("import-organization")
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--centre", default="", metavar="ADRESSE", help="Le centre de gestion qui la conseille ici.")
@click.option("--send", is_flag=True, help="Envoie les invitations dès maintenant.")
def command(file: Path, centre: str, *, send: bool) -> None:
    """Reçoit une collectivité écrite par « egide export-organization ».

    Son journal arrive tel quel et est vérifié. Les personnes gardent leurs rôles et reçoivent une invitation.

    \b
    Exemple :
      egide import-organization achicourt.egide --centre cdg-62
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.law.french import plural
    from egide.operations.moving.importing import import_archive

    passphrase = environment.text("EGIDE_BACKUP_PASSPHRASE")
    with refusals():
        arrived = import_archive(file, timezone.now(), passphrase=passphrase, centre=centre)
    out, seq = console(), arrived.head[0] - arrived.adapted
    paragraph(out, f"« {arrived.body.name} » est à l’adresse /o/{arrived.body.slug}/.", style="bold green")
    paragraph(out, f"Son journal est arrivé tel quel et tient : {plural(seq, 'version')}.")
    if arrived.adapted:
        paragraph(out, f"{plural(arrived.adapted, 'version')} de plus, pour ce qui change ici (centre, comptes).")
    if arrived.body.centre_id is None:
        paragraph(messages(), "Aucun centre de gestion ne la conseille ici : --centre en nomme un.")
    _invitations(arrived, send=send)


def _invitations(arrived: Any, *, send: bool) -> None:
    from django.conf import settings

    from egide.law.french import plural
    from egide.platform.accounts.invitations import INVITATION
    from egide.platform.accounts.mails import post_invitation
    from egide.platform.links.opening import address_of

    if not arrived.invitations:
        return
    if not send:
        told = plural(len(arrived.invitations), "invitation")
        paragraph(console(), f"{told} à envoyer depuis la page « Personnes » de la collectivité (« Renvoyer »).")
        return
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    root = f"{'https' if settings.BEHIND_TLS else 'http'}://{host}"
    for invitation, key in arrived.invitations:
        until = invitation.invited_at + INVITATION.lifetime
        post_invitation(invitation, f"{root}{address_of(INVITATION, key)}", arrived.body.name, until)
        paragraph(console(), f"Invitation mise dans la file des courriels : {invitation.email}")
