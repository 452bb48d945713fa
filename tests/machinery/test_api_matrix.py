"""Every address of the API, by every method, with every kind of token, towards its own body, a sibling, a stranger.

Generated from the resolver, as the matrix of screens is. What is not theirs answers, byte for byte, as what does not
exist; a read token, a token that ended, or one of another body open no more than that; foreign rows stay as they are.
"""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from egide.platform.api import tokens
from egide.platform.kernel.policy import Action
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from egide.urls import REGISTERS
from tests.machinery.routes import every_api_route
from tests.machinery.test_isolation_matrix import state_of, told
from tests.machinery.world import World

pytestmark = pytest.mark.django_db
ROUTES = [route for route in every_api_route() if route.within]
ROLES = [Role.REFERENT, Role.ADVISOR, None]
"""One of each kind: the policy, that tells the others apart, is asked by all of them below."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRITES = {"PUT": "application/json", "POST": "application/json", "PATCH": "application/merge-patch+json"}
OPERATIONS = {
    "api-body": {"GET": None},
    "list": {"GET": "view", "POST": "create"},
    "record": {"GET": "view", "PUT": "change", "PATCH": "change"},
    "move": {"POST": "move"},
    "history": {"GET": "view"},
    "version": {"GET": "view"},
    "findings": {"GET": "view"},
}
"""What each address asks of the policy, written once by hand."""


@pytest.fixture
def world(settings):
    settings.API_CALLS_PER_MINUTE = 1_000_000
    return World()


def key_of(user, *, may_write=True, bodies=None, since=timedelta(0)):
    now = timezone.now() - since
    expires = now + timedelta(days=1)
    return tokens.issue(user, "Essai", may_write=may_write, bodies=bodies, expires_at=expires, now=now)


def ask(key, method, path, sent=None):
    """With an If-Match that a first version has, and a body of the right kind, so that nothing else refuses."""
    headers = {"Authorization": f"Bearer {key}", "If-Match": '"1"'}
    body = json.dumps(sent if sent is not None else {"facts": {}, "state": "bin"})
    return Client().generic(method, path, body, content_type=WRITES.get(method, "text/plain"), headers=headers)


def path(route, body, ids):
    return route.path(body, {**ids, "number": 1})


def kind(route):
    return route.name.partition("-api-")[2] or route.name


def nowhere(route, ids):
    """The same address for a body that does not exist, or for a record that does not."""
    return path(route, "nulle-part", ids)


def test_every_address_asks_the_policy_what_is_written_here():
    found = {kind(r): {o.method: o.action and o.action.value for o in r.view.operations} for r in ROUTES}
    assert found == OPERATIONS
    for register in REGISTERS:
        names = {kind(r) for r in ROUTES if r.register is register}
        assert {"list", "record", "move", "history", "version"} <= names


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_what_is_not_theirs_looks_like_nothing(world, role):
    _, key = key_of(world.person(role))
    before = state_of([*world.ids])
    cells = 0
    for route in ROUTES:
        for method in METHODS:
            missing = told(ask(key, method, nowhere(route, world.ids[world.own.id])))
            assert missing[0] == 404, (method, route.name)
            for slug, ids in _bodies_of_others(world, role):
                assert told(ask(key, method, path(route, slug, ids))) == missing, (role, method, route.name, slug)
                cells += 1
            for slug, ids in _records_of_others(world, role, route):
                absent = {**ids, route.register.name: uuid.UUID(int=0)}
                reference = told(ask(key, method, path(route, slug, absent)))
                assert reference[0] in {404, 405, 204}, (method, route.name)
                assert told(ask(key, method, path(route, slug, ids))) == reference, (role, method, route.name, slug)
                cells += 1
    assert state_of([*world.ids]) == before
    assert cells > 150


def _bodies_of_others(world, role):
    yield world.foreign.slug, world.ids[world.foreign.id]
    if role not in CENTRE_ROLES:
        yield world.sibling.slug, world.ids[world.sibling.id]
    if role is None:
        yield world.own.slug, world.ids[world.own.id]


def _records_of_others(world, role, route):
    """In a body that is theirs, the record of another; a centre's own registers are closed to those who advise."""
    if "record_id" in route.takes and role is not None:
        yield world.own.slug, world.ids[world.foreign.id]
        if role in CENTRE_ROLES:
            yield world.centre.slug, world.ids[world.foreign.id]
        else:
            yield world.own.slug, world.ids[world.sibling.id]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_what_is_theirs_shows_nothing_of_others(world, role):
    """A token does what the role may, in the API as on screens, and touches no other body."""
    user = world.person(role)
    _, key = key_of(user)
    others = world.others(role)
    strangers = [b"CANARY-FOREIGN", b"CANARY-XCENTRE", b"canary-foreign"]
    strangers += [] if role in CENTRE_ROLES else [b"CANARY-SIBLING", b"canary-sibling"]
    before = state_of(others)
    for route in ROUTES:
        sid = transaction.savepoint()
        for method in METHODS:
            status, body, headers = told(ask(key, method, path(route, world.own.slug, world.ids[world.own.id])))
            assert status < 500, (role, method, route.name)
            assert not [c for c in strangers if c in body + str(headers).encode()], (role, method, route.name)
            _as_the_role_may(role, route, method, status)
        if kind(route) in {"list", "record", "move"}:
            assert state_of(others) == before, (role, route.name)
        transaction.savepoint_rollback(sid)


def _as_the_role_may(role, route, method, status):
    operations = {o.method: o for o in route.view.operations}
    asked = operations.get(method)
    may = {m for m, o in operations.items() if o.action is None or role in route.register.policy.table[o.action]}
    if not may:
        assert status == 404, (role, method, route.name)
    elif method == "OPTIONS":
        assert status == 204, (role, method, route.name)
    elif asked is None:
        assert status == 405, (role, method, route.name)
    elif asked.method not in may or (asked.action is Action.CHANGE and role is Role.CONTRIBUTOR):
        assert status == 404, (role, method, route.name)  # a contributor: the services of others
    else:
        assert status in {200, 422}, (role, method, route.name, status)


def test_the_lists_of_nobody_in_particular_show_only_what_one_reaches(world):
    for role in Role:
        _, key = key_of(world.person(role))
        for where in ("/api/v1/", "/api/v1/o/", *(f"/api/v1/territoire/{r.path}/" for r in REGISTERS)):
            shown = ask(key, "GET", where).content
            assert b"CANARY-FOREIGN" not in shown, (role, where)
            assert b"CANARY-XCENTRE" not in shown, (role, where)
            if role not in CENTRE_ROLES:
                assert b"CANARY-SIBLING" not in shown, (role, where)


def test_a_token_of_one_body_opens_no_other(world):
    """An advisor reads every member; a token made for one of them does not, in lists over all of them either."""
    user = world.person(Role.ADVISOR)
    _, narrow = key_of(user, bodies=[world.own.id])
    _, wide = key_of(user)
    for route in ROUTES:
        for method in ("GET", "PUT"):
            refused = told(ask(narrow, method, path(route, world.sibling.slug, world.ids[world.sibling.id])))
            assert refused == told(ask(narrow, method, nowhere(route, world.ids[world.own.id]))), (method, route.name)
    for where in ("/api/v1/o/", *(f"/api/v1/territoire/{r.path}/" for r in REGISTERS)):
        assert b"SIBLING" in ask(wide, "GET", where).content, where
        shown = ask(narrow, "GET", where).content
        assert b"CANARY-OWN" in shown, where
        assert b"SIBLING" not in shown, where
        assert json.loads(shown)["count"] == 1, where


@pytest.mark.parametrize("end", ["revoked", "expired", "closed account", "role lost"])
def test_a_token_that_ended_opens_nothing(world, end):
    user = world.person(Role.REFERENT)
    token, key = key_of(user, since=timedelta(days=2) if end == "expired" else timedelta(0))
    if end == "revoked":
        tokens.revoke(user, token.id, timezone.now())
    elif end == "closed account":
        type(user).objects.filter(id=user.id).update(is_active=False)
    elif end == "role lost":
        _withdraw(world, user)
    before = state_of([*world.ids])
    unknown = {method: told(ask("egide_inconnu", method, "/api/v1/nulle-part/")) for method in METHODS}
    # The token is looked at before the address: one end is tried on all of them, the others on some.
    for route in [r for r in every_api_route() if r.name != "api-openapi"][:: 1 if end == "revoked" else 7]:
        for method in METHODS:
            answer = ask(key, method, path(route, world.own.slug, world.ids[world.own.id]))
            assert answer.status_code == 401, (method, route.name)
            assert told(answer) == unknown[method]
    assert state_of([*world.ids]) == before


def _withdraw(world, user):
    with scope(world.own), acting(Actor("test")):
        kept = Membership.objects.get(user_id=user.id)
        saving.archive(kept, expected=kept.revision)


def test_a_read_token_writes_nowhere(world):
    """Whatever the address, also one that leads nowhere: the answer says nothing of it."""
    _, key = key_of(world.person(Role.REFERENT), may_write=False)
    before = state_of([*world.ids])
    for route in ROUTES:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answers = [
                ask(key, method, path(route, slug, world.ids[world.own.id])) for slug in (world.own.slug, "nulle-part")
            ]
            assert [answer.status_code for answer in answers] == [403, 403], (method, route.name)
            assert told(answers[0]) == told(answers[1])
    assert state_of([*world.ids]) == before
    for route in ROUTES:
        assert ask(key, "GET", path(route, world.own.slug, world.ids[world.own.id])).status_code in {200, 405}


def test_a_session_opens_nothing(world):
    client = Client()
    client.force_login(world.person(Role.REFERENT))
    for route in every_api_route():
        if route.name == "api-openapi":
            continue
        for method in METHODS:
            answer = client.generic(method, path(route, world.own.slug, world.ids[world.own.id]))
            assert answer.status_code == 401, (method, route.name)
            assert "Set-Cookie" not in answer.headers
            assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
def test_a_write_leaves_one_entry_in_its_body_and_touches_no_other(world, register):
    """Each method that writes, by a referent, on a real record."""
    _, key = key_of(world.person(Role.REFERENT))
    others = [body for body in world.ids if body != world.own.id]
    base = f"/api/v1/o/{world.own.slug}/{register.path}/"
    one = f"{base}{world.ids[world.own.id][register.name]}/"
    facts = json.loads(ask(key, "GET", one).content)["facts"]
    sent = {"facts": {**facts, "id": str(uuid.uuid4())}}
    for method, where, body in (
        ("POST", base, sent),
        ("PUT", one, {"facts": {**facts, "name": "Écrit par un test"}}),
    ):
        before, elsewhere = entries(world.own), state_of(others)
        answer = ask(key, method, where, body)
        assert answer.status_code in {200, 201}, answer.content
        assert entries(world.own) == before + 1
        assert state_of(others) == elsewhere


def entries(body):
    return unlocked(JournalEntry).filter(organization_id=body.id).count()
