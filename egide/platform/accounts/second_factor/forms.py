"""The forms of the second factor: allauth's, with codes that open once and secrets that are never stored in clear."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django import forms

from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor import codes
from egide.platform.accounts.second_factor.sealing import seal, unseal

CODE = "Code à six chiffres"
CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


def attempt(user: Any) -> Any:
    """Count one more attempt at a code of this person. Raises ValidationError when there are too many.

    A good code gives its own attempt back: allauth forgets the failures of the whole address of the network.
    """
    used = ratelimit.consume(
        context.request, app="allauth.account", action="login_failed", key=f"second-factor:{user.pk}"
    )
    if not used:
        raise get_account_adapter().validation_error("too_many_login_attempts")
    return used


class _CodeForm:
    """A code of the phone, or a recovery code."""

    user: User
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(label="Code", max_length=40, widget=forms.TextInput(CODE_ATTRS))

    def clean_code(self) -> str:
        """Spend it. Raises ValidationError."""
        attempted = attempt(self.user)
        code: str = self.cleaned_data["code"]
        found = codes.use(self.user, code)
        if found is None:
            authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=None,
                reauthentication=False,
            )
            raise get_adapter().validation_error("incorrect_code")
        attempted.rollback()
        found.user = self.user
        self.authenticator = found
        return code


class AuthenticateForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    """Before what matters."""


class ActivateForm(forms.Form):
    """The first code, that proves that the phone has the secret. `secret` is what allauth then stores, sealed."""

    code = forms.CharField(label=CODE, max_length=20, widget=forms.TextInput(CODE_ATTRS))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = self._secret()

    def _secret(self) -> str:
        """The same from one try to the next; sealed in the session, that is in the database."""
        session = context.request.session
        if not session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = seal(generate_totp_secret())
        return unseal(session[SECRET_SESSION_KEY])

    def clean_code(self) -> str:
        """Raises ValidationError."""
        attempted = attempt(self.user)
        code: str = self.cleaned_data["code"]
        step = codes.step_of(self.secret, code)
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        attempted.rollback()
        context.request.first_step = step  # spent, when the authenticator is there: see receivers
        return code
