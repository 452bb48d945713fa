"""Those who must have a second factor see nothing before they do, and do not put it away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from egide import settings as installation
from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.organizations.shapes import Role
from tests.platform.accounts.visiting import PASSWORD, code, sign_in, signed_in, with_phone
from tests.platform.rows import enrol

ACTIVATE, DEACTIVATE = "/compte/second-facteur/activer/", "/compte/second-facteur/desactiver/"
CENTRE = "centre@exemple.fr"


def _with_code(client):
    sign_in(client, CENTRE)
    client.post("/connexion/code/", {"code": code()})


@pytest.mark.parametrize("name", ["home", "account_home", "account_change_password", "mfa_index"])
def test_everything_leads_to_the_activation(client, of_centre, name):
    sign_in(client, CENTRE)
    assert client.get(reverse(name)).url == ACTIVATE
    assert client.post(reverse(name)).url == ACTIVATE


def test_a_page_that_does_not_exist_is_closed_too(client, of_centre):
    sign_in(client, CENTRE)
    assert client.get("/o/a-body/registre/").url == ACTIVATE


def test_a_fragment_asked_by_htmx_moves_the_whole_page(client, of_centre):
    sign_in(client, CENTRE)
    answer = client.get("/compte/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == ACTIVATE
    assert answer.content == b""


def test_they_activate_then_go_on(client, of_centre):
    sign_in(client, CENTRE)
    page = client.get(ACTIVATE).content.decode()
    assert "c’est obligatoire" in page
    secret = re.search(r'<code id="secret">(\w+)</code>', page).group(1)
    assert client.post(ACTIVATE, {"code": code(secret)}).url == "/compte/second-facteur/codes/"
    assert signed_in(client)


def test_they_may_sign_out_instead(client, of_centre):
    sign_in(client, CENTRE)
    assert client.post(reverse("account_logout")).url == reverse("account_login")


def test_who_must_not_is_left_alone(client, person):
    sign_in(client)
    assert signed_in(client)


def test_the_requirement_of_the_installation_is_read_at_each_request(client, person, settings):
    sign_in(client)
    assert signed_in(client)
    User.objects.update(email="centre@exemple.fr")
    assert client.get("/compte/").url == ACTIVATE
    settings.SECOND_FACTOR_REQUIRED = ""
    assert signed_in(client)


def test_the_factor_is_looked_up_once_a_session(client, of_centre, asked_of):
    with_phone(of_centre)
    _with_code(client)
    assert asked_of("mfa_authenticator", lambda: client.get("/compte/second-facteur/")) == 1
    assert asked_of("mfa_authenticator", lambda: client.get("/compte/second-facteur/")) == 0


def test_they_do_not_deactivate_it(client, of_centre):
    with_phone(of_centre)
    _with_code(client)
    assert DEACTIVATE not in client.get("/compte/").content.decode()
    assert "est obligatoire" in client.get(DEACTIVATE).content.decode()
    assert "est obligatoire" in client.post(DEACTIVATE).content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_recovery_codes_alone_are_not_a_factor(client, of_centre):
    with_phone(of_centre)
    Authenticator.objects.filter(type="totp").delete()
    client.force_login(of_centre)
    assert client.get("/compte/").url == ACTIVATE


def test_once_removed_it_is_asked_again(client, of_centre):
    with_phone(of_centre)
    _with_code(client)
    assert signed_in(client)
    remove_second_factor(of_centre, of_centre)
    assert client.get("/compte/").url.startswith(reverse("account_login"))
    sign_in(client, CENTRE, PASSWORD)
    assert client.get("/compte/").url == ACTIVATE


@pytest.mark.parametrize(("role", "asked"), [(Role.ADVISOR, True), (Role.REFERENT, False)])
def test_the_installation_requires_it_of_those_of_a_centre(client, person, body, settings, role, asked):
    settings.SECOND_FACTOR_REQUIRED = installation.SECOND_FACTOR_REQUIRED
    enrol(person, body, role)
    sign_in(client)
    assert signed_in(client) is not asked
