"""The key of a session: never one that was planted, never guessed, dead with its session; a right withdrawn is gone."""

import re

import pytest
from django.conf import settings
from django.test import Client

from egide.platform.accounts.models import User
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.scope import scope
from tests.platform.accounts.people import sign_in
from tests.platform.conftest import make_body
from tests.platform.rows import enrol


def cookie(client):
    return client.cookies[settings.SESSION_COOKIE_NAME]


def with_key(key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def is_signed_in(client):
    return client.get("/compte/").status_code == 200


def test_a_key_planted_before_signing_in_is_replaced(person):
    """Someone gives a victim a key of their own making, or one that the server gave them: neither is kept."""
    visited = Client()
    session = visited.session
    session["x"] = 1
    session.save()
    for planted in ("a" * 32, session.session_key):
        victim = with_key(planted)
        assert sign_in(victim).status_code == 302
        assert cookie(victim).value != planted
        assert is_signed_in(victim)
        assert not is_signed_in(with_key(planted))


def test_an_invented_session_is_nobody(person):
    for key in ("a" * 32, "", "../../etc/passwd", "1' OR '1'='1", "é" * 8):
        assert not is_signed_in(with_key(key))


def test_the_key_of_an_ended_session_opens_nothing(client, person):
    sign_in(client)
    key = cookie(client).value
    assert is_signed_in(with_key(key))
    client.post("/deconnexion/")
    assert not is_signed_in(with_key(key))


def test_a_closed_account_is_out_at_its_next_request(client, person):
    sign_in(client)
    assert is_signed_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_the_keys_of_sessions_are_long_and_all_different(person):
    keys = set()
    for _ in range(5):
        client = Client()
        sign_in(client)
        keys.add(cookie(client).value)
    assert len(keys) == 5
    assert all(re.fullmatch("[a-z0-9]{32}", key) for key in keys)  # 36 letters to the 32nd: 165 bits


def test_the_cookie_of_a_session_is_for_the_browser_alone(client, person):
    sign_in(client)
    assert (cookie(client)["httponly"], cookie(client)["samesite"], cookie(client)["domain"]) == (True, "Lax", "")


def test_a_password_is_typed_masked_and_may_be_pasted(client, person):
    for path in ("/connexion/", "/mot-de-passe/changer/"):
        page = client.get(path).content.decode()
        fields = re.findall(r"<input[^>]*name=\"(?:password|oldpassword|password1|password2)\"[^>]*>", page)
        assert fields, path
        assert all('type="password"' in field and 'autocomplete="' in field for field in fields)
        assert not [field for field in fields if "onpaste" in field or 'autocomplete="off"' in field]
        sign_in(client)


@pytest.fixture
def referent(person):
    """Someone signed in, referent of a body; with their membership."""
    body = make_body("arras")
    enrol(person, body, Role.REFERENT)
    with scope(body):
        return body, Membership.objects.get(user=person)


def changed(body, membership, act):
    with scope(body), acting(Actor("test")):
        act(Membership.objects.get(id=membership.id))


def test_a_role_withdrawn_is_gone_at_the_next_request(client, referent):
    body, membership = referent
    sign_in(client)
    assert client.get("/o/arras/personnes/").status_code == 200
    changed(body, membership, lambda m: saving.archive(m, expected=m.revision))
    assert client.get("/o/arras/personnes/").status_code == 404
    assert client.post("/o/arras/personnes/ajouter/", {}).status_code == 404
    assert is_signed_in(client)


def test_a_lesser_role_holds_at_the_next_request(client, referent):
    """The very form that was open is refused."""
    body, membership = referent
    sign_in(client)
    assert client.get("/o/arras/services/").status_code == 200
    assert client.get("/o/arras/personnes/ajouter/").status_code == 200
    unsaved = {"email": "x@exemple.fr", "name": "X", "role": "READER"}
    changed(body, membership, _to_reader)
    assert client.get("/o/arras/services/").status_code == 200
    assert client.post("/o/arras/personnes/ajouter/", unsaved).status_code == 404
    assert "Inviter" not in client.get("/o/arras/").content.decode()


def _to_reader(membership):
    facts = membership.facts()
    saving.save_aggregate(membership, type(facts)(id=facts.id, role=Role.READER), expected=membership.revision)


def test_a_body_taken_out_of_service_is_closed_at_the_next_request(client, referent):
    body, _ = referent
    sign_in(client)
    assert client.get("/o/arras/").status_code == 200
    with scope(body), acting(Actor("test")):
        saving.archive(body, expected=body.revision)
    assert client.get("/o/arras/").status_code == 404
