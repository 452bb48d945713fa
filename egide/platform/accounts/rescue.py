"""Helping someone who lost a phone or left a session open: by another, for a reason that the person is told by mail."""

from typing import Final

from django.utils import timezone

from egide.platform.accounts import mails
from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.accounts.security_log import note
from egide.platform.mail.posting import post

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
    said = mails.rescued_words(_DONE[what], str(by), reason, timezone.now(), user.email)
    post(mails.RESCUED, user.email, said, person_id=user.pk)
