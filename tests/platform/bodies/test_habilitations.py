"""What a role cannot be is refused under the screens too: a command or an import gives none of it."""

import pytest

from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations.access import access_to
from egide.platform.organizations.habilitations import grantable
from egide.platform.organizations.services import add_services, assign, enrol
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.saving import archive
from egide.platform.records.scope import scope
from tests.platform.bodies.world import browser, person


@pytest.fixture
def actor():
    with acting(Actor("test")) as actor:
        yield actor


def refused(call, *args, **more):
    with pytest.raises(InvalidFactsError) as error:
        call(*args, **more)
    return set(error.value.errors)


@pytest.mark.parametrize("role", sorted(CENTRE_ROLES))
def test_the_roles_of_a_centre_are_given_in_a_centre(world, actor, role):
    assert refused(enrol, world.reader, world.a, role) == {"role"}


def test_services_are_those_of_the_body_in_service_and_of_contributors(world, actor):
    made = add_services(world.a, ["Écoles", "Voirie"])
    foreign = add_services(world.b, ["Culture"])["Culture"]
    with scope(world.a):
        archive(made["Voirie"], expected=1)
    for service in (made["Voirie"], foreign):
        assert refused(enrol, world.reader, world.a, Role.CONTRIBUTOR, services=[service.id]) == {"services"}
    assert refused(enrol, world.reader, world.a, Role.READER, services=[made["Écoles"].id]) == {"services"}
    assert refused(enrol, world.reader, world.a, Role.REFERENT, every_member=True) == {"every_member"}


def test_giving_the_same_role_again_changes_it(world, actor):
    made = add_services(world.a, ["Écoles"])["Écoles"]
    first = enrol(world.reader, world.a, Role.CONTRIBUTOR)
    again = enrol(world.reader, world.a, Role.CONTRIBUTOR, services=[made.id])
    assert (again.id, again.revision, tuple(again.services)) == (first.id, 2, (made.id,))


def test_an_advisor_is_given_members_of_the_centre_only(world, actor):
    advisor = enrol(world.reader, world.centre, Role.ADVISOR, every_member=False)
    assert refused(assign, advisor, world.centre, world.foreign) == {""}
    assert refused(assign, world.manager.membership, world.centre, world.a) == {""}
    assert assign(advisor, world.centre, world.a).id == assign(advisor, world.centre, world.a).id


def test_who_gives_what():
    class Here:
        def __init__(self, kind, *roles):
            self.roles, self.organization = frozenset(roles), type("Body", (), {"kind": kind})

    commune, centre = OrganizationKind.COMMUNE, OrganizationKind.CDG
    for role in (Role.CONTROLLER, Role.CONTRIBUTOR, Role.READER, Role.ADVISOR):
        assert grantable(Here(commune, role)) == grantable(Here(centre, role)) == frozenset()
    for role in (Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR):
        assert grantable(Here(commune, role)) == MEMBER_ROLES
    assert grantable(Here(centre, Role.REFERENT)) == frozenset()
    assert grantable(Here(centre, Role.MANAGER)) == (MEMBER_ROLES | CENTRE_ROLES) - {Role.ADMINISTRATOR}
    assert grantable(Here(centre, Role.ADMINISTRATOR)) == MEMBER_ROLES | CENTRE_ROLES


def test_nobody_gives_themselves_members_nor_to_an_advisor_of_all(world):
    both = person(world.centre, Role.ADVISOR, email=world.manager.email, every_member=False)
    client = browser(world.manager)
    for advisor in (both.membership, world.advisor.membership, world.administrator.membership):
        address = f"/o/centre/personnes/{advisor.id}/collectivites/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"give": str(world.a.id)}).status_code == 404
    assert access_to(world.manager.id, "a").roles == {Role.MANAGER}
