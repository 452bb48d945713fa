"""Who must have a second factor goes nowhere without it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.middleware import OPEN_WITHOUT
from egide.platform.accounts.models import Invitation
from egide.platform.organizations.access import needs_second_factor
from tests.platform.accounts.people import NOW, SECRET, code_at, sign_in

ACTIVATE = "/compte/second-facteur/activer/"
FOR_MACHINES = {"health", "ready", "metrics"}
EXAMPLES = {"key": "k", "body": "a", "uidb36": "a", "record": "0" * 8}


def addresses():
    """Every address without parameters, and those of bodies."""
    found = []
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name not in {*OPEN_WITHOUT, *FOR_MACHINES}:
            try:
                found.append(reverse(name))
            except Exception:  # noqa: S112 - it has parameters
                continue
    return sorted({*found, "/o/a/", "/lien/k/invitation/", "/rien/"})


@pytest.fixture
def asked(client, person, required, clock):
    sign_in(client)
    return client


def test_every_page_leads_to_the_activation(asked):
    listed = [url for url in addresses() if not url.startswith("/api/")]  # by a token, that no session opens
    assert len(listed) > 15
    for url in listed:
        for answer in (asked.get(url), asked.post(url)):
            assert (answer.status_code, answer.get("Location")) == (302, ACTIVATE), url


def test_a_fragment_leads_there_too(asked):
    assert asked.get("/compte/", headers={"hx-request": "true"})["HX-Redirect"] == ACTIVATE


def test_activation_signing_out_and_the_password_remain_open(asked, clock):
    assert asked.get(ACTIVATE).status_code == 200
    clock.now += 301
    assert asked.get(ACTIVATE).url.startswith("/compte/confirmer/")
    assert asked.get("/compte/confirmer/?next=" + ACTIVATE).status_code == 200
    assert asked.post("/deconnexion/").url == "/connexion/"


def test_once_active_everything_opens_and_it_costs_no_query(asked, clock):
    page = asked.get(ACTIVATE).content.decode()
    secret = page.split('id="secret">')[1].split("<")[0]
    asked.post(ACTIVATE, {"code": code_at(NOW, secret)})
    assert asked.get("/compte/").status_code == 200
    with CaptureQueriesContext(connection) as made:
        asked.get("/compte/")
    read = [q["sql"] for q in made.captured_queries if "mfa_authenticator" in q["sql"]]
    assert len(read) == 1  # by the page itself


def test_it_cannot_be_deactivated(client, protected, required, clock):
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOW, SECRET)})
    url = reverse("mfa_deactivate_totp")
    assert url not in client.get("/compte/").content.decode()
    assert "obligatoire" in client.get(url).content.decode()
    assert "obligatoire" in client.post(url).content.decode()
    assert protected.authenticator_set.filter(type="totp").exists()


def test_the_rule_is_read_at_each_request(client, person, settings, clock):
    sign_in(client)
    assert client.get("/compte/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = "tests.platform.accounts.people.everyone"
    assert client.get("/compte/").url == ACTIVATE


def test_without_a_rule_nobody_must(person, settings):
    settings.SECOND_FACTOR_REQUIRED = ""
    assert must_have_second_factor(person) is False


def test_the_installation_asks_the_room_of_organizations(person, settings):
    assert f"{needs_second_factor.__module__}.{needs_second_factor.__name__}" == settings.SECOND_FACTOR_REQUIRED
    assert must_have_second_factor(person) is False


def test_an_invitation_is_closed_too(asked):
    assert asked.get("/lien/k/invitation/").url == ACTIVATE
    assert not Invitation.objects.exists()
