"""Inviting a person: a secret link of the body that invites, good once, seven days. And what becomes of it."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from egide.platform.accounts.hooks import invitation_accepted
from egide.platform.accounts.models import Invitation, User
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
_MAIL: Final = logging.getLogger("egide.mail")


class AccountExistsError(Exception):
    """There is an account at this address: its owner signs in, then `accept_as`."""


def invite(email: str, name: str, payload: dict[str, Any], by: User | None, now: datetime) -> tuple[Invitation, str]:
    """The invitation and its key, that is nowhere else: send it at once. `payload` is JSON, given back on acceptance.

    In the scope of the body that invites. Whoever calls checks that `by` may invite.
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
        note("invitation_revoked", user=by, invitation=invitation.pk)


def send(invitation: Invitation, url: str, sender: str) -> bool:
    """The mail with the link; False when the server of mail refused it (say so, and offer to send again).

    `url` is absolute; `sender` is who the person knows: a name, a body.
    """
    told = {"invitation": invitation, "url": url, "sender": sender, "days": INVITATION.lifetime.days}
    subject = " ".join(render_to_string("accounts/email/invitation_subject.txt", told).split())
    body = render_to_string("accounts/email/invitation_message.txt", told).strip()
    try:
        send_mail(subject, body, None, [invitation.email])
    except (OSError, SMTPException):
        _MAIL.exception("mail not sent: invitation %s", invitation.pk)
        return False
    return True


def find(key: str, now: datetime) -> Invitation | None:
    """The invitation that this key opens; None for any other, whatever the reason."""
    link = keys.find(key, INVITATION, now)
    return _of(link) if link else None


def standing(invitations: Iterable[UUID]) -> dict[UUID, Link]:
    """The links of those that can still be accepted or sent again, in the scope of the body; one query."""
    found = keys.about(INVITATION, invitations)
    return {key: link for key, link in found.items() if link.revoked_at is None and link.uses_left != 0}


def account_of(invitation: Invitation) -> User | None:
    """The account that exists already at this address."""
    return User.objects.filter(email=invitation.email).first()


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
    user = User.objects.create_user(invitation.email, password, name=person.name)
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
