"""Opening the file that someone named: progress while it is long, a clear message and exit code 2 if unreadable."""

import os
import sys
import webbrowser
from pathlib import Path

import click

from egide.cli.terminal import messages
from egide.formats.errors import Unreadable
from egide.formats.headings import load_mapping
from egide.formats.opening import read_register
from egide.formats.reading import Reading

_LONG = 2_000_000  # bytes: above, reading takes long enough to say so


_WITH_DISPLAY = {"win32", "darwin"}


class UnreadableFile(click.ClickException):
    """The file cannot be read: exit code 2, whatever the command."""

    exit_code = 2


def open_register(file: Path, *, mapping: Path | None = None, save_mapping: Path | None = None) -> Reading:
    """Read a register, or leave with code 2 and the reason in French."""
    shown = messages()
    try:
        if shown.is_terminal and file.stat().st_size > _LONG:
            with shown.status(f"Lecture de {file.name}…"):
                return _read(file, mapping, save_mapping)
        return _read(file, mapping, save_mapping)
    except Unreadable as reason:
        raise UnreadableFile(f"{file.name} : {reason}") from reason


def _read(file: Path, mapping: Path | None, save_mapping: Path | None) -> Reading:
    reading = read_register(file, mapping=None if mapping is None else load_mapping(mapping))
    if save_mapping is not None:
        if reading.mapping_text is None:
            raise click.UsageError(f"{reading.format_label} : ses colonnes sont connues, il n’y a rien à enregistrer")
        save_mapping.write_text(reading.mapping_text, encoding="utf-8")
        messages().print(f"Correspondance des colonnes écrite dans {save_mapping}")
    return reading


def open_in_browser(path: Path) -> None:
    """Open a report; where there is no screen, say so rather than open a browser of text in the terminal."""
    on_screen = sys.platform in _WITH_DISPLAY or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not (on_screen and webbrowser.open(path.resolve().as_uri())):
        messages().print("Pas d’écran ici : ouvrez ce fichier dans un navigateur.")
