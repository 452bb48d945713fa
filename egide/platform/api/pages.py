"""The tokens of a person, on their account: listed, made, revoked; and the page that tells what the API does."""

import time
from typing import Any, Final
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.requests import SignedInRequest
from egide.platform.accounts.security_log import note
from egide.platform.api import tokens
from egide.platform.api.forms import TokenForm
from egide.platform.api.models import Token
from egide.platform.organizations.access import bodies_of
from egide.typography import french

REVOKED: Final = french("Le jeton « {} » ne vaut plus rien.")


@never_cache
@require_http_methods(["GET", "HEAD"])
def token_list(request: SignedInRequest) -> HttpResponse:
    """Those that were not revoked."""
    return TemplateResponse(request, "api/tokens.html", {"tokens": _shown(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def token_create(request: SignedInRequest) -> HttpResponse:
    """The key is in the answer to the form, and nowhere after it."""
    if request.method == "POST" and must_have_second_factor(request.user) and not _gave_second_factor(request):
        return suspend_request(request, reverse("mfa_reauthenticate"))  # type: ignore[no-any-return]
    form = TokenForm(request.POST or None, user_id=request.user.id)
    if not form.is_valid():
        return TemplateResponse(request, "api/token_form.html", {"form": form}, status=422 if form.is_bound else 200)
    token, key = tokens.issue(request.user, form.cleaned_data["name"], **form.wanted(timezone.now()))
    note("api_token_created", request, request.user, token=token.prefix, write=token.may_write)
    return TemplateResponse(request, "api/token_made.html", {"token": token, "key": key})


@require_POST
def token_revoke(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    """At once: the next call is refused."""
    token = tokens.revoke(request.user, token_id, timezone.now())
    if token is None:
        raise Http404
    note("api_token_revoked", request, request.user, token=token.prefix)
    messages.success(request, REVOKED.format(token.name))
    return HttpResponseRedirect(reverse("api-tokens"))


def _shown(request: SignedInRequest) -> list[dict[str, Any]]:
    names = {str(body.id): str(body) for body in bodies_of(request.user.id)}
    now = timezone.now()
    return [
        {"token": one, "bodies": _names(one, names), "is_over": not one.is_open(now)} for one in tokens.of(request.user)
    ]


def _names(token: Token, names: dict[str, str]) -> list[str] | None:
    """Those still reached; None: all."""
    return None if token.bodies is None else [names[body] for body in token.bodies if body in names]


def _gave_second_factor(request: SignedInRequest) -> bool:
    """Whether more than a password was given within the last minutes, at sign-in or since."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        one["method"] == "mfa" and one["at"] >= since for one in get_authentication_records(request, request.user)
    )
