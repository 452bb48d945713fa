"""`egide refresh`: brings the counts shown in lists to the law of today."""

import click

from egide.cli.terminal import messages
from egide.cli.web import refuse_unmigrated, start
from egide.law.french import plural


@click.command("refresh")
@click.option("--all", "everything", is_flag=True, help="Réexamine aussi les fiches examinées aujourd’hui.")
def command(everything: bool) -> None:
    """Réexamine les fiches et remet les compteurs des listes au droit d’aujourd’hui.

    Une fiche est examinée quand on l’enregistre ; une échéance qui passe ou une règle qui entre en vigueur changent
    ce qu’il y a à en dire. Rien n’est écrit dans le journal : les fiches ne changent pas.

    \b
    Exemples :
      egide refresh           les fiches qui n’ont pas été examinées aujourd’hui
      egide refresh --all     toutes, après une mise à jour d’Égide
    """
    start()
    refuse_unmigrated()
    from django.utils import timezone

    from egide.registers.processing.jobs import refresh_conclusions

    done = refresh_conclusions(timezone.now(), everything=everything)
    messages().print(f"{plural(done, 'fiche réexaminée', 'fiches réexaminées')}.")
