"""The addresses that a secret link opens: each says its purpose, all look the same to who has no key."""

import pytest
from django.core.cache import cache
from django.test import Client

from egide.platform.links.purposes import purposes
from egide.platform.links.redacting import PREFIX
from tests.machinery.routes import DOORS, Door, every_route
from tests.machinery.test_isolation_matrix import METHODS, ask, told
from tests.machinery.world import World

pytestmark = pytest.mark.django_db
ROUTES = [route for route in every_route() if getattr(route.view, "purpose", None)]


def test_each_purpose_has_an_address_of_its_own_that_says_it():
    found = {route.view.purpose.name: route.name for route in ROUTES}
    assert found == {name: purpose.view for name, purpose in purposes().items()}
    assert {route.name for route in ROUTES} == {name for name, door in DOORS.items() if door is Door.BEARER}


def test_what_holds_a_key_is_where_keys_are_kept_out_of_logs():
    assert {f"/{route.pattern}".startswith(PREFIX) for route in ROUTES} == {True}
    assert {r.name for r in every_route() if f"/{r.pattern}".startswith(PREFIX)} == {r.name for r in ROUTES}


def test_without_its_key_every_address_is_one_and_the_same():
    world = World()
    pages = {}
    for client, who in ((Client(), "anyone"), (Client(), "signed in")):
        if who == "signed in":
            client.force_login(world.person(None))
        for route in ROUTES:
            for method in METHODS:
                for key in ("x", "k" * 43, str(world.ids[world.own.id]["link_id"])):
                    cache.clear()
                    answer = told(ask(client, method, f"/{route.pattern}".replace("<str:key>", key)))
                    assert answer[0] in {404, 405}
                    pages.setdefault((who, method), set()).add(str(answer))
    assert {len(different) for different in pages.values()} == {1}
