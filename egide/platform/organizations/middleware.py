"""Reads the body from the URL, then runs the request for it and by its person. A stranger gets the page of nowhere."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from egide.platform.accounts.security_log import note
from egide.platform.organizations.access import access_to
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.scope import scope

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OrganizationMiddleware:
    """Sets `request.access` and `request.organization` for `/o/<slug:body>/…`, within scope; acting when it writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = _slug(request)
        user: Any = request.user
        if slug is None or not user.is_authenticated:
            return self.get_response(request)
        access = access_to(user.id, slug)
        if access is None:
            _note(request)
            raise Http404
        request.access, request.organization = access, access.organization  # type: ignore[attr-defined]
        with ExitStack() as within:
            within.enter_context(scope(access.organization))
            if request.method not in SAFE:  # a GET cannot write
                within.enter_context(acting(Actor(str(user), user.id, Origin.SCREEN)))
            answer = self.get_response(request)
        if answer.status_code in {403, 404}:
            _note(request)
        return answer


def _note(request: HttpRequest) -> None:
    """Refused or nowhere, which look the same: the screen, not the body nor the record that the address names."""
    note("access_refused", request, request.user, route=resolve(request.path_info).url_name)


def _slug(request: HttpRequest) -> str | None:
    try:
        found: str | None = resolve(request.path_info).kwargs.get("body")
    except Resolver404:
        return None
    return found
