"""A whole visit through every middleware of the settings, each request in a transaction of its own as in production:
sign in, be known to the database, read pages that may not write, fail, be invited, sign out.
"""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from egide.platform.accounts.invitations import invite
from egide.platform.accounts.models import CacheEntry, User
from egide.platform.organizations.shapes import Role
from egide.platform.records.identity import NOBODY, SYSTEM, identified
from egide.platform.records.scope import scope
from tests.platform.accounts.people import NOW, PASSWORD, code_at, sign_in
from tests.platform.conftest import make_body
from tests.platform.rows import enrol, query
from tests.postgres.urls_of_accounts import WHO

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.postgres.urls_of_accounts"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def visitor(db):
    with identified(NOBODY):
        yield Client(raise_request_exception=False)


@pytest.fixture
def person(db):
    return User.objects.create_user("lea@mairie.fr", PASSWORD, name="Léa Martin")


def signed_in(visitor):
    return visitor.get("/compte/").status_code == 200


def test_a_visit(visitor, person):
    assert visitor.get("/who/").status_code == 302
    assert visitor.get("/connexion/").status_code == 200
    assert sign_in(visitor).status_code == 302
    assert visitor.get("/who/").content.decode() == str(person.id)
    assert query(WHO) == [("",)]
    assert visitor.get("/compte/").status_code == 200
    assert visitor.post("/compte/", {"name": "Léa M."}).status_code == 302
    assert visitor.post("/deconnexion/").status_code == 302
    assert visitor.get("/who/").status_code == 302


def test_what_a_broken_page_wrote_is_undone(visitor):
    assert visitor.post("/broken/").status_code == 500
    assert not User.objects.exists()
    assert query(WHO) == [("",)]


def test_attempts_are_counted_and_the_sixth_is_not_looked_at(visitor, person):
    for _ in range(5):
        assert "ne convient pas" in sign_in(visitor, password="not this one").content.decode()
    assert CacheEntry.objects.exists()
    assert "Trop d’essais" in sign_in(visitor).content.decode()


def test_a_second_factor_from_its_activation_to_its_end(visitor, person, monkeypatch):
    monkeypatch.setattr("time.time", lambda: float(NOW))
    sign_in(visitor)
    shown = visitor.get("/compte/second-facteur/activer/").content.decode()
    secret = re.search(r'<code id="secret">(\w+)</code>', shown).group(1)
    visitor.post("/compte/second-facteur/activer/", {"code": code_at(NOW, secret)})
    assert visitor.get("/compte/second-facteur/codes/").status_code == 200
    visitor.post("/deconnexion/")
    sign_in(visitor)
    visitor.post("/connexion/code/", {"code": code_at(NOW + 30, secret)})
    assert signed_in(visitor)
    visitor.post("/compte/second-facteur/desactiver/")
    assert not Authenticator.objects.exists()


@pytest.fixture
def invited(person):
    """The key of a reader of a body, sent by its referent: the row of the role is written for someone unknown yet."""
    with identified(SYSTEM):
        body = make_body("arras")
        enrol(person, body, Role.REFERENT)
    payload = {"organization": str(body.id), "slug": "arras", "role": "READER", "services": [], "every_member": None}
    with identified(SYSTEM), scope(body):
        return invite("sacha@exemple.fr", "Sacha", payload, person, timezone.now())[1]


def test_an_invitation_opens_an_account_and_the_body_with_it(visitor, invited):
    url = f"/lien/{invited}/invitation/"
    assert visitor.get(url).status_code == 200
    chosen = {"name": "Sacha Petit", "password1": PASSWORD, "password2": PASSWORD}
    assert visitor.post(url, chosen).status_code == 302
    assert visitor.get("/o/arras/").status_code == 200
    assert visitor.get(url).status_code == 404


def test_an_invitation_adds_the_body_to_an_account(visitor, invited):
    User.objects.create_user("sacha@exemple.fr", PASSWORD)
    url = f"/lien/{invited}/invitation/"
    assert sign_in(visitor, "sacha@exemple.fr", next=url).url == url
    assert visitor.get("/o/arras/").status_code == 404
    assert visitor.post(url).status_code == 302
    assert visitor.get("/o/arras/").status_code == 200


def test_signing_out_everywhere(visitor, person):
    sign_in(visitor)
    visitor.post("/compte/sessions/", {"fermer": "toutes"})
    assert not signed_in(visitor)


def test_who_acts_for_a_centre_must_have_a_second_factor(visitor, person):
    with identified(SYSTEM):
        enrol(person, make_body("centre"), Role.ADVISOR)
    sign_in(visitor)
    assert visitor.get("/compte/").url == "/compte/second-facteur/activer/"
