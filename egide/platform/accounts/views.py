"""The account of who is signed in, and the pages of an invitation. The rest is allauth's, with our pages and forms."""

import time
from typing import Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import logout as allauth_logout
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from egide.platform.accounts import invitations, sessions, viewing, waiting
from egide.platform.accounts.forms import AccountForm, InvitationForm
from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.middleware import CLEARED
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.oidc import flow
from egide.platform.accounts.oidc import views as proconnect
from egide.platform.accounts.oidc.linking import LinkedElsewhereError
from egide.platform.accounts.requests import SignedInRequest
from egide.platform.accounts.security_log import note
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.opening import dead, opened_with

ONESELF: Final = "Vous êtes de nouveau vous-même. Rien n’a été modifié."
OTHERS_CLOSED: Final = "Vos autres sessions sont fermées."
ONE_CLOSED: Final = "La session est fermée."
NONE_CLOSED: Final = "Cette session était déjà fermée."
EVERYWHERE_CLOSED: Final = "Vos sessions sont fermées, sur tous vos appareils."
SAVED: Final = "Votre compte est enregistré."
WELCOME: Final = "Votre compte est ouvert. Bienvenue."
PROVEN_TOO_LONG_AGO: Final = "Votre passage par ProConnect date de plus d’un quart d’heure : recommencez."
ADDED: Final = "L’invitation est acceptée."


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of Égide; then out of ProConnect, for who came by it."""
    token, invited = flow.id_token(request), waiting.sealed(request)
    answer: HttpResponse = allauth_logout(request)
    waiting.put_back(request, invited)
    left = proconnect.leave(request, token) or answer
    left["Clear-Site-Data"] = CLEARED
    return left


@never_cache
@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Name, look, password, sessions and second factor."""
    form = AccountForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(name=form.cleaned_data["name"])
        messages.success(request, SAVED)
        return HttpResponseRedirect(reverse("account_home"))
    return TemplateResponse(request, "accounts/account.html", {"form": form, **_safety(request)})


def _safety(request: SignedInRequest) -> dict[str, object]:
    held = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at", "pk"))
    rows = {row.type: row for row in held}
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "factor": rows.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must_have": must_have_second_factor(request.user),
        "passkeys": [row.wrap() for row in held if row.type == Authenticator.Type.WEBAUTHN],
        "previous": sessions.previous_sign_in(request),
        "identities": proconnect.identities(request.user),
        "has_proconnect": settings.OIDC is not None,
    }


def second_factor(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Where allauth comes back to: its state is told with the account."""
    return HttpResponseRedirect(reverse("account_home"))


@never_cache
@require_http_methods(["GET", "POST"])
def open_sessions(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in. POST `fermer`: the handle of one of them, « autres », or « toutes », this one too."""
    if request.method == "POST":
        return _close(request, request.POST.get("fermer", ""))
    rows = sessions.open_sessions(request.user, time.time())
    told = {"sessions": list(rows), "own": sessions.handle_of(request), "previous": sessions.previous_sign_in(request)}
    return TemplateResponse(request, "accounts/sessions.html", told)


def _close(request: SignedInRequest, which: str) -> HttpResponse:
    if which == "toutes":
        return _close_every(request)
    if which == "autres":
        sessions.close_others(request.user, sessions.handle_of(request))
        done = OTHERS_CLOSED
    elif _is_handle(which) and sessions.close(request.user, which):
        done = ONE_CLOSED
    else:
        messages.info(request, NONE_CLOSED)
        return HttpResponseRedirect(reverse("account_sessions"))
    note("sessions_closed", request, request.user, which="others" if which == "autres" else "one")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("account_sessions"))


def _is_handle(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _close_every(request: SignedInRequest) -> HttpResponse:
    """On every device, this one too; links sent by mail die with them."""
    person = User.objects.get(pk=request.user.pk)
    person.close_sessions()
    note("sessions_closed", request, person, which="all")
    get_adapter(request).logout(request)
    messages.success(request, EVERYWHERE_CLOSED)
    return HttpResponseRedirect(reverse("account_login"))


@opened_with(invitations.INVITATION)
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Shown by GET, since mail scanners open links; accepted by POST."""
    found = invitations.find(key, timezone.now())
    if found is None:
        return dead(request)
    try:
        return _with_account(request, key, found) if invitations.account_of(found) else _without(request, key, found)
    except (DeadLinkError, invitations.AccountExistsError):
        return dead(request)
    except LinkedElsewhereError:
        messages.error(request, proconnect.ELSEWHERE)
        return HttpResponseRedirect(request.path)


def _with_account(request: HttpRequest, key: str, found: Invitation) -> HttpResponse:
    """The owner of the account signs in, then accepts."""
    user = request.user
    mine = isinstance(user, User) and user.email == found.email
    if request.method == "POST" and mine:
        invitations.accept_as(User.objects.get(email=found.email), key, timezone.now())
        messages.success(request, ADDED)
        return HttpResponseRedirect(reverse("home"))
    told = {"invitation": found, "known": True, "mine": mine, "back": waiting.remember(request, key)}
    return TemplateResponse(request, "accounts/invitation.html", told)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def invitation_waiting(request: HttpRequest) -> HttpResponse:
    """Back to the invitation from which one went to sign in."""
    found = waiting.address(request)
    return HttpResponseRedirect(found) if found else dead(request)


def _without(request: HttpRequest, key: str, found: Invitation) -> HttpResponse:
    """A name and a password open the account; it is signed in at once."""
    told = {"invitation": found, "known": False, "mine": False, "back": waiting.remember(request, key)}
    if request.user.is_authenticated:
        return TemplateResponse(request, "accounts/invitation.html", told)
    identity = flow.kept(request)
    if request.method == "POST" and "proconnect" in request.POST:
        return _by_proconnect(request, key, identity)
    form = InvitationForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        given = form.cleaned_data
        user = invitations.accept(key, given["password1"], given["name"], timezone.now())
        get_adapter(request).login(request, user)
        messages.success(request, WELCOME)
        return HttpResponseRedirect(reverse("home"))
    return TemplateResponse(request, "accounts/invitation.html", {**told, "form": form, "identity": identity})


def _by_proconnect(request: HttpRequest, key: str, identity: flow.Identity | None) -> HttpResponse:
    """The identity that was proven a moment ago opens the account, and its session."""
    if identity is None:
        messages.error(request, PROVEN_TOO_LONG_AGO)
        return HttpResponseRedirect(request.path)
    flow.drop(request)
    user = invitations.accept_with_identity(key, identity, identity.name, timezone.now())
    note("proconnect_linked", request, user)
    messages.success(request, WELCOME)
    return proconnect.sign_in(request, user, "", is_strong=identity.is_strong)


@require_POST
def end_viewing(request: SignedInRequest) -> HttpResponse:
    """One is oneself again, where one was."""
    seen = viewing.current(request)
    viewing.end(request)
    messages.success(request, ONESELF)
    return HttpResponseRedirect(reverse("people", args=[seen.body]) if seen else reverse("home"))
