"""What a person may reach, and the roles in each body: asked anew at every request, so a right removed is gone."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from egide.platform.organizations.models import Membership, Organization, Service
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by, unscoped

_BEFORE = "a person's rights are read before any body is in scope"


@dataclass(frozen=True)
class Access:
    """What one person may do in one body. `roles` holds those of the centre too, for the bodies it advises."""

    user_id: UUID
    organization: Organization
    roles: frozenset[Role]
    service_ids: frozenset[UUID] = frozenset()
    reads_registers: bool = True
    """What `reach` says, that the row policies of PostgreSQL obey too: both locks have one rule. A role of a centre
    opens the registers of its members, not those that the centre keeps for itself."""

    @cached_property
    def services(self) -> frozenset[str]:
        """The names of the services of a contributor; needs the scope of the body."""
        if not self.service_ids:
            return frozenset()
        return frozenset(s.name for s in Service.objects.filter(id__in=self.service_ids, state=State.ACTIVE) if s.name)

    @property
    def as_centre(self) -> bool:
        """Whether the person is here for the centre, in a body that is not the centre itself."""
        return bool(self.roles & CENTRE_ROLES) and not self.roles & MEMBER_ROLES


def access_to(user_id: UUID, slug: str) -> Access | None:
    """The access of a person to the body at this address; None when it does not exist or is not theirs to see."""
    with unscoped(_BEFORE):
        body = Organization.objects.defer("search_text").filter(slug=slug, state=State.ACTIVE).first()
        if body is None:
            return None
        owners = [i for i in (body.id, body.centre_id) if i]
        found = Membership.objects.filter(user_id=user_id, state=State.ACTIVE, organization_id__in=owners)
        memberships = list(found)
    reads = _reads_registers(user_id, body.id)
    if reads is None:
        return None
    return _access(user_id, body, memberships, reads=reads)


def _access(user_id: UUID, body: Organization, memberships: list[Any], *, reads: bool) -> Access:
    roles = {m.role for m in memberships if m.organization_id == body.id}
    if body.centre_id != body.id:
        roles |= {m.role for m in memberships if m.organization_id == body.centre_id} & CENTRE_ROLES
    if not reads and body.centre_id:
        roles -= {Role.ADVISOR}
    services = {i for m in memberships if m.organization_id == body.id for i in m.services or ()}
    return Access(user_id, body, frozenset(roles), frozenset(services), reads)


def _reads_registers(user_id: UUID, organization_id: UUID) -> bool | None:
    """None when the body is out of reach."""
    key = (lambda i: i.hex) if connection.vendor == "sqlite" else str
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT registers FROM reach WHERE user_id = %s AND organization_id = %s",
            [key(user_id), key(organization_id)],
        )
        rows = cursor.fetchall()
    return any(row[0] for row in rows) if rows else None


def reads_several(user_id: UUID) -> bool:
    """Whether the person reads the registers of more than one body."""
    key = user_id.hex if connection.vendor == "sqlite" else str(user_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_id FROM reach WHERE user_id = %s AND registers LIMIT 2", [key])
        return len(cursor.fetchall()) > 1


def bodies_of(user_id: UUID) -> list[Organization]:
    """The bodies that a person reaches, in French order."""
    with reached_by(user_id):
        return list(Organization.objects.filter(state=State.ACTIVE).order_by("sort_key", "id"))


def needs_second_factor(user: Any) -> bool:
    """Whether the person acts for a centre: then a password alone does not open the registers of its members."""
    with unscoped(_BEFORE):
        roles = [role.value for role in CENTRE_ROLES]
        found: bool = Membership.objects.filter(user_id=user.id, state=State.ACTIVE, role__in=roles).exists()
    return found
