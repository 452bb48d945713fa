"""What the tests of accounts share: a person at a browser, and the phone that makes their codes."""

from types import SimpleNamespace

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from egide.platform.accounts.second_factor import codes

PASSWORD = "trois vaches mauves"
SECRET = "JBSWY3DPEHPK3PXP"
NOW = 1_800_000_015  # the middle of a half-minute
ACCEPTED = []


def must(user):
    """For SECOND_FACTOR_REQUIRED."""
    return user.email.startswith("centre")


def stop_the_clock(monkeypatch):
    """Codes are made and read at `NOW`."""
    monkeypatch.setattr(codes, "time", SimpleNamespace(time=lambda: NOW))


def accepted(user, payload):
    """For INVITATION_ACCEPTED."""
    ACCEPTED.append((user.email, payload))


def refusing(user, payload):
    """For INVITATION_ACCEPTED."""
    raise LookupError("the body is gone")


def code(secret=SECRET, steps=0):
    """The code that the phone shows, `steps` half-minutes from now."""
    return format_hotp_value(hotp_value(secret, NOW // 30 + steps))


def wrong():
    """A code that opens nothing now."""
    shown = {code(steps=n) for n in range(-2, 3)}
    return next(c for c in ("123456", "654321", "111222", "333444", "555666", "777888") if c not in shown)


def with_phone(user):
    """Give the person a second factor; its recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def sign_in(client, email="camille@exemple.fr", password=PASSWORD, then="", **request):
    """Post the form; `request` is for the client (HTTP_… headers)."""
    return client.post(reverse("account_login"), {"login": email, "password": password, "next": then}, **request)


def signed_in(client):
    """Whether the browser holds an open session."""
    return client.get(reverse("account_home")).status_code == 200
