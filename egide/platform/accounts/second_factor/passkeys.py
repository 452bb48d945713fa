"""Passkeys: registered, named, removed. They verify the person: one opens the account alone, or after a password."""

from typing import Any, Final

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.webauthn import views as allauth
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from egide.platform.accounts.limits import too_many
from egide.platform.accounts.security_log import note
from egide.platform.records.middleware import may_write
from egide.typography import french

KEPT: Final = french(
    "Vous intervenez pour un centre de gestion : la double vérification est obligatoire, et c’est votre seule façon de "
    "la passer. Ajoutez-en une autre d’abord."
)


@method_decorator(never_cache, name="dispatch")
class AddPasskey(allauth.AddWebAuthnView):  # type: ignore[misc]
    """One that lives in the device and verifies the person: it will open the account by itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked to make."""
        told: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**told, "js_data": {"creation_options": options}}


class RenamePasskey(allauth.EditWebAuthnView):  # type: ignore[misc]
    """Another name."""


class RemovePasskey(allauth.RemoveWebAuthnView):  # type: ignore[misc]
    """Not the last one of those who must have a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        if not get_factor_adapter().can_delete_authenticator(self.object):
            messages.error(self.request, KEPT)
            return HttpResponseRedirect(reverse("account_home"))
        answer: HttpResponse = super().form_valid(form)
        return answer


@method_decorator(never_cache, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class SignInByPasskey(allauth.LoginWebAuthnView):  # type: ignore[misc]
    """GET: what to ask of the browser, as JSON; the same for everyone. POST: what it answered."""

    def get(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        """The challenge, kept in the session."""
        return too_many(request, "passkey") or JsonResponse(auth.begin_authentication(user=None))

    def form_valid(self, form: Any) -> HttpResponse:
        """Open the session, and go where the page was to lead."""
        found = form.cleaned_data["credential"]
        login = allauth.Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = flows.perform_passwordless_login(self.request, found, login)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Said on the page of sign-in."""
        note("passkey_refused", self.request)
        answer: HttpResponse = super().form_invalid(form)
        return answer


sign_in_by_passkey = may_write(SignInByPasskey.as_view())  # its GET counts how often it is asked


@method_decorator(never_cache, name="dispatch")
class ReauthenticateByPasskey(allauth.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Before what matters."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again: the person is signed in already."""
        answer: HttpResponse = self.render_to_response(
            {**self.get_context_data(), "refused": form.errors["credential"][0]}
        )
        return answer
