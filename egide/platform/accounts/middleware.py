"""Who is signed in stays so for a time, and not without the second factor they must have."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve, reverse

from egide.platform.accounts import sessions
from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.oidc import flow
from egide.platform.accounts.second_factor.codes import has_second_factor
from egide.platform.accounts.security_log import note

_HAS: Final = "egide.second_factor"
CLEARED: Final = '"cache"'
"""What a session that ends empties in the browser: Back shows nothing more. The theme that was chosen stays."""

OPEN_WITHOUT: Final = frozenset({"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"})


class SessionAgeMiddleware:
    """Ends a session that is too old; to be placed after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = time.time()
        if not request.user.is_authenticated:
            return self.get_response(request)
        if sessions.is_over(request, now):
            note("session_expired", request, request.user)
            logout(request)
            answer = _go(request, _sign_in_again(request))
            answer["Clear-Site-Data"] = CLEARED
            return answer
        sessions.touch(request, now)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Closes everything to those who must have a second factor, until they do; after DatabaseIdentityMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and _lacks(request) and _name(request) not in OPEN_WITHOUT:
            return _go(request, reverse("mfa_activate_totp"))
        return self.get_response(request)


def forget(request: Any) -> None:
    """The second factor of this session is to be looked up again."""
    request.session.pop(_HAS, None)


def _lacks(request: HttpRequest) -> bool:
    """Once seen it is kept in the session (removing a factor ends the sessions), so that it costs no query."""
    user: Any = request.user
    if request.session.get(_HAS) or flow.is_strong(request, user.pk) or not must_have_second_factor(user):
        return False
    if has_second_factor(user):
        request.session[_HAS] = True
        return False
    return True


def _name(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


def _sign_in_again(request: HttpRequest) -> str:
    """With the way back, for a page that can be asked again."""
    query = QueryDict(mutable=True)
    query["fin"] = "1"
    if request.method == "GET":
        query["next"] = request.get_full_path()
    return f"{reverse('account_login')}?{query.urlencode(safe='/')}"


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A whole new page, also when htmx asked for a fragment."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
