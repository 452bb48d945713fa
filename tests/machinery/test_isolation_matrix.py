"""Every address, by every method, for every role, towards its own body, a sibling, a stranger: nothing leaks.

Generated from the resolver: an address whose view does not say whom it lets in fails.
"""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.models import JournalHead, Scoped, unlocked
from tests.machinery.routes import DOORS, WITHIN, every_route
from tests.machinery.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SAFE = {"GET", "HEAD", "OPTIONS"}
ROUTES = [route for route in every_route() if route.within]
ROLES = [*Role, None, "revoked"]
OF_THE_REQUEST = {"Set-Cookie", "Date", "Vary"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def told(answer):
    """All that an answer says: its body (files are opened), and its headers but those of this very request."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in OF_THE_REQUEST)
    return answer.status_code, body, headers


def ask(client, method, path):
    return client.generic(method, path, data="", content_type="application/x-www-form-urlencoded")


def state_of(bodies):
    """What any write to these bodies would change: the heads of their journals, and the number of their rows."""
    heads = sorted(
        (str(h.organization_id), h.seq, bytes(h.hash)) for h in unlocked(JournalHead).filter(organization_id__in=bodies)
    )
    return heads, [unlocked(m).filter(organization_id__in=bodies).count() for m in tables()]


def tables():
    return [model for model in apps.get_models() if issubclass(model, Scoped)]


def test_every_address_says_whom_it_lets_in():
    names = {route.name for route in every_route()}
    unsaid = [r.name for r in every_route() if r.name not in DOORS and (not r.within or r.roles is None)]
    assert unsaid == []
    assert {*DOORS, *WITHIN} <= names


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_what_is_not_theirs_looks_like_nothing(world, role):
    """Denied, foreign or mixed: the answer is that of an address that leads nowhere, and nothing changes."""
    client = Client()
    client.force_login(world.person(role))
    nowhere = {method: told(ask(client, method, "/o/nulle-part/")) for method in METHODS}
    assert nowhere["GET"][0] == 404
    before, everyone = state_of(world.ids), [*world.ids]
    cells = 0
    for route in ROUTES:
        for slug, ids in _targets(world, role, route):
            for method in METHODS:
                answer = told(ask(client, method, route.path(slug, ids)))
                assert answer == nowhere[method], (role, method, route.name, slug)
                cells += 1
    assert state_of(everyone) == before
    assert cells > 400


def _targets(world, role, route):
    """Where this role must find nothing: body in the address, and what else the address names."""
    own, sibling, foreign = (world.ids[body.id] for body in (world.own, world.sibling, world.foreign))
    yield world.foreign.slug, foreign
    if role not in CENTRE_ROLES:
        yield world.sibling.slug, sibling
    may_enter = role in (route.roles or ())
    if not may_enter:
        yield world.own.slug, own
    elif set(route.takes) - {"body", "member_id"}:
        yield world.own.slug, sibling
        yield world.own.slug, foreign


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_what_is_theirs_shows_nothing_of_others(world, role):
    """Allowed: it answers, tells nothing of another body, and touches none."""
    client = Client()
    client.force_login(world.person(role))
    strangers = [b"CANARY-FOREIGN", b"CANARY-XCENTRE", b"canary-foreign"]
    if role not in CENTRE_ROLES:
        strangers += [b"CANARY-SIBLING", b"canary-sibling"]
    others = world.others(role)
    before = state_of(others)
    answered = 0
    for route in ROUTES:
        if role not in (route.roles or ()):
            continue
        for method in METHODS:
            path = route.path(world.own.slug, world.ids[world.own.id])
            sid = transaction.savepoint()
            for tail in ("", "?au=2020-01-01", "?q=canary", "?format=xlsx") if method == "GET" else ("",):
                status, body, headers = told(ask(client, method, path + tail))
                assert status < 500, (role, method, route.name)
                shown = body + str(headers).encode()
                assert not [canary for canary in strangers if canary in shown], (role, method, route.name, tail)
                answered += status == 200
            assert state_of(others) == before, (role, method, route.name)
            transaction.savepoint_rollback(sid)
    assert answered > 10


def test_nobody_enters_without_signing_in(world):
    client = Client()
    for route in ROUTES:
        for method in METHODS:
            answer = ask(client, method, route.path(world.own.slug, world.ids[world.own.id]))
            assert answer.status_code == 302, (method, route.name)
            assert answer["Location"].startswith("/connexion/"), (method, route.name)
            assert b"CANARY" not in answer.content


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_pages_of_nobody_in_particular_show_only_what_one_reaches(world, role):
    client = Client()
    client.force_login(world.person(role))
    for path in ("/", "/?q=canary", "/territoire/traitements/", "/territoire/traitements/?q=canary", "/compte/"):
        shown = client.get(path).content
        assert b"CANARY-FOREIGN" not in shown, path
        assert b"CANARY-XCENTRE" not in shown, path
        if role not in CENTRE_ROLES:
            assert b"CANARY-SIBLING" not in shown, path
