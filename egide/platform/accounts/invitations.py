"""Inviting a person: a secret link of the body that invites, good once, seven days. And what becomes of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from egide.platform.accounts.hooks import invitation_accepted
from egide.platform.accounts.mails import withdraw_invitation
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.oidc.flow import Identity
from egide.platform.accounts.oidc.linking import link
from egide.platform.accounts.purposes import INVITATION
from egide.platform.accounts.security_log import note
from egide.platform.links import keys
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.models import Link


class AccountExistsError(Exception):
    """There is an account at this address: its owner signs in, then `accept_as`."""


def invite(email: str, name: str, payload: dict[str, Any], by: User | None, now: datetime) -> tuple[Invitation, str]:
    """The invitation and its key, that is nowhere else: post it at once (`mails.post_invitation`).

    `payload` is JSON, given back on acceptance. In the scope of the body that invites; whoever calls checks that `by`
    may invite.
    """
    made = Invitation.objects.create(
        email=email.strip().lower(),
        name=name.strip(),
        payload=payload,
        invited_by=by,
        invited_at=now,
    )
    _, key = keys.make(INVITATION, made.pk, made.email, now, by.pk if by else None)
    note("invited", user=by, invitation=made.pk)
    return made, key


def renew(invitation: Invitation, by: User | None, now: datetime) -> str:
    """A new key for seven days; the link sent before is dead. Raises DeadLinkError once used or revoked."""
    key = keys.renew(_link(invitation), now)
    invitation.invited_at = now
    invitation.save(update_fields=["invited_at"])
    note("invitation_renewed", user=by, invitation=invitation.pk)
    return key


def revoke(invitation: Invitation, by: User | None, now: datetime) -> None:
    """The link is dead, and the mail that waits with it. Raises DeadLinkError once used."""
    held = _link(invitation)
    if held.uses_left == 0:
        raise DeadLinkError
    if keys.revoke(held, now):
        withdraw_invitation(invitation)
        note("invitation_revoked", user=by, invitation=invitation.pk)


def find(key: str, now: datetime) -> Invitation | None:
    """The invitation that this key opens; None for any other, whatever the reason."""
    found = keys.find(key, INVITATION, now)
    return _of(found) if found else None


def standing(invitations: Iterable[UUID]) -> dict[UUID, Link]:
    """The links of those that can still be accepted or sent again, in the scope of the body; one query."""
    found = keys.about(INVITATION, invitations)
    return {key: each for key, each in found.items() if each.revoked_at is None and each.uses_left != 0}


def account_of(invitation: Invitation) -> User | None:
    """The account that exists already at this address."""
    return User.objects.filter(email=invitation.email).first()


@transaction.atomic
def accept(key: str, password: str, name: str, now: datetime) -> User:
    """A new account, with what the invitation gives it.

    Raises DeadLinkError, AccountExistsError, or ValidationError (in French) on the password.
    """
    held, invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    person = User(email=invitation.email, name=name.strip() or invitation.name)
    validate_password(password, person)
    user = User.objects.create_user(invitation.email, password, name=person.name)
    _accepted(held, invitation, user, now)
    return user


@transaction.atomic
def accept_with_identity(key: str, identity: Identity, name: str, now: datetime) -> User:
    """A new account that this identity opens, without a password: who holds the key reads the mail it was sent to.

    Raises DeadLinkError, AccountExistsError, LinkedElsewhereError.
    """
    held, invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    user = User.objects.create_user(invitation.email, None, name=name.strip() or identity.name or invitation.name)
    link(user, identity, now)
    _accepted(held, invitation, user, now)
    return user


@transaction.atomic
def accept_as(user: User, key: str, now: datetime) -> None:
    """What the invitation gives, to the account of its address. Raises DeadLinkError, for another also."""
    held, invitation = _take(key, now)
    if invitation.email != user.email:
        raise DeadLinkError
    _accepted(held, invitation, user, now)


def _take(key: str, now: datetime) -> tuple[Link, Invitation]:
    """Locked, so that two clicks do not both open it."""
    held = keys.lock(key, INVITATION, now)
    found = _of(held)
    if found is None:
        raise DeadLinkError
    return held, found


def _of(held: Link) -> Invitation | None:
    return Invitation.objects.select_related("invited_by").filter(pk=held.record_id).first()


def _link(invitation: Invitation) -> Link:
    """Of an invitation of the body in scope. Raises DeadLinkError once the link itself is deleted."""
    found = keys.about(INVITATION, [invitation.pk]).get(invitation.pk)
    if found is None:
        raise DeadLinkError
    return found


def _accepted(held: Link, invitation: Invitation, user: User, now: datetime) -> None:
    keys.spend(held, now)
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted(user, invitation)
    note("invitation_accepted", user=user, invitation=invitation.pk)
