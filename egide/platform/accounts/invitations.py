"""Inviting a person: a secret link of the body that invites, good once, seven days. And what becomes of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from egide.platform.accounts.hooks import invitation_accepted
from egide.platform.accounts.mails import withdraw_invitation
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.oidc.flow import Identity
from egide.platform.accounts.oidc.linking import link as link_identity
from egide.platform.accounts.security_log import note
from egide.platform.links import keys
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.models import Link
from egide.platform.links.purposes import Purpose

INVITATION: Final = Purpose(
    name="invitation",
    label="Invitation à ouvrir un compte",
    record_type="accounts.invitation",
    view="invitation",
    lifetime=timedelta(days=7),
)


class AccountExistsError(Exception):
    """There is an account at this address: its owner signs in, then `accept_as`."""


def invite(email: str, name: str, payload: dict[str, Any], by: User | None, now: datetime) -> tuple[Invitation, str]:
    """The invitation and its key, that is nowhere else: post it at once (`mails.post_invitation`).

    `payload` is JSON, given back on acceptance. In the scope of the body that invites. Whoever calls checks that `by`
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
    """The link is dead. Raises DeadLinkError once used."""
    link = _link(invitation)
    if link.uses_left == 0:
        raise DeadLinkError
    if keys.revoke(link, now):
        withdraw_invitation(invitation)
        note("invitation_revoked", user=by, invitation=invitation.pk)


def find(key: str, now: datetime) -> Invitation | None:
    """The invitation that this key opens; None for any other, whatever the reason."""
    link = keys.find(key, INVITATION, now)
    return _of(link) if link else None


def standing(invitations: Iterable[UUID]) -> dict[UUID, Link]:
    """The links of those that can still be accepted or sent again, in the scope of the body; one query."""
    found = keys.about(INVITATION, invitations)
    return {key: link for key, link in found.items() if link.revoked_at is None and link.uses_left != 0}


def account_of(invitation: Invitation) -> User | None:
    """The account that exists already at this address. One that nobody ever opened (it came with a body from another
    installation) is the invitation's to open."""
    found = User.objects.filter(email=invitation.email).first()
    return found if found and (found.has_usable_password() or found.last_login) else None


@transaction.atomic
def accept(key: str, password: str, name: str, now: datetime) -> User:
    """A new account, with what the invitation gives it.

    Raises DeadLinkError, AccountExistsError, or ValidationError (in French) on the password.
    """
    link, invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    person = User(email=invitation.email, name=name.strip() or invitation.name)
    validate_password(password, person)
    user = _opened(person, password)
    _accepted(link, invitation, user, now)
    return user


def _opened(person: User, password: str | None) -> User:
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

    Raises DeadLinkError, AccountExistsError, LinkedElsewhereError.
    """
    link, invitation = _take(key, now)
    if account_of(invitation):
        raise AccountExistsError
    user = _opened(User(email=invitation.email, name=name.strip() or identity.name or invitation.name), None)
    link_identity(user, identity, now)
    _accepted(link, invitation, user, now)
    return user


@transaction.atomic
def accept_as(user: User, key: str, now: datetime) -> None:
    """What the invitation gives, to the account of its address. Raises DeadLinkError, for another also."""
    link, invitation = _take(key, now)
    if invitation.email != user.email:
        raise DeadLinkError
    _accepted(link, invitation, user, now)


def _take(key: str, now: datetime) -> tuple[Link, Invitation]:
    """Locked, so that two clicks do not both open it."""
    link = keys.lock(key, INVITATION, now)
    found = _of(link)
    if found is None:
        raise DeadLinkError
    return link, found


def _of(link: Link) -> Invitation | None:
    return Invitation.objects.select_related("invited_by").filter(pk=link.record_id).first()


def _link(invitation: Invitation) -> Link:
    """Of an invitation of the body in scope. Raises DeadLinkError once the link itself is deleted."""
    found = keys.about(INVITATION, [invitation.pk]).get(invitation.pk)
    if found is None:
        raise DeadLinkError
    return found


def _accepted(link: Link, invitation: Invitation, user: User, now: datetime) -> None:
    keys.spend(link, now)
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted(user, invitation)
    note("invitation_accepted", user=user, invitation=invitation.pk)
