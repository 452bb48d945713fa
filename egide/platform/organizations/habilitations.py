"""Who may give which role to whom. Nobody gives themselves anything; the roles of a centre are given in a centre."""

from collections.abc import Set
from uuid import UUID

from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations import shapes
from egide.platform.organizations.access import Access
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role
from egide.platform.records.storage import Errors

_OF_CENTRE = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def is_centre(body: Organization) -> bool:
    """Whether a body advises others."""
    return body.kind is OrganizationKind.CDG


def grantable(access: Access) -> frozenset[Role]:
    """The roles that a person may give, change and withdraw in a body; to others than themselves."""
    if not is_centre(access.organization):
        return MEMBER_ROLES if access.roles & {Role.REFERENT, *_OF_CENTRE} else frozenset()
    if Role.ADMINISTRATOR in access.roles:
        return MEMBER_ROLES | CENTRE_ROLES
    return (MEMBER_ROLES | CENTRE_ROLES) - {Role.ADMINISTRATOR} if Role.MANAGER in access.roles else frozenset()


def may_change(access: Access, membership: Membership) -> bool:
    """Whether a person may change a habilitation: one of their own, never."""
    return membership.user_id != access.user_id and membership.role in grantable(access)


def may_withdraw(access: Access, membership: Membership) -> bool:
    """Whether a person may withdraw a habilitation. Their own too, when they manage people: it raises no right."""
    return membership.role in grantable(access)


def membership_errors(wanted: shapes.Membership, body: Organization, services: Set[UUID]) -> Errors:
    """What a habilitation cannot be in this body, in French, by path. `services`: the ids of those it has."""
    if wanted.role is None:
        return {"role": ["Choisissez un rôle."]}
    if wanted.role in CENTRE_ROLES and not is_centre(body):
        return {"role": ["Ce rôle n’existe que dans un centre de gestion."]}
    if wanted.services and wanted.role is not Role.CONTRIBUTOR:
        return {"services": ["Seul un contributeur est rattaché à des services."]}
    if set(wanted.services or ()) - services:
        return {"services": ["L’un de ces services n’est pas, ou n’est plus, un service de la collectivité."]}
    if wanted.every_member is not None and wanted.role is not Role.ADVISOR:
        return {"every_member": ["Seul un conseiller du centre de gestion travaille dans d’autres collectivités."]}
    return {}
