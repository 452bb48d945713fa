"""The API with the first lock removed: the policies alone leak nothing to a token, and know whose it is."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from egide.platform.organizations import models as organizations
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records import models as records
from egide.platform.records.identity import NOBODY, identified
from tests.machinery.test_api_matrix import ROUTES, ask, key_of, path
from tests.machinery.test_isolation_matrix import state_of, told
from tests.machinery.world import SECRET, World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def world(db, settings):
    settings.API_CALLS_PER_MINUTE = 1_000_000
    return World()


@pytest.mark.parametrize("role", [Role.REFERENT, Role.ADVISOR, None], ids=str)
def test_the_policies_alone_leak_nothing(world, role, monkeypatch):
    user = world.person(role)
    monkeypatch.setattr(records, "confine", lambda *_: Q())
    monkeypatch.setattr(organizations, "confine_organizations", lambda *_: Q())
    _, key = key_of(user)
    strangers = [b"CANARY-FOREIGN", b"CANARY-XCENTRE"] + ([] if role in CENTRE_ROLES else [b"CANARY-SIBLING"])
    own, foreign = (world.ids[body.id] for body in (world.own, world.foreign))
    others = world.others(role)
    before = state_of(others)
    for route in ROUTES:
        for slug, ids in ((world.own.slug, own), (world.own.slug, foreign), (world.foreign.slug, foreign)):
            for method in ("GET", "POST", "PATCH"):
                with identified(NOBODY):
                    status, body, headers = told(ask(key, method, path(route, slug, ids)))
                assert status < 500, (role, method, route.name)
                shown = body + str(headers).encode()
                assert not [canary for canary in strangers if canary in shown], (role, method, route.name, slug)
    assert state_of(others) == before
    for where in ("/api/v1/o/", "/api/v1/territoire/traitements/"):
        with identified(NOBODY):
            assert b"CANARY-FOREIGN" not in ask(key, "GET", where).content


def test_a_centre_without_its_second_factor_is_refused_though_nobody_is_told_at_first(world):
    """Its roles are rows of bodies, that the policies hide until the database knows who asks."""
    user = world.person(Role.ADVISOR)
    _, key = key_of(user)
    with identified(NOBODY):
        assert ask(key, "GET", "/api/v1/").status_code == 200
        Authenticator.objects.filter(user=user).delete()
        assert ask(key, "GET", "/api/v1/").status_code == 403
        TOTP.activate(user, SECRET)
        assert ask(key, "GET", f"/api/v1/o/{world.own.slug}/traitements/").status_code == 200


def test_the_database_knows_who_asks(world):
    user = world.person(Role.REFERENT)
    _, key = key_of(user)
    with identified(NOBODY), CaptureQueriesContext(connection) as asked:
        assert ask(key, "GET", f"/api/v1/o/{world.own.slug}/traitements/").json()["count"] == 1
    assert any(f"'{user.id}'" in query["sql"] for query in asked if "set_config" in query["sql"])
