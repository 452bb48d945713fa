"""The account of who is signed in, and the pages of an invitation. The rest is allauth's, with our pages and forms."""

from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.views import logout as allauth_logout
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from egide.platform.accounts import invitations, sessions
from egide.platform.accounts.forms import AccountForm, InvitationForm
from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.requests import SignedInRequest
from egide.platform.accounts.security_log import note
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.opening import dead, opened_with

EVERYWHERE_CLOSED: Final = "Vos sessions sont fermées, sur tous vos appareils."
SAVED: Final = "Votre compte est enregistré."
WELCOME: Final = "Votre compte est ouvert. Bienvenue."
ADDED: Final = "L’invitation est acceptée."

sign_out = require_POST(allauth_logout)


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
    rows = {row.type: row for row in Authenticator.objects.filter(user_id=request.user.pk)}
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "factor": rows.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must_have": must_have_second_factor(request.user),
        "previous": sessions.previous_sign_in(request),
    }


def second_factor(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Where allauth comes back to: its state is told with the account."""
    return HttpResponseRedirect(reverse("account_home"))


@require_POST
def close_sessions(request: SignedInRequest) -> HttpResponse:
    """On every device, this one too."""
    person = User.objects.get(pk=request.user.pk)
    person.close_sessions()
    note("sessions_closed", request, person)
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


def _with_account(request: HttpRequest, key: str, found: Invitation) -> HttpResponse:
    """The owner of the account signs in, then accepts."""
    user = request.user
    mine = isinstance(user, User) and user.email == found.email
    if request.method == "POST" and mine:
        invitations.accept_as(User.objects.get(email=found.email), key, timezone.now())
        messages.success(request, ADDED)
        return HttpResponseRedirect(reverse("home"))
    return TemplateResponse(request, "accounts/invitation.html", {"invitation": found, "known": True, "mine": mine})


def _without(request: HttpRequest, key: str, found: Invitation) -> HttpResponse:
    """A name and a password open the account; it is signed in at once."""
    told = {"invitation": found, "known": False, "mine": False}
    if request.user.is_authenticated:
        return TemplateResponse(request, "accounts/invitation.html", told)
    form = InvitationForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        given = form.cleaned_data
        user = invitations.accept(key, given["password1"], given["name"], timezone.now())
        get_adapter(request).login(request, user)
        messages.success(request, WELCOME)
        return HttpResponseRedirect(reverse("home"))
    return TemplateResponse(request, "accounts/invitation.html", {**told, "form": form})
