"""A session: an hour without a request ends it, twelve hours whatever happens; its owner sees where, and closes it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from egide.platform.accounts.devices import in_words
from egide.platform.accounts.security_log import address_of

_BEGAN: Final = "egide.began"
_SEEN: Final = "egide.seen"
_BEFORE: Final = "egide.previous_sign_in"
_HANDLE: Final = "egide.handle"
_ADDRESS: Final = "egide.address"
_DEVICE: Final = "egide.device"
# A session is written at most once in this time: a page costs no write, and the hour is an hour give or take one.
_GRAIN: Final = 60
_LATELY: Final = 300


@dataclass(frozen=True, slots=True)
class Told:
    """What a session says of itself; instants in seconds."""

    handle: str
    began: float | None
    seen: float | None
    address: str
    device: str


def told(data: Mapping[str, Any]) -> Told:
    """Read from the data of a session."""
    texts = (str(data.get(name) or "") for name in (_HANDLE, _ADDRESS, _DEVICE))
    handle, address, device = texts
    return Told(handle, data.get(_BEGAN), data.get(_SEEN), address, device)


def start(request: HttpRequest, now: float, before: datetime | None) -> None:
    """At sign-in. `before` is the sign-in before this one, for the person to recognise as theirs."""
    request.session[_BEGAN] = request.session[_SEEN] = now
    request.session[_BEFORE] = before.isoformat() if before else None
    request.session[_HANDLE] = uuid.uuid4().hex
    request.session[_ADDRESS] = address_of(request)
    request.session[_DEVICE] = in_words(request.headers.get("User-Agent", ""))


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


def handle_of(request: Any) -> str:
    """The name of this session among those of the person."""
    return str(request.session.get(_HANDLE) or "")


def open_sessions(user: Any, now: float) -> Any:
    """Those of a person that would still answer, the latest first: a query not yet read."""
    at = datetime.fromtimestamp(now, UTC)
    return user.sessions.filter(
        seen_at__gt=at - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        began_at__gt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ).order_by("-seen_at", "handle")


def close(user: Any, handle: str) -> bool:
    """Whether there was such a session of this person; it is over at its next request."""
    return bool(user.sessions.filter(handle=handle).delete()[0])


def close_others(user: Any, handle: str) -> int:
    """Every session of a person but this one; how many there were."""
    deleted, _ = user.sessions.exclude(handle=handle).delete()
    return int(deleted)


def delete_expired(model: Any, now: datetime) -> int:
    """Rows that no request can open any more, of people and of visitors; how many there were."""
    deleted, _ = model.objects.filter(expire_date__lte=now).delete()
    return int(deleted)
