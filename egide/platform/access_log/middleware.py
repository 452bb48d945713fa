"""At one place for every screen: the first page of a body in a session, and each file that leaves it, are traced."""

from collections.abc import Callable
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from egide.faults import failure_of
from egide.platform.access_log.models import Kind
from egide.platform.access_log.recording import record

_OPENED: Final = "egide.opened"
_EXPORT: Final = "export"
_OK: Final = 200


class AccessLogMiddleware:
    """To be placed just outside DatabaseIdentityMiddleware, whose transaction cannot write while a page is read.

    A page costs no write: a session keeps which bodies it opened. The file is given once its trace is written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        access: Any = getattr(request, "access", None)
        if access is None or response.status_code >= 400:
            return response
        self._opened(request, access)
        form = _taken_away(request, response)
        if form is not None:
            _trace(request, access, Kind.EXPORTED, what=_what(request), form=form)
        return response

    def _opened(self, request: HttpRequest, access: Any) -> None:
        body = access.organization.id.hex
        opened = request.session.get(_OPENED, [])
        if body not in opened and self._traced(request, access):
            request.session[_OPENED] = [*opened, body]

    def _traced(self, request: HttpRequest, access: Any) -> bool:
        """A page is shown all the same when nothing can be written: the next one of this session is traced."""
        try:
            _trace(request, access, Kind.OPENED)
        except DatabaseError as error:
            if failure_of(error) is None:
                raise
            return False
        return True


def _trace(request: HttpRequest, access: Any, kind: Kind, **more: Any) -> None:
    viewer: Any = getattr(request, "viewer", None)  # who looks in place of the person, when someone does
    who = access.user_id if viewer is None else viewer.pk
    place = None if viewer is None else access.user_id
    centre = access.as_centre or viewer is not None
    record(access.organization.id, kind, who, timezone.now(), in_place_of=place, as_centre=centre, **more)


def _taken_away(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """The format of the file that leaves; None when none does."""
    match: Any = request.resolver_match
    name = response.headers.get("Content-Disposition", "")
    if name.startswith("attachment"):
        return name.rstrip('"').rpartition(".")[2].lower() if "." in name else ""
    asked = request.GET.get("format", "")
    is_export = str(getattr(getattr(match, "func", None), "action", "")) == _EXPORT
    return asked if is_export and asked and response.status_code == _OK else None


def _what(request: HttpRequest) -> str:
    """The register when the address belongs to one, and which of its screens."""
    match: Any = request.resolver_match
    register: Any = match.kwargs.get("register")
    if register is None:
        return str(match.url_name or "")
    return f"{register.title} ({'une fiche' if 'record_id' in match.kwargs else 'le registre'})"
