"""What people type, and what they are given."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

PASSWORD = "trois vaches mauves"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = 1_800_000_000


def everyone(user):
    """A rule of the rooms above: nobody goes in with a password alone."""
    return True


def code_at(moment, secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(moment) // 30))


def sign_in(client, email="lea@mairie.fr", password=PASSWORD, secure=False, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more}, secure=secure)


def is_in(client):
    return "_auth_user_id" in client.session


def recovery_codes(user):
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


ACCEPTED = []


def accepted(user, invitation):
    """A room above, that keeps what it was told."""
    ACCEPTED.append((user.email, invitation.payload))


def refuses(user, invitation):
    """A room above, that cannot give what was promised."""
    raise RuntimeError("no such body any more")
