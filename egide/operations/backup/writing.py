"""Making a backup: room first, then the database, its files, and one archive; the oldest ones go."""

import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Final

from django.conf import settings
from django.db import connection

import egide
from egide.operations.backup import archive, postgresql, sqlite
from egide.operations.backup.errors import BackupError
from egide.operations.backup.last import Last, remember
from egide.operations.backup.replaying import keep_beside
from egide.operations.doctor.machine import MEGABYTE, megabytes

FORM: Final = "egide-backup"
DATABASE: Final = "database"
FILES: Final = "files"
SUFFIX: Final = ".egide-backup"
_NAME: Final = re.compile(r"egide-\d{8}T\d{6}Z\.egide-backup")
_MARGIN: Final = 50 * MEGABYTE
_STAGING: Final = ".egide-backup-"
_ABANDONED_SECONDS: Final = 24 * 3600


def engine() -> ModuleType:
    """The module of this database: `size`, `copy`, `put_back`."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def back_up(folder: Path, now: datetime, *, passphrase: str = "", keep: int | None = None) -> Last:
    """Write one archive in `folder`, then leave only the `keep` last ones. Raises BackupError, in French; OSError."""
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear_abandoned(folder)
    _refuse_a_full_disk(folder)
    target = folder / f"egide-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with tempfile.TemporaryDirectory(dir=folder, prefix=_STAGING) as staging:
        copied = Path(staging) / DATABASE
        state = engine().copy(copied)
        manifest = {
            "format": FORM,
            "number": 1,
            "made_at": now.astimezone(UTC).isoformat(),
            "egide": egide.__version__,
            "engine": connection.vendor,
            "migrations": state.migrations,
            "heads": state.heads,
            "entries": state.entries,
            "files": "here" if files_folder() else "elsewhere",
            "key": key_fingerprint(),
        }
        keep_beside(folder)
        size = archive.write(target, [(DATABASE, copied), *_files()], manifest, passphrase)
    last = Last(now, str(target.absolute()), size, time.monotonic() - began)
    remember(Path(settings.STATE), last)
    if keep is not None:
        rotate(folder, keep)
    return last


def files_folder() -> Path | None:
    """Where deposited files lie; None when another service keeps them (S3), which is not ours to back up."""
    location = settings.STORAGES["attachments"].get("OPTIONS", {}).get("location")
    kept_here = settings.STORAGES["attachments"]["BACKEND"].startswith("egide.")
    return Path(location) if kept_here and location else None


def _files() -> Iterator[tuple[str, Path]]:
    """The files that were deposited, as they lie: encrypted. Read after the database, which names no file not there."""
    root = files_folder()
    if root is None:
        return
    for file in sorted(root.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{FILES}/{file.relative_to(root).as_posix()}", file


def key_fingerprint() -> str:
    """Tells whether two installations have one key, and nothing of the key."""
    return hashlib.sha256(f"egide backup\0{settings.SECRET_KEY}".encode()).hexdigest()[:16]


def _refuse_a_full_disk(folder: Path) -> None:
    """The copy and the archive stand side by side for a while."""
    files = sum(file.stat().st_size for _, file in _files())
    wanted = 2 * engine().size() + files + _MARGIN
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BackupError(
            f"Pas assez de place dans « {folder} » : il faut {megabytes(wanted)}, il reste {megabytes(free)}. Rien n’a "
            "été écrit."
        )


def _clear_abandoned(folder: Path) -> None:
    """What a backup that was killed left: it holds personal data."""
    before = time.time() - _ABANDONED_SECONDS
    for left in (*folder.glob(f"{_STAGING}*"), *folder.glob(f".egide-*{SUFFIX}.part")):
        if left.stat().st_mtime < before:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def rotate(folder: Path, keep: int) -> list[Path]:
    """Remove all but the last `keep` archives; those that were removed. Other files are left alone."""
    found = sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name))
    gone = found[: max(len(found) - keep, 0)]
    for file in gone:
        file.unlink()
    return gone
