"""When nothing can be written, or the database does not answer: said as such, never as a mistake of the program.

Reads go on, writes are told to come back, and all is as before once there is room: nothing is kept of the failure.
"""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.views.defaults import server_error as plain_server_error

from egide.operations.watching.counting import count_refusal

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Failure(Enum):
    """What keeps a request from its storage."""

    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    AWAY = "away"


_COME_BACK_SECONDS: Final = {Failure.FULL: 60, Failure.READ_ONLY: 60, Failure.BUSY: 5, Failure.AWAY: 30}


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


def server_error(request: HttpRequest) -> HttpResponseBase:
    """`handler500`: 503 with what to do when the storage is the reason, the page of mistakes otherwise."""
    found = failure_of(sys.exc_info()[1], writes=request.method not in SAFE)
    if found is None:
        return plain_server_error(request)
    count_refusal()
    template = "503.html" if found in {Failure.FULL, Failure.READ_ONLY} else "503-away.html"
    answer = HttpResponse(loader.get_template(template).render(), status=503)
    answer.headers["Retry-After"] = str(_COME_BACK_SECONDS[found])
    return answer


class PatientSessionMiddleware(SessionMiddleware):
    """What was done is not undone because the hour of the visit could not be written in the session.

    A session that begins or ends must be written: there, the failure is told.
    """

    def process_response(self, request: Any, response: Any) -> Any:
        """As Django's own."""
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            same = request.session.session_key == request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            if not same or failure_of(error) is None:
                raise
            return response
