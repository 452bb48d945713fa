"""`egide convert`: from one form to another, saying what was doubtful on the way in and lost on the way out."""

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import click

from egide.cli.opening import open_register
from egide.cli.terminal import messages
from egide.cli.writing import FORMATS, form_of, write
from egide.formats.french.words import fold
from egide.law.facts import ProcessingActivity, ProcessorActivity, Register
from egide.law.french import plural


@click.command("convert")
@click.argument("source", metavar="ENTRÉE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="SORTIE", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--to", "form", type=click.Choice(FORMATS), help="Forme de la sortie (sinon : d’après son nom).")
@click.option("--communicable", is_flag=True, help="Version communicable : sans le détail des mesures de sécurité.")
@click.option("--record", "-r", "wanted", help="Une seule fiche : son numéro ou son nom.")
@click.option("--body", "-b", help="Si le fichier contient plusieurs collectivités : le nom de celle à écrire.")
@click.option(
    "--mapping",
    "-m",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Correspondance des colonnes, enregistrée auparavant.",
)
def command(
    source: Path,
    target: Path,
    form: str | None,
    communicable: bool,
    wanted: str | None,
    body: str | None,
    mapping: Path | None,
) -> None:
    """Convertit le registre ENTRÉE vers SORTIE.

    La forme suit le nom de SORTIE : json (complet), xlsx, ods, csv, cnil.ods (classeur de la CNIL),
    jsonld (vocabulaire DPV), pdf, docx, odt, html. Avec --record, SORTIE ne contient qu’une fiche.

    \b
    Exemples :
      egide convert registre-cnil.ods registre.xlsx
      egide convert registre.xlsx registre.pdf --communicable
      egide convert registre.xlsx cantine.pdf --record T-014
      egide convert export-madis.csv registre.cnil.ods
    """
    form = form_of(target, form)
    reading = open_register(source, mapping=mapping)
    names = [register.organization.name or "" for register in reading.registers]
    if body is None and len(names) > 1:
        raise click.UsageError(
            f"ce fichier contient {len(names)} collectivités : choisissez avec --body : {', '.join(names)}"
        )
    if body is not None and body not in names:
        raise click.UsageError(f"« {body} » n’est pas dans ce fichier. Il contient : {', '.join(names)}")
    register = reading.register if body is None else reading.registers[names.index(body)]
    if wanted is None:
        write(register, target, form, communicable=communicable)
    else:
        record = _find(register, wanted)
        register = replace(register, activities=(record,))
        write(register, target, form, communicable=communicable, alone=record)
    done = f"{plural(len(register.activities), 'traitement')} dans {target}"
    doubts = f", {plural(len(reading.doubts), 'point')} à vérifier : egide check {source}" if reading.doubts else ""
    messages().print(f"{done}{doubts}.", soft_wrap=True)


def _find(register: Register, wanted: str) -> ProcessingActivity | ProcessorActivity:
    """The one record of that reference, else of that name, whatever its case and accents."""
    for known in ("reference", "name"):
        found = [record for record in register.activities if fold(getattr(record, known) or "") == fold(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise click.UsageError(f"{len(found)} fiches s’appellent « {wanted} » : donnez le numéro de l’une d’elles")
    called = dict.fromkeys(name for record in register.activities for name in (record.reference, record.name) if name)
    near = get_close_matches(wanted, called, cutoff=0.5)
    hint = f" Vouliez-vous dire : {', '.join(near)} ?" if near else ""
    raise click.UsageError(f"aucune fiche « {wanted} » dans ce registre.{hint}")
