"""The door of programs: a token instead of a session. What comes under /api/v1/ goes by no other door.

No cookie is read, so no page of another site can use one, and nothing that sessions allow is allowed here. Django's
middleware of sessions, forms and messages are gone round; the two locks and the way of writing are those of screens.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.signals import got_request_exception
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from egide.faults import failure_of
from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.second_factor.codes import has_second_factor
from egide.platform.accounts.security_log import note
from egide.platform.api import problems, tokens
from egide.platform.api.models import Token
from egide.platform.api.problems import ProblemError
from egide.platform.api.tracing import trace
from egide.platform.organizations.access import access_to
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.middleware import SAFE, DatabaseIdentityMiddleware
from egide.platform.records.scope import scope

PREFIX: Final = "/api/v1/"
_SLASH: Final = (
    "Cette adresse ne mène à rien. Celles de l’API finissent par « / ».",
    "This address leads nowhere. Those of the API end with “/”.",
)
_LOGGER: Final = logging.getLogger("django.request")


class ApiMiddleware:
    """To be placed before SessionMiddleware: requests of programs do not go further than this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.identity = DatabaseIdentityMiddleware(self._dispatch)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        request.user = AnonymousUser()
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            match = request.resolver_match = _let_in(request)
            if _is_open(match):
                found: HttpResponseBase = match.func(request)
                return found
            return self._traced(request)
        except ProblemError as refused:
            return refused.answer(request)
        except Exception as error:
            if isinstance(error, OperationalError) or failure_of(error) is not None:
                _LOGGER.exception("the database did not answer: %s", request.path)
                return ProblemError(problems.UNAVAILABLE, headers={"Retry-After": "5"}).answer(request)
            got_request_exception.send(sender=type(self), request=request)
            _LOGGER.exception("Internal Server Error: %s", request.path, extra={"status_code": 500, "request": request})
            return ProblemError(problems.FAILED).answer(request)

    def _traced(self, request: HttpRequest) -> HttpResponseBase:
        """What is read leaves a trace; what is written is in the journal."""
        response = self.identity(request)
        trace(request, response)
        return response

    def _dispatch(self, request: HttpRequest) -> HttpResponseBase:
        """The view, within the body that the address names. Here the database knows who asks: it shows their roles."""
        match: Any = request.resolver_match
        self.identity.process_view(request, match.func)
        person: Any = request.user
        if must_have_second_factor(person) and not has_second_factor(person):
            raise ProblemError(problems.SECOND_FACTOR)
        with ExitStack() as within:
            if "body" in match.kwargs:
                _enter(request, match.kwargs["body"], within)
            found: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            return found


def _let_in(request: HttpRequest) -> ResolverMatch:
    """What answers at this address, the token first: without one, nobody learns which addresses there are."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        _authenticate(request)
        if not request.path_info.endswith("/"):
            raise ProblemError(problems.NOT_FOUND, detail=_SLASH) from None
        raise ProblemError(problems.NOT_FOUND) from None
    if not _is_open(match):
        _authenticate(request)
    return match


def _is_open(match: ResolverMatch) -> bool:
    """Whether it says nothing of anyone: neither a token nor the database is asked."""
    return getattr(match.func, "is_open", False)


def _authenticate(request: Any) -> None:
    """Set `request.token` and `request.user`. Raises ProblemError, the same whatever is wrong with the token."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    token = tokens.find(key.strip(), now) if scheme.lower() == "bearer" and key.strip() else None
    if token is None:
        if key:
            note("api_token_refused", request)
        challenge = 'Bearer realm="Egide"' + (', error="invalid_token"' if key else "")
        raise ProblemError(problems.UNAUTHORIZED, headers={"WWW-Authenticate": challenge})
    if not _counted(request, token, now):
        note("api_token_slowed", request, token.user, token=token.prefix)
        raise ProblemError(problems.TOO_MANY, headers={"Retry-After": str(60 - int(now.timestamp()) % 60)})
    _check(request, token)
    request.token, request.user = token, token.user


def _counted(request: HttpRequest, token: Token, now: datetime) -> bool:
    """Whether the call is within what a minute allows. On a full disk reads go on, uncounted."""
    try:
        return tokens.spend(token, now)
    except DatabaseError as error:
        if request.method not in SAFE or failure_of(error) is None:
            raise
        return True


def _check(request: HttpRequest, token: Token) -> None:
    """What depends on nothing but the token."""
    if request.method not in SAFE and not token.may_write:
        note("api_scope_refused", request, token.user, token=token.prefix)
        scheme = 'Bearer realm="Egide", error="insufficient_scope", scope="write"'
        raise ProblemError(problems.READ_ONLY, headers={"WWW-Authenticate": scheme})


def _enter(request: Any, slug: str, within: ExitStack) -> None:
    """As the middleware of organizations does for screens, narrowed to the bodies of the token."""
    access = access_to(request.user.id, slug)
    if access is None or not request.token.reaches(access.organization.id):
        raise ProblemError(problems.NOT_FOUND)
    request.access, request.organization = access, access.organization
    within.enter_context(scope(access.organization))
    if request.method not in SAFE:
        label = f"{request.user} (jeton «\u00a0{request.token.name}\u00a0»)"
        within.enter_context(acting(Actor(label, request.user.id, Origin.API)))
