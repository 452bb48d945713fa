"""A person leaves: their account keeps the identifier that journals name, and nothing else that says who they were."""

from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from egide.platform.access_log.models import AccountEvent
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.security_log import note

NAME: Final = "Une personne partie"


@transaction.atomic
def leave(user: User, now: datetime) -> None:
    """Every room forgets what it may (`ON_LEAVING`), or none: what one of them raises undoes it all."""
    for path in settings.ON_LEAVING:
        import_string(path)(user, now)
    note("person_left", user=user)


def forget(user: User, now: datetime) -> None:  # noqa: ARG001 - as each of `ON_LEAVING`
    """What this room holds. Nobody signs in to this account any more."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.identities.all().delete()
    user.links.all().delete()
    user.sessions.all().delete()
    AccountEvent.objects.filter(user_id=user.pk).delete()
    Invitation.objects.filter(email=user.email, accepted_at=None).delete()
    address = f"partie-{user.pk.hex}@egide.invalid"
    Invitation.objects.filter(email=user.email).update(email=address, name="")
    user.email, user.name, user.is_active, user.last_login = address, NAME, False, None
    user.set_unusable_password()
    user.save()
