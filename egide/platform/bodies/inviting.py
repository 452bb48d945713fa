"""Bringing someone in by e-mail. The role is given when the link is opened, if whoever invited may still give it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.platform.accounts import invitations
from egide.platform.accounts.mails import post_invitation, topic_of
from egide.platform.accounts.models import Invitation, User
from egide.platform.kernel.screens.guarding import Request
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.opening import address_of
from egide.platform.mail.models import Message
from egide.platform.mail.reading import last_about
from egide.platform.organizations import shapes
from egide.platform.organizations.access import Access, access_to
from egide.platform.organizations.habilitations import grantable, membership_errors
from egide.platform.organizations.models import Membership, Organization, Service
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.scope import scope

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation that nobody opened yet."""

    invitation: Invitation
    role: Role
    expires_at: datetime
    is_expired: bool
    mail: Message | None = None
    """The last one that carried its link, while it is known."""


def invite(request: Request, email: str, name: str, wanted: shapes.Membership, now: datetime) -> None:
    """Send the link. Raises InvalidFactsError when the role cannot be given."""
    body = request.organization
    known = frozenset(Service.objects.filter(state=State.ACTIVE).values_list("id", flat=True))
    if errors := membership_errors(wanted, body, known) or _held(email, wanted.role):
        raise InvalidFactsError(errors)
    invitation, key = invitations.invite(email, name, _payload(body, wanted), request.user, now)
    send(request, invitation, key)


def _held(email: str, role: Role | None) -> dict[str, list[str]]:
    rows = Membership.objects.filter(user__email=email.strip().lower(), role=role, state=State.ACTIVE)
    return {"email": ["Cette personne a déjà ce rôle ici."]} if rows.exists() else {}


def send(request: Request, invitation: Invitation, key: str) -> None:
    """The mail into the queue, with the address of the page where the key opens."""
    url = request.build_absolute_uri(address_of(invitations.INVITATION, key))
    until = invitation.invited_at + invitations.INVITATION.lifetime
    post_invitation(invitation, url, f"{request.user} ({request.organization.name})", until)


def _payload(body: Organization, wanted: shapes.Membership) -> Payload:
    return {
        "organization": str(body.id),
        "slug": body.slug,
        "role": str(wanted.role.value) if wanted.role else "",
        "services": [str(i) for i in wanted.services or ()],
        "every_member": wanted.every_member,
    }


def pending(body: Organization, now: datetime) -> list[Pending]:
    """Those of the body in scope that can still be opened or sent again, the latest first: three queries."""
    rows = list(Invitation.objects.filter(payload__organization=str(body.id), accepted_at=None).order_by("-invited_at"))
    links = invitations.standing(each.id for each in rows) if rows else {}
    found = [(each, links[each.id]) for each in rows if each.id in links]
    mails = last_about([topic_of(each) for each, _ in found])
    return [
        Pending(each, Role(each.payload["role"]), link.expires_at, not link.is_live(now), mails.get(topic_of(each)))
        for each, link in found
    ]


def accepted(user: User, invitation: Invitation) -> None:
    """Give the role, as whoever invited, who must still be allowed to give it. Raises DeadLinkError if not.

    `held`: the person came with the body from another installation, and has the role already.
    """
    told: Payload = invitation.payload
    if told.get("held"):
        return
    access, role = _access(invitation), Role(told["role"])
    if access is None or role not in grantable(access):
        raise DeadLinkError
    body = access.organization
    with acting(Actor(str(invitation.invited_by), access.user_id)):
        with scope(body):
            asked = [UUID(text) for text in told["services"]]
            services = list(Service.objects.filter(id__in=asked, state=State.ACTIVE).values_list("id", flat=True))
        try:
            enrol(user, body, role, services=services, every_member=told["every_member"])
        except InvalidFactsError as refused:  # a service archived since, say: the role cannot be given as it was meant
            raise DeadLinkError from refused


def _access(invitation: Invitation) -> Access | None:
    """Of whoever invited, today: asked as the installation, since the one who answers reaches nothing yet."""
    if invitation.invited_by_id is None or invitation.invited_by_id == invitation.accepted_by_id:
        return None
    with identified(SYSTEM):
        return access_to(invitation.invited_by_id, invitation.payload["slug"])
