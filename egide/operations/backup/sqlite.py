"""SQLite: copied while others write, put back by a rename."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from egide.operations.backup.errors import BackupError, RestoreError
from egide.operations.backup.heads import Snapshot, snapshot_of
from egide.platform.records.collation import FRENCH, compare
from egide.state import keep_names, private_file


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def size() -> int:
    """Bytes of the database, with what waits to be moved into it."""
    names = (_file(), _file().with_name(_file().name + "-wal"))
    return sum(name.stat().st_size for name in names if name.exists())


def _opened(file: Path) -> Any:
    opened = sqlite3.connect(file, timeout=20)
    opened.create_collation(FRENCH, compare)
    return closing(opened)


def copy(target: Path) -> Snapshot:
    """The database as it is at one instant; writers go on. Raises BackupError when the copy is not sound."""
    private_file(target)
    with _opened(_file()) as source, _opened(target) as copied:
        source.backup(copied)  # in one step: by several, each write would start it again
        copied.execute("PRAGMA journal_mode=DELETE")
        [(found,)] = copied.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise BackupError(f"La base est abîmée : {found}. Gardez la sauvegarde précédente, et restaurez-la.")
        return snapshot_of(lambda sql: copied.execute(sql).fetchall())


@contextmanager
def put_back(staged: Path, *, replace: bool) -> Iterator[None]:
    """Within the block, the connection is that of the restored copy; at its end the copy takes the place of the base.

    An exception leaves the base as it was. Raises RestoreError, in French.
    """
    live = _file()
    if not replace and _has_bodies(live):
        raise RestoreError("La base n’est pas vide. Pour la remplacer, ajoutez --replace.")
    _integrity(staged)
    _turn_to(staged)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        _turn_to(live)
    _release(live)
    with staged.open("rb") as opened:
        os.fsync(opened.fileno())
    staged.replace(live)
    keep_names(live.parent)


def _turn_to(file: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(file)


def _integrity(file: Path) -> None:
    try:
        with _opened(file) as opened:
            [(found,), *_] = opened.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise RestoreError(f"La base de cette sauvegarde est abîmée : {found}.")


def _has_bodies(file: Path) -> bool:
    try:
        with _opened(file) as opened:
            return bool(opened.execute("SELECT 1 FROM organizations_organization LIMIT 1").fetchall())
    except sqlite3.OperationalError:  # no such table
        return False
    except sqlite3.DatabaseError:  # damaged: who replaces it must say so
        return True


def _release(live: Path) -> None:
    """Nobody holds the base that is about to go, and nothing of it stays beside."""
    if not live.exists() or not live.stat().st_size:
        return
    try:
        with _opened(live) as opened:
            opened.execute("PRAGMA busy_timeout=2000")
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise RestoreError("La base sert encore : arrêtez le service (systemctl stop egide egide-worker).") from error
    except sqlite3.DatabaseError:  # damaged: that is why it is replaced
        for beside in ("-wal", "-shm"):
            live.with_name(live.name + beside).unlink(missing_ok=True)
