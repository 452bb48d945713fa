"""Writing a register where someone asked: the form follows the file's name, and what is lost is said."""

from datetime import date
from pathlib import Path
from typing import cast

import click

from egide.cli.terminal import messages
from egide.documents.document import Document
from egide.documents.layouts.record import Record
from egide.documents.layouts.register import record_document, register_document
from egide.documents.layouts.sealed import sealed
from egide.documents.rendering import Format, RenderingFailed, render
from egide.formats import converting
from egide.formats.seal import Seal
from egide.law.facts import Register
from egide.law.french import plural

_DOCUMENTS = ("pdf", "docx", "odt", "html")
FORMATS = (*converting.TARGETS, *_DOCUMENTS)
_SHOWN = 12


def form_of(path: Path, asked: str | None = None) -> str:
    """The form of a file to write, by its name unless one was asked. Raises a usage error that lists the forms."""
    if asked is not None:
        return asked
    name = path.name.lower()
    for form in sorted(FORMATS, key=len, reverse=True):
        if name.endswith((f".{form}", f"-{form}")):
            return form
    raise click.UsageError(f"« {path.name} » : forme inconnue. Terminez le nom par : {', '.join(FORMATS)}")


def write(
    register: Register,
    path: Path,
    form: str | None = None,
    *,
    alone: Record | None = None,
    communicable: bool = False,
    seal: Seal | None = None,
) -> None:
    """Write the register, then say what the form cannot hold. `communicable` leaves security details out.

    `seal` says which entry of the journal it was drawn from.

    `alone` is the only record of the register when a document of one record is wanted, not a register of one.
    """
    chosen = form_of(path, form)
    if chosen in _DOCUMENTS:
        today = date.today()  # noqa: DTZ011 - the day on the reader's calendar
        document = (
            register_document(register, today, communicable=communicable)
            if alone is None
            else record_document(alone, register.organization, today, communicable=communicable)
        )
        path.write_bytes(rendered(sealed(document, seal), chosen))
        return
    if communicable:
        raise click.UsageError("la version communicable est un document : choisissez pdf, docx, odt ou html")
    try:
        content = converting.write_register(register, chosen, seal)
    except ValueError as reason:
        raise click.ClickException(str(reason)) from reason
    path.write_bytes(content)
    _say_what_is_lost(register, chosen)


def rendered(document: Document, form: str) -> bytes:
    """The document as a file, with a sign of life while it is laid out. Leaves with the reason if it cannot be."""
    shown = messages()
    try:
        if shown.is_terminal:
            with shown.status("Mise en page…"):
                return render(document, cast("Format", form))
        return render(document, cast("Format", form))
    except RenderingFailed as reason:
        raise click.ClickException(str(reason)) from reason


def _say_what_is_lost(register: Register, form: str) -> None:
    lost: dict[str, int] = {}
    for _, label in converting.cannot_hold(register, form):
        lost[label] = lost.get(label, 0) + 1
    if not lost:
        return
    out = messages()
    out.print(f"Ce format ne peut pas contenir {plural(len(lost), 'information')} :")
    for label, count in list(lost.items())[:_SHOWN]:
        out.print(f"  {label} ({plural(count, 'fiche')})")
    if len(lost) > _SHOWN:
        out.print(f"  … et {plural(len(lost) - _SHOWN, 'autre')}")
