"""The registers that a centre keeps for itself: a role of the centre opens those of its members, not these."""

import pytest
from django.test import Client

from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.acting import Actor, acting
from egide.urls import REGISTERS
from tests.machinery.world import World

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)


@each_register
@pytest.mark.parametrize("role", sorted(CENTRE_ROLES), ids=str)
def test_a_role_of_the_centre_does_not_open_its_own_registers(register, role):
    world, client = World(), Client()
    client.force_login(world.person(role))
    base = f"/o/{world.centre.slug}/{register.path}/"
    for path in (base, f"{base}ajouter/", f"{base}{world.ids[world.centre.id][register.name]}/"):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"name": "Nouveau"}).status_code == 404, path
    assert client.get(f"/o/{world.centre.slug}/adherents/").status_code == 200


@each_register
def test_a_role_of_a_member_in_the_centre_does(register):
    world, client = World(), Client()
    advisor = world.person(Role.ADVISOR)
    with acting(Actor("test")):
        enrol(advisor, world.centre, Role.REFERENT)
    client.force_login(advisor)
    assert client.get(f"/o/{world.centre.slug}/{register.path}/").status_code == 200
