"""Taking the second factor away from someone who lost it, phone and recovery codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from egide.platform.accounts.models import User
from egide.platform.accounts.security_log import note


@transaction.atomic
def remove_second_factor(user: User, by: User | str, reason: str = "") -> bool:
    """Whether there was one. Their sessions end; who must have one is asked for a new one at the next sign-in.

    `by` is who does it: a person, or words (« egide, ligne de commande »). Check who they are before.
    """
    removed, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    if removed:
        user.close_sessions()
        note("factor_removed", user=user, by=str(by.pk) if isinstance(by, User) else by, reason=reason)
    return bool(removed)
