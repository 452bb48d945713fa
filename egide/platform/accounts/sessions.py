"""The clock of a session: an hour without a request ends it, and twelve hours end it whatever happens."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

_BEGAN: Final = "egide.began"
_SEEN: Final = "egide.seen"
_BEFORE: Final = "egide.previous_sign_in"
# A session is written at most once in this time: a page costs no write, and the hour is an hour give or take one.
_GRAIN: Final = 60
_LATELY: Final = 300


def start(request: HttpRequest, now: float, before: datetime | None) -> None:
    """At sign-in. `before` is the sign-in before this one, for the person to recognise as theirs."""
    request.session[_BEGAN] = request.session[_SEEN] = now
    request.session[_BEFORE] = before.isoformat() if before else None


def is_over(request: HttpRequest, now: float) -> bool:
    """Whether it lasted, or slept, too long."""
    began, seen = request.session.get(_BEGAN), request.session.get(_SEEN)
    if began is None or seen is None:
        return False
    return bool(now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS)


def touch(request: HttpRequest, now: float) -> None:
    """The person is here."""
    if request.session.get(_BEGAN) is None:
        start(request, now, None)
    elif now - request.session[_SEEN] >= _GRAIN:
        request.session[_SEEN] = now


def began_lately(request: Any, now: float) -> bool:
    """Whether the person signed in less than five minutes ago."""
    began = request.session.get(_BEGAN)
    return began is not None and now - began < _LATELY


def previous_sign_in(request: HttpRequest) -> datetime | None:
    """The sign-in before this one; None at the first."""
    kept = request.session.get(_BEFORE)
    return parse_datetime(kept) if kept else None
