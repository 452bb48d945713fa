"""`egide doctor`: whether the installation is safe. Exit code 0 (yes), 1 (to look at), 2 (cannot run), 3 (danger)."""

import json
import sys
from typing import TYPE_CHECKING

import click

from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import start
from egide.law.french import plural

if TYPE_CHECKING:
    from rich.console import Console

    from egide.operations.doctor.problems import Finding


class CannotRunError(click.ClickException):
    """Nothing could be checked."""

    exit_code = 2


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Écrit le résultat en JSON, pour un outil de surveillance.")
def command(*, as_json: bool) -> None:
    """Vérifie que l’installation est sûre, et dit que faire sinon.

    \b
    Exemples :
      egide doctor
      egide doctor --json

    \b
    Code de sortie :
      0  rien à dire
      1  des points à revoir
      2  la vérification n’a pas pu avoir lieu
      3  un danger : le service refuse de démarrer en production
    """
    try:
        start()
    except click.ClickException as refused:
        raise CannotRunError(refused.message) from refused
    from django.utils import timezone

    from egide.operations.doctor.examining import examine

    findings = examine(timezone.now())
    if as_json:
        click.echo(json.dumps(_document(findings), ensure_ascii=False, indent=1))
    else:
        tell(findings, console())
    sys.exit(_code(findings))


def _code(findings: "list[Finding]") -> int:
    if any(each.is_danger for each in findings):
        return 3
    return 1 if any(not each.accepted for each in findings) else 0


def _document(findings: "list[Finding]") -> dict[str, object]:
    import egide

    told = [
        {
            "code": each.code,
            "level": str(each.problem.level),
            "accepted": each.accepted,
            "problem": each.said,
            "remedy": each.remedy,
        }
        for each in findings
    ]
    return {"version": egide.__version__, "safe": not any(each.is_danger for each in findings), "findings": told}


def tell(findings: "list[Finding]", out: "Console") -> None:
    """On the terminal."""
    if not findings:
        paragraph(out, "L’installation est sûre : rien à dire.", style="bold green")
    for each in findings:
        style = "bold red" if each.is_danger else "bold yellow"
        accepted = ", accepté" if each.accepted else ""
        paragraph(out, f"{each.problem.level.french}{accepted} [{each.code}]", style=style)
        paragraph(out, each.said, indent=2)
        out.print(f"  → {each.remedy}", soft_wrap=True)


def refuse_dangers(host: str) -> None:
    """Before serving. Raises a click exception, in French, when the installation is in production and not safe."""
    from django.utils import timezone

    from egide.operations.doctor.configuration import LOCAL
    from egide.operations.doctor.examining import before_serving

    findings = before_serving(timezone.now(), listens_outside=host not in LOCAL)
    if findings:
        tell(findings, messages())
    dangers = sum(each.is_danger for each in findings)
    if dangers:
        raise click.ClickException(
            f"Égide ne démarre pas : {plural(dangers, 'danger')}. Corrigez, ou acceptez un danger par son code "
            "(docs/operations/dangers.md)."
        )
