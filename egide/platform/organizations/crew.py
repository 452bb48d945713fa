"""The people of a body, and those of its centre who come there: who they are, not what they may do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from egide.platform.organizations.models import Assignment, Membership, Organization, Service
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.scope import unscoped

_ORDER = {role: number for number, role in enumerate(Role)}
_WHY = "a body may know which people of its centre reach it"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a role. `services`: names, of a contributor; `assigned`: how many bodies an advisor was given."""

    membership: Membership
    name: str
    email: str
    services: tuple[str, ...] = ()
    assigned: int = 0


def people_of_scope() -> list[Member]:
    """Those of the body in scope, role by role, then by name: three queries, whatever their number."""
    memberships = list(Membership.objects.filter(state=State.ACTIVE).select_related("user"))
    names = {service.id: str(service) for service in Service.objects.filter(state=State.ACTIVE)}
    given = _assigned()
    people = [
        Member(
            membership,
            membership.user.name,
            membership.user.email,
            tuple(names[i] for i in membership.services or () if i in names),
            given[membership.id],
        )
        for membership in memberships
    ]
    return _sorted(people)


def _assigned() -> Mapping[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    for advisor in Assignment.objects.filter(state=State.ACTIVE).values_list("membership_id", flat=True):
        found[advisor] += 1
    return found


def people_of_centre(body: Organization) -> list[Member]:
    """Those of the centre that advises a body who reach it. Read as the installation: its people are the centre's."""
    if body.centre_id is None:
        return []
    with unscoped(_WHY), identified(SYSTEM):
        rows = Membership.objects.filter(
            organization_id=body.centre_id, state=State.ACTIVE, role__in=[role.value for role in CENTRE_ROLES]
        )
        memberships = list(rows.select_related("user"))
        given = Assignment.objects.filter(organization_id=body.centre_id, member_id=body.id, state=State.ACTIVE)
        advisors = frozenset(given.values_list("membership_id", flat=True))
    come = [m for m in memberships if m.role is not Role.ADVISOR or m.every_member or m.id in advisors]
    return _sorted([Member(m, m.user.name, m.user.email) for m in come])


def _sorted(people: Sequence[Member]) -> list[Member]:
    return sorted(people, key=lambda each: (_ORDER.get(each.membership.role, 99), each.name, each.email))  # type: ignore[arg-type]


def others_in(role: Role, but: Membership) -> int:
    """How many other people have this role in the body in scope."""
    rows = Membership.objects.filter(state=State.ACTIVE, role=role.value).exclude(id=but.id)
    return int(rows.count())
