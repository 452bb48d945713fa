"""The table of commands. A command is imported when it is called, so that `egide --help` answers at once."""

from importlib import import_module

import click

import egide
from egide.typography import french

_COMMANDS = {
    "check": "Lit un registre et dit ce qu’il vaut.",
    "convert": "Convertit un registre d’un format à un autre.",
    "starter": "Propose un registre de départ à une collectivité.",
    "catalogue": "Cherche parmi les traitements types.",
    "price": "Donne le tarif de la convention.",
    "deadline": "Calcule une échéance légale.",
    "init": "Prépare la base de données de l’application.",
    "doctor": "Vérifie que l’installation est sûre.",
    "serve": "Sert l’application sur cette machine.",
    "worker": "Exécute les tâches de fond.",
    "import": "Importe un fichier dans le registre d’une collectivité.",
    "export": "Écrit le registre d’une collectivité dans un fichier.",
    "rekey": "Change la clé des pièces jointes.",
    "verify": "Vérifie que le journal n’a pas été modifié.",
    "backup": "Sauvegarde l’installation, sans l’arrêter.",
    "restore": "Remet une sauvegarde en place.",
    "export-organization": "Écrit une collectivité entière, pour une autre installation.",
    "import-organization": "Reçoit une collectivité d’une autre installation.",
    "refresh": "Remet les compteurs des listes au droit d’aujourd’hui.",
    "prove": "Prouve ce que disait une fiche, à qui n’a rien d’Égide.",
    "checkpoint": "Établit un point de contrôle signé de tous les journaux.",
    "erase": "Efface une valeur des fiches et de leur historique.",
    "account": "Aide une personne à rentrer dans son compte.",
    "reindex": "Refait l’index de recherche.",
    "completion": "Installe la complétion dans votre terminal.",
}

_MODULES = {"import": "imports"}  # a word that Python keeps for itself


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = _MODULES.get(cmd_name, cmd_name.replace("-", "_"))
        command = import_module(f"egide.cli.{module}").command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Refusals are set like the rest, whoever wrote them."""
        try:
            return super().invoke(ctx)
        except click.ClickException as refusal:
            refusal.message = french(refusal.message)  # type: ignore[misc]  # click reads it when shown
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commandes"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(egide.__version__, "-V", "--version", prog_name="egide")
def main() -> None:
    """Égide tient les promesses RGPD des collectivités.

    \b
    Pour commencer :
      egide check mon-registre.ods        ce que vaut votre registre
      egide starter commune 8000          un registre de départ
    """
