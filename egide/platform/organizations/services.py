"""Bringing bodies and people in: each write is one sealed version in the chain of the body it concerns."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from egide.law.facts import Organization as Facts
from egide.law.facts.codes import OrganizationKind, PopulationBasis
from egide.platform.accounts.models import User
from egide.platform.organizations import directory, shapes
from egide.platform.organizations.grammar import place
from egide.platform.organizations.models import Assignment, Membership, Organization, Service
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope


def create_organization(
    facts: Facts, *, centre: Organization | None = None, epci_siren: str = "", slug: str = ""
) -> Organization:
    """A new body, with an address drawn from its name. To be called while someone is acting.

    Raises InvalidFactsError.
    """
    body = Organization(id=facts.id, slug=slug or free_slug(facts), centre=centre, epci_siren=epci_siren)
    with scope(body):
        save_aggregate(body, facts)
    return body


def free_slug(facts: Facts) -> str:
    """« bruay-la-buissiere », with the INSEE code or the SIREN when another body has it."""
    base = slugify((facts.name or "").replace("’", " "))[:60].strip("-") or "collectivite"
    for tail in ("", facts.insee_code or "", facts.siren or "", facts.id.hex[:8]):
        wanted = f"{base}-{tail}" if tail else base
        if (tail or base) and not unlocked(Organization).filter(slug=wanted).exists():
            return wanted
    return facts.id.hex


def enrol(
    user: User,
    organization: Organization,
    role: Role,
    *,
    services: Iterable[UUID] = (),
    every_member: bool | None = None,
) -> Membership:
    """Give a person a role in a body."""
    facts = shapes.Membership(id=uuid.uuid4(), role=role, services=tuple(services) or None, every_member=every_member)
    membership = Membership(organization_id=organization.id, id=facts.id, user=user)
    with scope(organization):
        save_aggregate(membership, facts)
    return membership


def assign(membership: Membership, centre: Organization, member: Organization) -> Assignment:
    """Give a member to an advisor of its centre."""
    facts = shapes.Assignment(id=uuid.uuid4())
    assignment = Assignment(organization_id=centre.id, id=facts.id, membership_id=membership.id, member_id=member.id)
    with scope(centre):
        save_aggregate(assignment, facts)
    return assignment


def add_services(organization: Organization, names: Iterable[str]) -> dict[str, Service]:
    """The services of a body, by name."""
    made = {}
    with scope(organization):
        for name in names:
            facts = shapes.Service(id=uuid.uuid4(), name=name)
            made[name] = Service(organization_id=organization.id, id=facts.id)
            save_aggregate(made[name], facts)
    return made


def load_directory(departement: str, centre: Organization | None, *, but: Iterable[str] = ()) -> list[Organization]:
    """All the communes and EPCI of a département, under a centre; `but`: the SIRENs of those that are there already.

    Returns the bodies that were added.
    """
    there = {*but, *unlocked(Organization).exclude(siren=None).values_list("siren", flat=True)}
    found: list[tuple[Facts, str]] = [
        *((commune_facts(c), c.epci_siren or "") for c in directory.communes_of(departement) if c.siren not in there),
        *((epci_facts(e), "") for e in directory.epci_of(departement) if e.siren not in there),
    ]
    return [create_organization(facts, centre=centre, epci_siren=epci) for facts, epci in found]


def commune_facts(commune: directory.Commune) -> Facts:
    """What the official list says of a commune."""
    facts = Facts(
        id=uuid.uuid4(),
        name=f"Commune {place(commune.name, commune.liaison).of_the}",
        kind=OrganizationKind.COMMUNE,
        siren=commune.siren,
        insee_code=commune.code,
        is_public_authority=True,
    )
    return _counted(facts, commune.total_population, commune.municipal_population)


def epci_facts(epci: directory.Epci) -> Facts:
    """What the official list says of an EPCI."""
    facts = Facts(
        id=uuid.uuid4(),
        name=epci.full_name,
        kind=OrganizationKind.EPCI,
        siren=epci.siren,
        is_public_authority=True,
    )
    return _counted(facts, epci.total_population, epci.municipal_population)


def _counted(facts: Facts, total: int | None, municipal: int | None) -> Facts:
    """The total population where it is known, the municipal one otherwise: which of the two is said."""
    if total is None and municipal is None:
        return facts
    basis = PopulationBasis.MUNICIPALE if total is None else PopulationBasis.TOTALE
    count: Any = municipal if total is None else total
    return replace(facts, population=count, population_basis=basis, population_year=directory.POPULATION_YEAR)
