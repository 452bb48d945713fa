"""Signing in and out, and what an account page shows."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import NoReverseMatch, reverse

from egide.platform.accounts.models import User
from tests.platform.accounts.visiting import PASSWORD, sign_in, signed_in

ALLAUTH_PAGES_WE_DO_NOT_WANT = ["account_signup", "account_email", "mfa_list_webauthn", "account_request_login_code"]


def test_the_page_is_french_and_asks_for_an_address_and_a_password(client, db):
    page = client.get("/connexion/").content.decode()
    assert "Adresse électronique" in page
    assert "Mot de passe oublié" in page
    assert "Password" not in page
    assert "style=" not in page
    assert 'name="remember"' not in page


def test_who_is_not_signed_in_is_asked_to_then_comes_back(client, person):
    asked = client.get("/compte/")
    assert asked.url == "/connexion/?next=/compte/"
    answer = sign_in(client, then="/compte/")
    assert answer.url == "/compte/"
    page = client.get("/compte/").content.decode()
    assert "Camille Roussel" in page
    assert "camille@exemple.fr" in page


def test_an_address_is_one_whatever_its_case(client, person):
    sign_in(client, " Camille@EXEMPLE.fr ")
    assert signed_in(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_sign_in_leads_to_this_site_only(client, person, elsewhere):
    assert sign_in(client, then=elsewhere).url == reverse("home")


def test_a_wrong_password_is_refused_in_french(client, person):
    page = sign_in(client, password="not this one").content.decode()
    assert "L’adresse ou le mot de passe ne convient pas" in page
    assert not signed_in(client)


def _masked(answer, *words):
    text = answer.content.decode()
    for word in words:
        text = text.replace(word, "X")
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line], answer.status_code


def test_a_refusal_does_not_tell_who_exists(client, person):
    known, unknown = "camille@exemple.fr", "personne@exemple.fr"
    refused = [_masked(sign_in(client, email, "not this one"), email) for email in (known, unknown)]
    assert refused[0] == refused[1]


def test_an_unknown_address_costs_a_hash_too(client, person, monkeypatch):
    hashed = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or real(*args))
    sign_in(client, password="not this one")
    known = len(hashed)
    sign_in(client, "personne@exemple.fr", "not this one")
    assert known == 1
    assert len(hashed) == 2


def test_a_closed_account_does_not_open_and_says_so_only_to_its_password(client, person):
    User.objects.update(is_active=False)
    assert "Ce compte est fermé" not in sign_in(client, password="not this one").content.decode()
    assert "Ce compte est fermé" in client.get(sign_in(client).url).content.decode()
    assert not signed_in(client)


def test_signing_out_is_a_post(client, person):
    sign_in(client)
    assert client.get("/deconnexion/").status_code == 405
    assert signed_in(client)
    assert client.post("/deconnexion/").url == "/connexion/"
    assert not signed_in(client)


@pytest.mark.parametrize("name", ALLAUTH_PAGES_WE_DO_NOT_WANT)
def test_what_we_do_not_offer_is_not_reachable(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_name_is_changed_in_the_account(client, person):
    sign_in(client)
    assert client.post("/compte/", {"name": "Camille R."}).url == "/compte/"
    assert User.objects.get().name == "Camille R."
    assert "Ce champ est obligatoire" in client.post("/compte/", {"name": " "}).content.decode()


def test_the_security_log_says_who_came_without_password_nor_address(client, person, security):
    sign_in(client, password="not this one")
    sign_in(client, "personne@exemple.fr", "not this one")
    sign_in(client)
    client.post("/deconnexion/")
    assert [line["event"] for line in security()] == ["sign_in_failed", "sign_in_failed", "signed_in", "signed_out"]
    assert [line.get("user") for line in security()] == [str(person.pk), None, str(person.pk), str(person.pk)]
    said = str(security())
    assert PASSWORD not in said
    assert "@" not in said
    assert security()[0]["ip"] == "127.0.0.1"
