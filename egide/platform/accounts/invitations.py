"""Inviting a person, and what becomes of the invitation. A key is good once, seven days, and only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from egide.platform.accounts.hooks import invitation_accepted
from egide.platform.accounts.mails import withdraw_invitation
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.oidc.flow import Identity
from egide.platform.accounts.oidc.linking import link
from egide.platform.accounts.security_log import note

GOOD_FOR: Final = timedelta(days=7)


class ClosedInvitationError(Exception):
    """Unknown, expired, revoked or already used: nothing says which."""


class AccountExistsError(Exception):
    """There is an account at this address: its owner signs in, then `accept_as`."""


def invite(email: str, name: str, payload: dict[str, Any], by: User | None, now: datetime) -> tuple[Invitation, str]:
    """The invitation and its key, that is nowhere else: post it at once (`mails.post_invitation`).

    `payload` is JSON, given back on acceptance. Whoever calls checks that `by` may invite.
    """
    key = _new_key()
    made = Invitation.objects.create(
        email=email.strip().lower(),
        name=name.strip(),
        payload=payload,
        key_hash=_hashed(key),
        invited_by=by,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    note("invited", user=by, invitation=made.pk)
    return made, key


def renew(invitation: Invitation, by: User | None, now: datetime) -> str:
    """A new key for seven days; the link sent before is dead. Raises ClosedInvitationError once used or revoked."""
    if invitation.accepted_at or invitation.revoked_at:
        raise ClosedInvitationError
    key = _new_key()
    invitation.key_hash, invitation.invited_at, invitation.expires_at = _hashed(key), now, now + GOOD_FOR
    invitation.save(update_fields=["key_hash", "invited_at", "expires_at"])
    note("invitation_renewed", user=by, invitation=invitation.pk)
    return key


def revoke(invitation: Invitation, by: User | None, now: datetime) -> None:
    """The link is dead. Raises ClosedInvitationError once used."""
    if invitation.accepted_at:
        raise ClosedInvitationError
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        withdraw_invitation(invitation)
        note("invitation_revoked", user=by, invitation=invitation.pk)


def find(key: str, now: datetime) -> Invitation | None:
    """The invitation that this key opens; None for any other, whatever the reason."""
    found = Invitation.objects.select_related("invited_by").filter(key_hash=_hashed(key)).first()
    return found if found and found.is_open(now) else None


def account_of(invitation: Invitation) -> User | None:
    """The account that exists already at this address. One that nobody ever opened (it came with a body from another
    installation) is the invitation's to open."""
    found = User.objects.filter(email=invitation.email).first()
    return found if found and (found.has_usable_password() or found.last_login) else None


@transaction.atomic
def accept(key: str, password: str, name: str, now: datetime) -> User:
    """A new account, with what the invitation gives it.

    Raises ClosedInvitationError, AccountExistsError, or ValidationError (in French) on the password.
    """
    invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    person = User(email=invitation.email, name=name.strip() or invitation.name)
    validate_password(password, person)
    user = _opened(person, password)
    _accepted(invitation, user, now)
    return user


def _opened(person: User, password: str) -> User:
    waiting = User.objects.filter(email=person.email).first()
    if waiting is None:
        return User.objects.create_user(person.email, password, name=person.name)
    waiting.name = person.name
    waiting.set_password(password)
    waiting.save(update_fields=["name", "password"])
    return waiting


@transaction.atomic
def accept_with_identity(key: str, identity: Identity, name: str, now: datetime) -> User:
    """A new account that this identity opens, without a password: who holds the key reads the mail it was sent to.

    Raises ClosedInvitationError, AccountExistsError, LinkedElsewhereError.
    """
    invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    user = User.objects.create_user(invitation.email, None, name=name.strip() or identity.name or invitation.name)
    link(user, identity, now)
    _accepted(invitation, user, now)
    return user


@transaction.atomic
def accept_as(user: User, key: str, now: datetime) -> None:
    """What the invitation gives, to the account of its address. Raises ClosedInvitationError, for another also."""
    invitation = _take(key, now)
    if invitation.email != user.email:
        raise ClosedInvitationError
    _accepted(invitation, user, now)


def _take(key: str, now: datetime) -> Invitation:
    """Locked, so that two clicks do not both open it."""
    found = Invitation.objects.select_for_update().filter(key_hash=_hashed(key)).first()
    if found is None or not found.is_open(now):
        raise ClosedInvitationError
    return found


def _accepted(invitation: Invitation, user: User, now: datetime) -> None:
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted(user, invitation)
    note("invitation_accepted", user=user, invitation=invitation.pk)


def _new_key() -> str:
    return secrets.token_urlsafe(32)


def _hashed(key: str) -> str:
    """A key is 256 random bits: a plain hash is enough, and is found by its index."""
    return hashlib.sha256(key.encode()).hexdigest()
