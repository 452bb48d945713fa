"""Every address, by every method, for every role, towards its own body, a sibling, a stranger: nothing leaks.

Generated from the resolver: an address whose view does not say whom it lets in fails.
"""

import hashlib
import io
import itertools
import os
import zipfile

import pytest
from django.db import connection, transaction
from django.test import Client

from egide.platform.accounts.models import Invitation
from egide.platform.organizations.models import Organization
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.proofs.models import CheckedHead
from egide.platform.records.models import unlocked
from egide.platform.records.rowsecurity import guarded
from tests.machinery.routes import DOORS, WITHIN, every_route
from tests.machinery.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FEW = ("GET", "POST")
FULL = os.environ.get("EGIDE_MATRIX") == "full"
"""Every method on every database (`make matrix`). Otherwise PostgreSQL, where the views are the same, is asked by the
two methods that show and act."""

ROUTES = [route for route in every_route() if route.within]
ROLES = [*Role, None, "revoked"]
TAILS = {
    "list": ("?au=2020-01-01", "?au=2100-01-01", "?q=canary"),
    "fiche": ("?au=2100-01-01",),
    "export": ("?format=xlsx", "?format=ods", "?format=csv"),
    "export-all": ("?format=xlsx", "?format=csv", "?format=json", "?format=html", "?au=2100-01-01"),
    "export-one": ("?format=docx", "?format=odt", "?format=html"),
    "compare": ("?de=2000-01-01&a=2100-01-01",),
    "history": ("?de=1&a=1",),
    "erase": ("?texte=canary&ailleurs=1", "?rubrique=name"),
    "accesses": ("?geste=exported", "?centre=1", "?adherents=1"),
    "members": ("?q=canary", "?situation=archived"),
    "search": ("?q=canary", "?q=foreign", "?q=sibling", "?q=canary&registre=traitements&page=2"),
}
"""Past days, searches, files, comparisons: what a page shows besides what it shows at once."""

PLAIN = {"export-one": "?format=json"}
"""What is asked at once, where the default (a PDF, half a second) says no more than this."""

CLOSED = {
    *("invitation-act", "person-members", "work-result", "work-cancel", "mail-again", "secret-link-revoke"),
    *(r.name for r in ROUTES if r.register and r.name.endswith("-destroy")),
}
"""Not shown by GET: they obey only POST, are about an advisor who does not work in all members, about another’s work,
or about records that are in the bin."""

PROOFS = {r.name for r in ROUTES if r.register and r.name.endswith("-prove")}
"""On PostgreSQL a checkpoint is made on a connection of its own, that does not see what a test has not committed:
`tests/postgres/test_sealed_exports.py` proves from what is committed."""

OF_SOME_ROWS = {
    ("edit", Role.CONTRIBUTOR),
    ("attach", Role.CONTRIBUTOR),
    ("proposal", Role.CONTROLLER),
    ("proposal", Role.CONTRIBUTOR),
    ("proposal", Role.READER),
}
"""Let in, but not for the rows of this world: the services of others, what others proposed."""

OF_THE_REQUEST = {"Set-Cookie", "Date", "Vary", "X-Request-ID"}

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
    """All that the tables keep of these bodies, each row hashed: any write to one of them shows."""
    kept = [model for model in guarded() if model is not CheckedHead]  # an export signs the journals of all
    return {model.__name__: _rows(model, bodies) for model in (*kept, Invitation)}


def _rows(model, bodies):
    if model is Invitation:
        found = Invitation.objects.filter(payload__organization__in=[str(body) for body in bodies])
    else:
        key = "id" if model is Organization else "organization_id"
        found = unlocked(model).filter(**{f"{key}__in": bodies})
    columns = [field.attname for field in model._meta.concrete_fields if field.name != "pk"]
    return sorted(hashlib.sha256(repr(row).encode()).hexdigest() for row in found.values_list(*columns))


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
            for method in _methods():
                answer = told(ask(client, method, route.path(slug, ids)))
                assert answer == nowhere[method], (role, method, route.name, slug)
                cells += 1
    assert state_of(everyone) == before
    assert cells > 400


def _methods():
    return METHODS if FULL or connection.vendor == "sqlite" else FEW


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
    if role in CENTRE_ROLES and set(route.takes) - {"body"}:
        yield world.centre.slug, foreign


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_what_is_theirs_shows_nothing_of_others(world, role):
    """Allowed: it answers, tells nothing of another body, and touches none."""
    client = Client()
    client.force_login(world.person(role))
    bodies = [world.own, world.centre] if role in CENTRE_ROLES else [world.own]
    strangers = [b"CANARY-FOREIGN", b"CANARY-XCENTRE", b"canary-foreign"]
    if role not in CENTRE_ROLES:
        strangers += [b"CANARY-SIBLING", b"canary-sibling"]
    others = world.others(role)
    before = state_of(others)
    answered = set()
    for route, body in itertools.product(ROUTES, bodies):
        if role not in (route.roles or ()):
            continue
        path = route.path(body.slug, world.ids[body.id])
        kind = route.name.partition("-")[2] if route.register else route.name
        plain = PLAIN.get(kind, "")
        for method in _methods():
            sid = transaction.savepoint()
            for tail in (plain, *TAILS.get(kind, ())) if method == "GET" else (plain,):
                status, told_body, headers = told(ask(client, method, path + tail))
                assert status < 500, (role, method, route.name, tail)
                shown = told_body + str(headers).encode()
                assert not [canary for canary in strangers if canary in shown], (role, method, route.name, tail)
                if (method, tail, status) == ("GET", plain, 200):
                    answered.add(route.name)
            if method not in {"HEAD", "OPTIONS"}:
                assert state_of(others) == before, (role, method, route.name)
            transaction.savepoint_rollback(sid)
    let_in = {route.name for route in ROUTES if role in (route.roles or ())}
    closed = CLOSED | (PROOFS if connection.vendor == "postgresql" else set())
    assert {name for name in let_in - answered if (name.partition("-")[2], role) not in OF_SOME_ROWS} - closed == set()


def test_nobody_enters_without_signing_in(world):
    client = Client()
    for route in ROUTES:
        for method in _methods():
            answer = ask(client, method, route.path(world.own.slug, world.ids[world.own.id]))
            assert answer.status_code == 302, (method, route.name)
            assert answer["Location"].startswith("/connexion/"), (method, route.name)
            assert b"CANARY" not in answer.content


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_pages_of_nobody_in_particular_show_only_what_one_reaches(world, role):
    client = Client()
    client.force_login(world.person(role))
    found = [f"/recherche/?q={words}" for words in ("canary", "foreign", "sibling", "canary&registre=traitements")]
    lists = ["/territoire/traitements/", "/territoire/traitements/?q=canary"]
    for path in ("/", "/?q=canary", *lists, *found, "/compte/"):
        shown = client.get(path).content
        assert b"CANARY-FOREIGN" not in shown, path
        assert b"CANARY-XCENTRE" not in shown, path
        if role not in CENTRE_ROLES:
            assert b"CANARY-SIBLING" not in shown, path
