"""The matrix again with the first lock removed: no query is confined any more, and the policies alone leak nothing."""

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client

from egide.platform.organizations import models as organizations
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records import models as records
from egide.platform.records.scope import scope
from egide.urls import REGISTERS
from tests.machinery.test_isolation_matrix import FULL, ROLES, ROUTES, TAILS, ask, state_of, told
from tests.machinery.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
METHODS = ("GET", "POST")
FEW = [Role.REFERENT, Role.READER, Role.ADVISOR, Role.ADMINISTRATOR, None, "revoked"]
"""The policies know who reaches what, not roles: one of each kind. All of them by `make matrix`."""


@pytest.fixture
def world(db, monkeypatch):
    """Filled under both locks, then the first one is taken off."""
    made = World()
    monkeypatch.setattr(records, "confine", lambda *_: Q())
    monkeypatch.setattr(organizations, "confine_organizations", lambda *_: Q())
    return made


@pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
def test_the_first_lock_is_really_off(world, register):
    """Control: to the installation itself, that the policies let read all, the scope of a body hides nothing."""
    with scope(world.own):
        bodies = set(register.model.objects.values_list("organization_id", flat=True))
        assert {world.own.id, world.foreign.id} <= bodies


def tails_of(route):
    return TAILS.get(route.name.partition("-")[2] if route.register else route.name, ())


@pytest.mark.parametrize("role", ROLES if FULL else FEW, ids=str)
def test_the_policies_alone_leak_nothing(world, role):
    client = Client()
    client.force_login(world.person(role))
    strangers = [b"CANARY-FOREIGN", b"CANARY-XCENTRE"] + ([] if role in CENTRE_ROLES else [b"CANARY-SIBLING"])
    others = world.others(role)
    before = state_of(others)
    own, foreign = (world.ids[body.id] for body in (world.own, world.foreign))
    cells = 0
    for route in ROUTES:
        for slug, ids in ((world.own.slug, own), (world.own.slug, foreign), (world.foreign.slug, foreign)):
            for method in METHODS:
                sid = transaction.savepoint()
                for tail in ("", *tails_of(route)) if method == "GET" and ids is own else ("",):
                    status, body, headers = told(ask(client, method, route.path(slug, ids) + tail))
                    where = (role, method, route.name, slug, tail)
                    assert status < 500, where
                    assert not [canary for canary in strangers if canary in body + str(headers).encode()], where
                    cells += 1
                if method == "POST":
                    assert state_of(others) == before, (role, method, route.name, slug)
                transaction.savepoint_rollback(sid)
    assert cells > 500
    assert state_of(others) == before, role
