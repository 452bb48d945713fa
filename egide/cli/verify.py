"""`egide verify`: whether the journal is as it was written. Exit code 0 (sound), 1 (tampering) or 2 (cannot run)."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from egide.cli.terminal import console, messages, paragraph
from egide.cli.web import refuse_unmigrated, start
from egide.law.french import number, plural

if TYPE_CHECKING:
    from egide.platform.proofs.notes import Note
    from egide.platform.records.journal.anchors import Anchors
    from egide.platform.records.journal.verifying import Finding, Verdict

_FILE = click.Path(dir_okay=False, path_type=Path)


class CannotRunError(click.ClickException):
    """Nothing could be verified; 1 is kept for what was found."""

    exit_code = 2


@click.command("verify")
@click.option("--organization", "slug", metavar="ADRESSE", help="Une seule collectivité, par son adresse (/o/ADRESSE).")
@click.option("--anchors", "anchors_file", type=_FILE, metavar="FICHIER", help="Compare aux ancres gardées ailleurs.")
@click.option(
    "--save-anchors", "saved", type=_FILE, metavar="FICHIER", help="Enregistre des ancres, si rien n’a bougé."
)
@click.option(
    "--checkpoint",
    "outside",
    type=_FILE,
    multiple=True,
    metavar="FICHIER",
    help="Compare à un point de contrôle reçu par courriel ou gardé ailleurs.",
)
@click.option("--records", is_flag=True, help="Vérifie aussi que chaque fiche est ce que dit le journal.")
def command(
    slug: str | None, anchors_file: Path | None, saved: Path | None, outside: tuple[Path, ...], records: bool
) -> None:
    """Vérifie que le journal n’a pas été modifié hors de l’application, et nomme ce qui l’a été.

    Les ancres sont la dernière entrée du journal de chaque collectivité. Gardées hors de cette machine, elles
    montrent aussi une fin de journal coupée et un journal réécrit en entier. Les points de contrôle signés, publiés
    chaque heure, le montrent de même, ainsi qu’une base remplacée par une plus ancienne.

    \b
    Exemples :
      egide verify
      egide verify --organization berck --records
      egide verify --checkpoint 00000812.txt
      egide verify --anchors /media/cle/ancres.json --save-anchors ancres.json

    \b
    Code de sortie :
      0  rien n’a été modifié
      1  quelque chose a été modifié
      2  la vérification n’a pas pu avoir lieu
    """
    if slug and saved:
        raise click.UsageError("--save-anchors demande de vérifier toutes les collectivités : retirez --organization")
    with _cannot_run():
        start()
        refuse_unmigrated()
        verdict, names = _verdict(slug, _anchors(anchors_file, saved), _outside(outside), records=records)
    _tell(verdict, names)
    if saved:
        _save(saved, verdict)
    sys.exit(0 if verdict.sound else 1)


@contextmanager
def _cannot_run() -> Iterator[None]:
    from django.db import Error

    try:
        yield
    except click.UsageError:
        raise
    except click.ClickException as refused:
        raise CannotRunError(refused.message) from refused
    except Error as error:
        raise CannotRunError(f"La base de données ne répond pas comme il faut : {error}") from error


def _anchors(file: Path | None, saved: Path | None) -> "Anchors | None":
    """Those that are given; those that are about to be replaced are compared first, so that nothing is lost."""
    from egide.platform.records.journal.anchors import AnchorsError, read_anchors

    chosen = file or (saved if saved and saved.exists() else None)
    try:
        return read_anchors(chosen) if chosen else None
    except AnchorsError as error:
        raise CannotRunError(str(error)) from error
    except OSError as error:
        raise CannotRunError(f"« {chosen} » ne peut pas être lu : {error.strerror}.") from error


def _outside(files: tuple[Path, ...]) -> "list[tuple[str, Note]]":
    from egide.platform.proofs.archive import read_file
    from egide.platform.proofs.notes import NoteError

    try:
        return [(f"« {file} »", read_file(file)) for file in files]
    except NoteError as error:
        raise CannotRunError(str(error)) from error
    except OSError as error:
        raise CannotRunError(f"« {error.filename} » ne peut pas être lu : {error.strerror}.") from error


def _verdict(
    slug: str | None, anchors: "Anchors | None", outside: "list[tuple[str, Note]]", *, records: bool
) -> "tuple[Verdict, dict[UUID, str]]":
    from egide.platform.organizations.models import Organization
    from egide.platform.proofs.keys import KeyFileError
    from egide.platform.proofs.verifying import verify_all
    from egide.platform.records.comparing import compare
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.models import JournalEntry
    from egide.platform.records.scope import unscoped

    with identified(SYSTEM), unscoped("the chains of every body are verified, by the installation"):
        bodies = {body.id: body for body in Organization.objects.only("id", "name", "slug")}
        asked = next((body.id for body in bodies.values() if body.slug == slug), None)
        if slug and asked is None:
            raise CannotRunError(f"Aucune collectivité n’a l’adresse « {slug} ».")
        entries = JournalEntry.objects.filter(**({"organization_id": asked} if asked else {})).count()
        with _progress(entries) as progress:
            begun = time.monotonic()
            try:
                verdict = verify_all(asked, outside=outside, anchors=anchors, progress=progress)
            except KeyFileError as error:
                raise CannotRunError(str(error)) from error
            taken = time.monotonic() - begun
        _speed(verdict, taken)
        for body in sorted(verdict.heads) if records else ():
            verdict.findings.extend(compare(body))
    return verdict, {body.id: str(body.name or body.slug) for body in bodies.values()}


@contextmanager
def _progress(total: int) -> "Iterator[Callable[[int], None]]":
    """A bar that goes away; nothing when nobody watches."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    out = messages()
    bar = Progress(TextColumn("Vérification"), BarColumn(), TimeRemainingColumn(), console=out, transient=True)
    with bar if out.is_terminal else _nothing():
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _speed(verdict: "Verdict", seconds: float) -> None:
    pace = number(round(verdict.entries / max(seconds, 0.001)))
    messages().print(f"{plural(verdict.entries, 'version')} en {seconds:.1f} s".replace(".", ",") + f" ({pace} par s)")


def _tell(verdict: "Verdict", names: dict[UUID, str]) -> None:
    out = console()
    bodies = plural(len(verdict.heads), "collectivité")
    if verdict.sound:
        paragraph(out, f"Rien n’a été modifié : {plural(verdict.entries, 'version')}, {bodies}.", style="bold green")
    else:
        count = plural(len(verdict.findings), "anomalie")
        paragraph(out, f"{count} sur {plural(verdict.entries, 'version')}, {bodies}.", style="bold red")
    for body, findings in groupby(sorted(verdict.findings, key=_place), key=lambda f: f.organization_id):
        out.print()
        paragraph(out, _name(body, names), style="bold")
        for finding in findings:
            paragraph(out, f"– {finding.sentence}", indent=2)
    out.print()
    paragraph(out, "Ce que cette vérification ne voit pas", style="bold")
    for limit in [*verdict.limits, *_unlocked()]:
        paragraph(out, f"– {limit}", indent=2)


def _place(finding: "Finding") -> tuple[str, int]:
    return finding.organization_id, sys.maxsize if finding.seq is None else finding.seq


def _name(body: str, names: dict[UUID, str]) -> str:
    if not body:
        return "Points de contrôle"
    try:
        return f"{names[UUID(body)]} ({body})"
    except (KeyError, ValueError):
        return f"Collectivité inconnue ({body})"


def _unlocked() -> list[str]:
    """A database that lost its locks is no tampering yet; it is said."""
    from django.db import connection

    from egide.platform.records import appendonly

    if not appendonly.missing(connection):
        return []
    return ["Les verrous du journal manquent dans la base : lancez « egide init » pour les remettre."]


def _save(file: Path, verdict: "Verdict") -> None:
    from django.utils import timezone

    from egide.platform.records.journal.anchors import Anchors, save_anchors

    if not verdict.sound:
        messages().print("Ancres non enregistrées : ce qui a été modifié ne doit pas servir de référence.")
        return
    try:
        save_anchors(file, Anchors(timezone.now(), verdict.heads))
    except OSError as error:
        raise CannotRunError(f"« {file} » ne peut pas être écrit : {error.strerror}.") from error
    messages().print(f"Ancres enregistrées dans {file} : gardez ce fichier ailleurs que sur cette machine.")
