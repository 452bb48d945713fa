"""What an exception says of the storage: full, read-only, busy or away. For rooms that must not see a mistake in it."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum
from typing import Final


class Failure(Enum):
    """What keeps a request from its storage."""

    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    AWAY = "away"


_SQLITE: Final = {
    sqlite3.SQLITE_FULL: Failure.FULL,
    sqlite3.SQLITE_READONLY: Failure.READ_ONLY,
    sqlite3.SQLITE_IOERR: Failure.FULL,
    sqlite3.SQLITE_CANTOPEN: Failure.AWAY,
    sqlite3.SQLITE_BUSY: Failure.BUSY,
}
_DISK: Final = {errno.ENOSPC: Failure.FULL, errno.EDQUOT: Failure.FULL, errno.EROFS: Failure.READ_ONLY}
_DISK_FULL, _READ_ONLY = "53100", "25006"
_AWAY: Final = ("08", "53", "57P")


def failure_of(error: BaseException | None, *, writes: bool = True) -> Failure | None:
    """What an exception, or one from which it follows, says of the storage; None when it says nothing of it.

    `writes`: whether the request may write. On PostgreSQL a page that writes while it only shows is refused by us with
    the same code as a server that is read-only, and that is a mistake of the program.
    """
    for each in _chain(error):
        found = _of_one(each)
        if found is not None and (writes or found is not Failure.READ_ONLY):
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_one(error: BaseException) -> Failure | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0)
    return _of_postgresql(error)


def _of_postgresql(error: BaseException) -> Failure | None:
    if not type(error).__module__.startswith("psycopg"):
        return None
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:  # no server to give a code
        return Failure.AWAY if type(error).__name__ in {"OperationalError", "ConnectionTimeout"} else None
    exact = {_DISK_FULL: Failure.FULL, _READ_ONLY: Failure.READ_ONLY}.get(state)
    return exact or (Failure.AWAY if state.startswith(_AWAY) else None)
