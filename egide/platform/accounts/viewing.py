"""An administrator looks at one body as one of its people sees it: read only, thirty minutes, said on every page.

Every request of the session passes here: what is not reading that body is refused at this one place.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from egide.platform.accounts.hooks import may_view_as
from egide.platform.accounts.models import User
from egide.platform.accounts.security_log import note

SECONDS: Final = 1800
_VIEWING: Final = "egide.viewing"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS: Final = frozenset({"viewing_end", "account_logout"})
_EXPORT: Final = "export"


@dataclass(frozen=True, slots=True)
class Viewing:
    """As whom (an identifier), in which body (its address), since when (seconds)."""

    user_id: str
    body: str
    began: float


def begin(request: HttpRequest, user: User, body: str, now: float) -> None:
    """From the next request on. Whoever calls has checked that this may be, and has told the person."""
    request.session[_VIEWING] = asdict(Viewing(str(user.pk), body, now))


def current(request: HttpRequest) -> Viewing | None:
    """What this session is looking at, as someone else."""
    kept = request.session.get(_VIEWING)
    return Viewing(**kept) if kept else None


def end(request: HttpRequest) -> None:
    """One is oneself again."""
    viewing = current(request)
    if viewing is not None:
        del request.session[_VIEWING]
        note("viewing_ended", request, getattr(request, "viewer", None) or request.user, seen=viewing.user_id)


class ViewingMiddleware:
    """Puts the person in place of the administrator (`request.viewer`); after SessionAgeMiddleware, before identity."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        viewing = current(request) if request.user.is_authenticated else None
        if viewing is None or _name(request) in _ALWAYS:
            return self.get_response(request)
        viewer: Any = request.user
        seen = User.objects.filter(pk=viewing.user_id, is_active=True).first()
        if seen is None or time.time() - viewing.began >= SECONDS or not may_view_as(viewer, seen, viewing.body):
            end(request)
            return _page(request, viewing, "over")
        why = _refusal(request, viewing)
        return self._as(request, seen, viewing) if why is None else self._refused(request, viewing, seen, why)

    def _as(self, request: HttpRequest, seen: User, viewing: Viewing) -> HttpResponseBase:
        viewer: Any = request.user
        request.viewer, request.user = viewer, seen  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            request.user = viewer
            return self._refused(request, viewing, seen, "file")
        return response

    def _refused(self, request: HttpRequest, viewing: Viewing, seen: User, why: str) -> HttpResponse:
        note("viewing_refused", request, request.user, seen=str(seen.pk), why=why)
        return _page(request, viewing, why, seen=seen)


def _refusal(request: HttpRequest, viewing: Viewing) -> str | None:
    """Why this request does not go further; None when it reads the body."""
    if request.method not in _SAFE:
        return "write"
    if not request.path_info.startswith(f"/o/{viewing.body}/"):
        return "elsewhere"
    return "file" if _takes_away(request) else None


def _takes_away(request: HttpRequest) -> bool:
    try:
        return str(getattr(resolve(request.path_info).func, "action", "")) == _EXPORT
    except Resolver404:
        return False


def _name(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


def _page(request: HttpRequest, viewing: Viewing, why: str, seen: User | None = None) -> HttpResponse:
    """Said by the administrator's own page, whatever was asked."""
    told = {"why": why, "body_address": viewing.body, "seen": seen}
    return render(request, "accounts/viewing.html", told, status=200 if why == "over" else 403)
