"""The forms of passkeys: what the browser made, as JSON, judged; and a name to know them by."""

from typing import Any, Final

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.webauthn import forms as allauth
from allauth.mfa.webauthn.internal import auth
from django import forms

from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.forms import attempt
from egide.typography import french

NAME: Final = "Nom de la clé"
REFUSED: Final = french(
    "Cette clé d’accès n’a pas été reconnue. Recommencez ; si elle a été retirée, elle n’ouvre plus rien."
)
LONGEST_NAME: Final = 60


def _named() -> forms.CharField:
    return forms.CharField(
        label=NAME,
        max_length=LONGEST_NAME,
        help_text="Pour la reconnaître dans la liste : « Téléphone », « Ordinateur de la mairie »…",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def _judged(credential: Any, parse: Any) -> Any:
    """What the browser sends is JSON of any shape: a refusal, never a failure. Raises ValidationError."""
    try:
        parse(credential)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as unread:
        raise forms.ValidationError(REFUSED) from unread
    return credential


class AddForm(allauth.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; that the person was verified (finger, face, PIN) is asked by the view, and checked here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"] = _named()
        self.fields["name"].required = False  # the key exists already when the form comes: it is not refused for that

    def clean_credential(self) -> Any:
        """Raises ValidationError."""
        return _judged(self.cleaned_data["credential"], auth.parse_registration_response)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError: another challenge, another site, a person who was not verified."""
        try:
            found: dict[str, Any] = super().clean()
        except forms.ValidationError as refused:
            raise forms.ValidationError(REFUSED) from refused
        return found


class RenameForm(allauth.EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _named()


class AuthenticateForm(allauth.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second factor: attempts are counted for the person, and a good one gives its own back."""

    user: User

    def clean_credential(self) -> Any:
        """The authenticator. Raises ValidationError."""
        attempted = attempt(self.user)
        found = _opened(self.user, self.cleaned_data["credential"])
        attempted.rollback()
        return found


class ReauthenticateForm(AuthenticateForm):
    """Before what matters."""

    reauthenticated = True


class LoginForm(allauth.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone: it tells who it is."""

    def clean_credential(self) -> Any:
        """The authenticator. Raises ValidationError."""
        credential = _judged(self.cleaned_data["credential"], auth.parse_authentication_response)
        try:
            user = auth.extract_user_from_response(credential)
        except (AttributeError, forms.ValidationError) as unread:
            raise forms.ValidationError(REFUSED) from unread
        return _opened(user, credential)


def _opened(user: Any, credential: Any) -> Any:
    """The authenticator that this proof opens; a refusal is told to the security log. Raises ValidationError."""
    try:
        return auth.complete_authentication(user, _judged(credential, auth.parse_authentication_response))
    except forms.ValidationError as refused:
        authentication_failed.send(
            sender=Authenticator, request=context.request, user=user, authenticator=None, reauthentication=False
        )
        raise forms.ValidationError(REFUSED) from refused
