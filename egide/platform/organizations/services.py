"""Making bodies, and giving people a role in them. Whoever calls is already acting; scopes are opened here."""

import dataclasses
import uuid
from collections.abc import Iterable
from uuid import UUID

from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.organizations import directory, shapes
from egide.platform.organizations.addresses import free_address, taken_addresses
from egide.platform.organizations.directory import Commune, Epci
from egide.platform.organizations.habilitations import membership_errors
from egide.platform.organizations.identifiers import digits
from egide.platform.organizations.models import Assignment, Membership, Organization, Service
from egide.platform.organizations.places import epci_siren_of, facts_of
from egide.platform.organizations.shapes import Role
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.saving import Change, found, save_aggregate, save_many
from egide.platform.records.scope import scope, unscoped


def create_organization(
    known: facts.Organization, *, slug: str | None = None, centre: Organization | None = None, epci_siren: str = ""
) -> Organization:
    """A new body, that `centre` advises. Without `slug`, the readable address that is free; without `epci_siren`, what
    the directory says of its commune. Raises InvalidFactsError."""
    known = tidy(known)
    address = slug or free_address(known, taken_addresses())
    body = _new(known, address, centre, epci_siren)
    with scope(body):
        save_aggregate(body, known)
    return body


def tidy(known: facts.Organization) -> facts.Organization:
    """The same facts, with SIREN and SIRET in figures alone."""
    siren, siret = (digits(text) or None if text else None for text in (known.siren, known.siret))
    return dataclasses.replace(known, siren=siren, siret=siret)


def _new(known: facts.Organization, slug: str, centre: Organization | None, epci_siren: str) -> Organization:
    commune = directory.commune(known.insee_code) if known.insee_code else None
    epci = epci_siren or (epci_siren_of(commune) if commune else "")
    return Organization(id=known.id, slug=slug, centre_id=centre.id if centre else None, epci_siren=epci)


def load_directory(departement: str, centre: Organization | None, *, but: Iterable[str] = ()) -> list[Organization]:
    """Every commune and EPCI of a département, as bodies that `centre` advises; those that are there are left alone.

    `but`: the SIRENs of those to leave out. One act, one journal for each body. Returns what was added. Raises
    KeyError on a code that no département has.
    """
    places: list[Commune | Epci] = [*directory.epci_of(departement), *directory.communes_of(departement)]
    left, taken = {*but, *_sirens()}, set(taken_addresses())
    changes = []
    for place in places:
        if place.siren not in left:
            known = facts_of(place)
            address = free_address(known, taken)
            taken.add(address)
            changes.append(Change(_new(known, address, centre, ""), known))
    return [body for body in found(changes) if isinstance(body, Organization)] if changes else []


def _sirens() -> frozenset[str]:
    with unscoped("what is in the installation already, before a département is added"), identified(SYSTEM):
        return frozenset(Organization.objects.exclude(siren=None).values_list("siren", flat=True))


def add_services(organization: Organization, names: Iterable[str]) -> dict[str, Service]:
    """The services of a body, by name."""
    told = [shapes.Service(id=uuid.uuid4(), name=name) for name in names]
    made = [Service(organization=organization, id=each.id) for each in told]
    with scope(organization):
        save_many([Change(service, each) for service, each in zip(made, told, strict=True)])
    return {str(service): service for service in made}


def enrol(
    user: User,
    organization: Organization,
    role: Role,
    *,
    services: Iterable[UUID] = (),
    every_member: bool | None = None,
) -> Membership:
    """Give a person a role in a body. One that they have already is brought to what is asked.

    `services`: of a contributor; `every_member`: of an advisor. Raises InvalidFactsError.
    """
    with scope(organization):
        same = Membership.objects.filter(user_id=user.id, role=role.value, state=State.ACTIVE).first()
        membership = same or Membership(organization=organization, user_id=user.id)
        wanted = shapes.Membership(
            id=membership.id, role=role, services=tuple(services) or None, every_member=every_member
        )
        save_membership(membership, wanted, organization)
    return membership


def save_membership(membership: Membership, wanted: shapes.Membership, organization: Organization) -> None:
    """Within the scope of the body. Raises InvalidFactsError, ConflictError."""
    known = frozenset(Service.objects.filter(state=State.ACTIVE).values_list("id", flat=True))
    errors = membership_errors(wanted, organization, known)
    if errors:
        raise InvalidFactsError(errors)
    save_aggregate(membership, wanted, expected=membership.revision or None)


def assign(membership: Membership, centre: Organization, member: Organization, note: str = "") -> Assignment:
    """Give a member to an advisor of its centre who does not work in all. Raises InvalidFactsError."""
    if membership.role is not Role.ADVISOR or membership.organization_id != centre.id or member.centre_id != centre.id:
        raise InvalidFactsError({"": ["Seul un conseiller du centre de gestion de cette collectivité peut l’avoir."]})
    with scope(centre):
        same: Assignment | None
        same = Assignment.objects.filter(membership_id=membership.id, member_id=member.id, state=State.ACTIVE).first()
        if same is not None:
            return same
        drawn = uuid.uuid4()
        given = Assignment(organization=centre, id=drawn, membership_id=membership.id, member_id=member.id)
        save_aggregate(given, shapes.Assignment(id=drawn, note=note or None))
    return given
