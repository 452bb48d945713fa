"""Whatever stands after the « ? » of an address, and in its cookies: a page or a refusal, never a failure.

The parameters are not listed here: each page is opened once, and what it asks of its address is noted.
"""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from egide.platform.organizations.shapes import Role
from egide.urls import REGISTERS
from tests.machinery.routes import DOORS, Door, every_route
from tests.machinery.world import World

pytestmark = pytest.mark.django_db
FIRST_DAY = b"0001-01-01"
VALUES = [
    b"a\x00b\x01\x1b\x7f",
    "\ud800".encode("utf-8", "surrogatepass") + b"\xff",
    "é ".encode() * 4000,
    b"9" * 40,
    "²".encode(),
    b"-1e999",
    FIRST_DAY,
    b"9999-12-31",
    b"'\"\\%_;--",
]
ASKS = ("get", "getlist", "__contains__", "__getitem__")


@pytest.fixture
def world(db):
    cache.clear()
    return World()


@pytest.fixture
def clients(world):
    """By role: who opens the pages of one's own body, and those of the centre."""
    made = {}
    for role in Role:
        made[role] = Client(raise_request_exception=False)
        made[role].force_login(world.person(role))
    return made


@pytest.fixture
def asked(monkeypatch):
    """The names of parameters that were asked of an address since this was emptied."""
    names = set()

    def noting(plain):
        def note(self, name, *rest):
            names.add(name)
            return plain(self, name, *rest)

        return note

    for method in ASKS:
        monkeypatch.setattr(QueryDict, method, noting(getattr(QueryDict, method)))
    return names


def opened(world, clients):
    """Each address, with somebody who may open it."""
    for route in every_route():
        if route.within:
            role = next((r for r in Role if r in (route.roles or ())), None)
            body = world.own
            yield route, clients[role], route.path(body.slug, world.ids[body.id])
        elif DOORS[route.name] is Door.SIGNED_IN and not route.takes:
            yield route, clients[Role.ADVISOR], route.path("", {})
        elif not route.takes:
            yield route, Client(raise_request_exception=False), route.path("", {})


def ask(client, path):
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def worth_trying(route, names):
    """All of them where something is asked; the registers after the first share its views, not its filters."""
    if not names:
        return VALUES[:1]
    return VALUES if route.register is None or route.register is REGISTERS[0] else (VALUES[0], FIRST_DAY)


def test_no_address_fails(world, clients, asked):
    failed, seen = [], set()
    for route, client, path in opened(world, clients):
        asked.clear()
        ask(client, path)
        names = sorted(asked)
        seen |= set(names)
        for value in worth_trying(route, names):
            together = urlencode({**dict.fromkeys(names, value), b"a\x00": value})
            each = [urlencode({name: value}) for name in names] if value is VALUES[0] else []
            twice = [f"{together}&{urlencode(dict.fromkeys(names, b'1'))}"] if value is VALUES[0] else []
            for query in (together, *twice, *each):
                answer = ask(client, f"{path}?{query}")
                if answer.status_code >= 500:
                    failed.append((route.name, query[:60]))
    assert failed == []
    assert seen >= {"q", "page", "tri", "au", "de", "a", "format", "situation", "colonne", "registre", "geste", "next"}


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000bbbbbbb"', "é" * 32, "x" * 4000, "'--", '"\\377\\376aaaaaa"'])
def test_no_cookie_makes_a_page_fail(key):
    client = Client(raise_request_exception=False)
    for path in ("/", "/connexion/", "/o/berck/"):
        assert client.get(path, headers={"cookie": f"session={key}; csrf={key}"}).status_code < 400


def test_what_nobody_types_is_left_out_of_a_search(world, clients):
    shown = clients[Role.REFERENT].get(f"/o/{world.own.slug}/recherche/?q=can%00ary%1B").content.decode()
    assert 'value="canary"' in shown
