"""`egide completion`: the script that makes the shell complete commands, options and files."""

import click
from click.shell_completion import get_completion_class

from egide.cli import main

_HOW = {
    "bash": 'Ajoutez à ~/.bashrc :  eval "$(egide completion bash)"',
    "zsh": 'Ajoutez à ~/.zshrc :  eval "$(egide completion zsh)"',
    "fish": "Exécutez :  egide completion fish > ~/.config/fish/completions/egide.fish",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_HOW)))
def command(shell: str) -> None:
    """Affiche le script de complétion pour SHELL (bash, zsh ou fish).

    \b
    Exemples :
      eval "$(egide completion bash)"     pour ce terminal
      egide completion fish > ~/.config/fish/completions/egide.fish
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"pas de complétion pour {shell}")
    click.echo(found(main, {}, "egide", "_EGIDE_COMPLETE").source())
    click.echo(_HOW[shell], err=True)
