"""The folder of the installation: readable by its owner alone, whatever the umask of who started the program."""

import os
import stat
from pathlib import Path
from typing import Final

FOLDER, FILE = 0o700, 0o600
_WIDER: Final = 0o077


def private_folder(folder: Path) -> Path:
    """Make it, or take from others the rights they have on it and on the files that stand directly in it.

    Raises ValueError, in French, when that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=FOLDER)
        for path in (folder, *folder.iterdir()):
            narrow(path)
    except OSError as error:
        raise ValueError(f"EGIDE_STATE : « {folder} » ne peut pas être protégé ({error.strerror}).") from error
    return folder


def private_file(file: Path) -> Path:
    """Make an empty file if there is none; its owner alone reads it. Raises OSError."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, FILE))
    narrow(file)
    return file


def keep_names(folder: Path) -> None:
    """What was just put in the folder, or renamed, is still there after a power cut. Raises OSError."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def narrow(path: Path) -> None:
    """Take from the group and from others what they may do. Raises OSError. A link is left alone, not followed."""
    if is_wide(path):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_WIDER)


def is_wide(path: Path) -> bool:
    """Whether others than its owner have any right on it. False when it went away meanwhile."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(mode) and bool(stat.S_IMODE(mode) & _WIDER)
