"""The forms of accounts, in French: allauth's own with our words, and ours."""

from typing import Any, Final

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.http import HttpRequest

from egide.platform.accounts.models import User
from egide.platform.accounts.security_log import digest, note
from egide.typography import french

EMAIL: Final = "Adresse électronique"
NEW: Final = "Nouveau mot de passe"
AGAIN: Final = "Le même mot de passe, une seconde fois"
DIFFERENT: Final = french("Les deux mots de passe ne sont pas les mêmes : retapez-les.")


def advice() -> str:
    """What is asked of a password, before it is typed."""
    return " ".join(validator.get_help_text() for validator in get_default_password_validators())


def say(form: forms.Form, **labels: str) -> None:
    """Give the fields our labels; a placeholder vanishes when it is needed."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label, field.help_text = labels.get(name, field.label), ""
    if "password1" in form.fields:
        form.fields["password1"].help_text = advice()


class LoginForm(allauth.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, login=EMAIL, password="Mot de passe")  # noqa: S106 - a label
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before what matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password="Votre mot de passe")  # noqa: S106 - a label


class ResetPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link is sent. Someone unknown gets a mail too: same page, same time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=EMAIL)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the one mail or the other."""
        email: str = self.cleaned_data["email"]
        if self.users:
            note("reset_asked", request, self.users[0])
            return str(super().save(request, **kwargs))
        note("reset_asked", request, address=digest(email))
        get_adapter(request).send_mail("account/email/unknown_account", email, {})
        return email


class _NewPassword:
    """Our labels, and what is asked of a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, oldpassword="Mot de passe actuel", password1=NEW, password2=AGAIN)  # type: ignore[arg-type]


class ResetPasswordKeyForm(_NewPassword, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """From the link of the mail."""


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):  # type: ignore[misc]
    """From the account."""


class SetPasswordForm(_NewPassword, allauth.SetPasswordForm):  # type: ignore[misc]
    """For an account that has none yet."""


class AccountForm(forms.Form):
    """What a person may change of their own account."""

    name = forms.CharField(
        label="Votre nom, comme les autres le lisent",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class InvitationForm(forms.Form):
    """Someone who opens their account."""

    name = forms.CharField(label="Votre nom", max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    password1 = forms.CharField(
        label="Choisissez un mot de passe", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(label=AGAIN, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password1"].help_text = advice()

    def clean(self) -> dict[str, Any]:
        """Judge the password with the name and the address that were given."""
        given = super().clean() or {}
        password = given.get("password1")
        if password and given.get("password2") and password != given["password2"]:
            self.add_error("password2", DIFFERENT)
        if password:
            self._judge(password, given.get("name", ""))
        return given

    def _judge(self, password: str, name: str) -> None:
        try:
            validate_password(password, User(email=self.email, name=name))
        except forms.ValidationError as refused:
            self.add_error("password1", refused)
