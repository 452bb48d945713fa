"""`egide check`: read any register and say what it is worth. Exit code 0, 1 (findings) or 2 (unreadable)."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from egide.cli.opening import open_in_browser, open_register
from egide.cli.terminal import DayParam, console, messages
from egide.formats.checking import Checked, check_reading
from egide.law.rules.rule import Severity

_LEVELS = {"critical": Severity.CRITICAL, "major": Severity.MAJOR, "minor": Severity.MINOR, "info": Severity.INFO}
_FORMATS = ("terminal", "json", "sarif", "html", "pdf", "docx", "odt")
_BINARY = {"html", "pdf", "docx", "odt"}


@click.command("check")
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(_FORMATS),
    default="terminal",
    show_default=True,
    help="Forme du rapport.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Fichier où écrire le rapport.",
)
@click.option("--open", "opened", is_flag=True, help="Ouvre le rapport dans le navigateur.")
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="critical",
    show_default=True,
    help="Gravité à partir de laquelle le code de sortie est 1.",
)
@click.option(
    "--least",
    type=click.Choice(list(_LEVELS)),
    default="minor",
    show_default=True,
    help="Gravité la plus faible à lister (terminal).",
)
@click.option("--all", "everything", is_flag=True, help="Liste tout : constats, doutes, cellules laissées de côté.")
@click.option(
    "--mapping",
    "-m",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Correspondance des colonnes, enregistrée auparavant.",
)
@click.option(
    "--save-mapping",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Enregistre la correspondance des colonnes, pour la corriger et la réutiliser.",
)
@click.option("--on", "today", type=DayParam(), help="Date à laquelle vérifier (aujourd’hui par défaut).")
def command(
    file: Path,
    form: str,
    output: Path | None,
    opened: bool,
    fail_on: str,
    least: str,
    everything: bool,
    mapping: Path | None,
    save_mapping: Path | None,
    today: date | None,
) -> None:
    """Lit le registre FICHIER et dit ce qu’il vaut : ce qui manque, où, pourquoi et comment le corriger.

    FICHIER peut être le classeur de la CNIL, un tableur (xlsx, xls, ods, csv), un export de MADIS, d’OpenRGPD
    ou de CISO Assistant, ou un registre d’Égide (json). Rien n’est envoyé nulle part.

    \b
    Exemples :
      egide check registre.ods
      egide check registre.xlsx --least major
      egide check registre.xlsx --format html --output rapport.html --open
      egide check registre.csv --format json | jq .bodies[0].counts

    \b
    Code de sortie :
      0  aucun constat à partir de la gravité choisie (--fail-on)
      1  au moins un constat de cette gravité
      2  fichier illisible
    """
    reading = open_register(file, mapping=mapping, save_mapping=save_mapping)
    checked = check_reading(reading, today or date.today())  # noqa: DTZ011 - the day on the reader's calendar
    _tell(checked, form, output, opened=opened, least=_LEVELS[least], everything=everything)
    sys.exit(_exit_code(checked, fail_on))


def _exit_code(checked: tuple[Checked, ...], fail_on: str) -> int:
    if fail_on == "never":
        return 0
    order = list(_LEVELS.values())
    failing = order[: order.index(_LEVELS[fail_on]) + 1]
    return int(any(each.assessment.counts[severity] for each in checked for severity in failing))


def _tell(
    checked: tuple[Checked, ...], form: str, output: Path | None, *, opened: bool, least: Severity, everything: bool
) -> None:
    if form == "terminal" and output is None:
        from egide.cli.reports.terminal import print_report

        print_report(console(), checked, least=least, everything=everything)
        return
    content = _content(checked, form, least, everything=everything)
    if output is None and form in _BINARY - {"html"}:
        raise click.UsageError(f"un rapport {form} s’écrit dans un fichier : ajoutez --output rapport.{form}")
    if output is None:
        click.echo(content.decode(), nl=False)
        return
    output.write_bytes(content)
    messages().print(f"Rapport écrit dans {output}")
    if opened:
        open_in_browser(output)


def _content(checked: tuple[Checked, ...], form: str, least: Severity, *, everything: bool) -> bytes:
    if form == "terminal":
        from egide.cli.reports.terminal import print_report

        out = console()
        with out.capture() as captured:
            print_report(out, checked, least=least, everything=everything)
        return captured.get().encode()
    if form in {"json", "sarif"}:
        from egide.cli.reports.machine import as_json, as_sarif

        report = as_json(checked) if form == "json" else as_sarif(checked)
        return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()
    from egide.cli.writing import rendered
    from egide.documents.layouts.check_report import check_report

    return rendered(check_report(checked, checked[0].assessment.today), form)
