"""Which account an identity opens: bound by its owner, from within the account or with the key of an invitation."""

from datetime import datetime

from django.db import IntegrityError, transaction

from egide.platform.accounts.models import FederatedIdentity, User
from egide.platform.accounts.oidc.flow import Identity


class LinkedElsewhereError(Exception):
    """This identity opens another account."""


def find(identity: Identity) -> FederatedIdentity | None:
    """The bond of an identity; the address it carries is not looked at."""
    rows = FederatedIdentity.objects.select_related("user")
    return rows.filter(issuer=identity.issuer, subject=identity.subject).first()


def link(user: User, identity: Identity, now: datetime) -> FederatedIdentity:
    """Bind it; one that is bound to this account already stays so. Raises LinkedElsewhereError."""
    there = find(identity)
    if there is None:
        there = _bind(user, identity, now) or find(identity)
    if there is None or there.user_id != user.pk:
        raise LinkedElsewhereError
    return there


def _bind(user: User, identity: Identity, now: datetime) -> FederatedIdentity | None:
    try:
        with transaction.atomic():
            return FederatedIdentity.objects.create(
                user=user, issuer=identity.issuer, subject=identity.subject, email=identity.email, linked_at=now
            )
    except IntegrityError:  # by two requests at once
        return None


def used(found: FederatedIdentity, identity: Identity, now: datetime) -> None:
    """It has just opened its account."""
    found.used_at, found.email = now, identity.email
    found.save(update_fields=["used_at", "email"])
