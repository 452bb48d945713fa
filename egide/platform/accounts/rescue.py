"""Helping someone who lost a phone or left a session open: by another, for a reason that the person is told by mail."""

import logging
from smtplib import SMTPException
from typing import Any, Final

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.accounts.security_log import note

_MAIL: Final = logging.getLogger("egide.mail")
SIGN_OUT: Final = "sessions"
FACTOR: Final = "factor"
_DONE: Final = {
    SIGN_OUT: "Toutes vos sessions ont été fermées : il faut vous reconnecter.",
    FACTOR: "Votre double vérification a été retirée (codes, clés d’accès, codes de secours), et vos sessions fermées.",
}


def sign_out(user: User, by: User | str, reason: str) -> None:
    """Every session of theirs ends at its next request. `by`: a person, or words. Check who they are before."""
    user.close_sessions()
    note("signed_out_by_administrator", user=user, by=_named(by), reason=reason)
    _tell(user, SIGN_OUT, by, reason)


def remove_factor(user: User, by: User | str, reason: str) -> bool:
    """Whether there was one; see `remove_second_factor`. The person is told."""
    removed = remove_second_factor(user, by, reason)
    if removed:
        _tell(user, FACTOR, by, reason)
    return removed


def _named(by: User | str) -> str:
    return str(by.pk) if isinstance(by, User) else by


def _tell(user: User, what: str, by: User | str, reason: str) -> None:
    """A server of mail that is down does not undo what was done."""
    told: dict[str, Any] = {"user": user, "happened": _DONE[what], "by": by, "reason": reason, "at": timezone.now()}
    subject = render_to_string("accounts/email/rescued_subject.txt", told).strip()
    body = render_to_string("accounts/email/rescued_message.txt", told).strip()
    try:
        send_mail(subject, body, None, [user.email])
    except (OSError, SMTPException):
        _MAIL.exception("mail not sent: rescue of %s", user.pk)
