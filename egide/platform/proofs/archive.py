"""The folder where checkpoints are written (`EGIDE_ANCHORS_DIR`): one file each, never touched again.

Best on another machine, or where nothing can be overwritten: whoever holds both it and the database can lie twice.
"""

import os
import re
from pathlib import Path

from django.conf import settings

from egide.platform.proofs.notes import Note, NoteError, read
from egide.state import keep_names

_NAME = re.compile(r"[0-9]{8,16}\.txt")
_A_FOLDER = 10_000


class ArchiveError(RuntimeError):
    """The folder holds another checkpoint of the same number, in French."""


def folder() -> Path:
    """Where they are written."""
    return Path(settings.ANCHORS_DIR)


def file_of(number: int) -> Path:
    """Where a checkpoint is written: ten thousand in a folder."""
    return folder() / f"{number // _A_FOLDER:04}" / f"{number:08}.txt"


def write(number: int, note: str) -> bool:
    """Write a checkpoint, on the disk itself. False when it was there already.

    Raises ArchiveError when another one has its number, OSError.
    """
    file = file_of(number)
    if file.exists():
        if file.read_text(encoding="utf-8") != note:
            raise ArchiveError(f"« {file} » dit autre chose que la base de données : l’un des deux a été changé.")
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f".{file.name}.{os.getpid()}")
    with written.open("w", encoding="utf-8") as opened:
        opened.write(note)
        opened.flush()
        os.fsync(opened.fileno())
    written.replace(file)
    keep_names(file.parent)
    return True


def numbers() -> list[int]:
    """Those that are there, in order."""
    return sorted(int(file.stem) for file in folder().glob("*/*.txt") if _NAME.fullmatch(file.name))


def last_number() -> int:
    """The highest; 0 when there is none. Reads the names of one folder."""
    for each in sorted((f for f in folder().glob("*") if f.is_dir()), reverse=True):
        found = [int(file.stem) for file in each.iterdir() if _NAME.fullmatch(file.name)]
        if found:
            return max(found)
    return 0


def read_number(number: int) -> Note:
    """Raises NoteError, and OSError when it is not there."""
    return read_file(file_of(number))


def read_file(file: Path) -> Note:
    """A checkpoint kept anywhere. Raises NoteError, OSError."""
    try:
        return read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise NoteError(f"« {file.name} » n’est pas un point de contrôle écrit par Égide.") from error
