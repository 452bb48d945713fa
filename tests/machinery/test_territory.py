"""The list over all the bodies that a person reaches: theirs and no other, and only for those who reach several."""

import pytest
from django.test import Client

from egide.platform.organizations.shapes import Role
from egide.urls import REGISTERS
from tests.machinery.world import World

pytestmark = pytest.mark.django_db
OTHERS = [Role.REFERENT, Role.READER, Role.MANAGER, Role.ADMINISTRATOR, None, "revoked"]
each_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)


def seen(role, path):
    client = Client()
    client.force_login(World().person(role))
    return client.get(path)


@each_register
def test_an_advisor_reads_the_members_of_the_centre(register):
    shown = seen(Role.ADVISOR, f"/territoire/{register.path}/").content.decode()
    assert f"CANARY-OWN-{register.name}-name" in shown
    assert f"CANARY-SIBLING-{register.name}-name" in shown
    assert "CANARY-FOREIGN" not in shown


@each_register
@pytest.mark.parametrize(
    "role", [Role.REFERENT, Role.READER, Role.MANAGER, Role.ADMINISTRATOR, None, "revoked"], ids=str
)
def test_others_have_no_such_page(register, role):
    assert seen(role, f"/territoire/{register.path}/").status_code == 404
