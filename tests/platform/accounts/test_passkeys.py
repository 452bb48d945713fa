"""Passkeys without a browser: what anyone may send in place of one, and what the pages say."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from egide.platform.accounts.adapters import SecondFactorAdapter
from tests.platform.accounts.people import is_in, sign_in

SIGN_IN, ADD = "/connexion/cle/", "/compte/cles/ajouter/"
GARBAGE = [
    "", "x", "null", "[]", "7", '"text"', "{}", '{"id": 1}', '{"response": []}', '{"response": {"userHandle": 5}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AA", "userHandle": "AA"}}),
]  # fmt: skip


@pytest.fixture
def key(person):
    """A passkey in the list; what it holds opens nothing."""
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Téléphone", "credential": {}})


def test_the_challenge_is_new_each_time_and_the_same_for_everyone(client, person):
    first, second = (client.get(SIGN_IN).json()["publicKey"] for _ in range(2))
    assert first.pop("challenge") != second.pop("challenge")
    assert first == second
    assert first["userVerification"] == "required"
    assert not first.get("allowCredentials")


@pytest.mark.parametrize("sent", GARBAGE)
def test_what_is_no_passkey_opens_nothing(client, person, lines, sent):
    client.get(SIGN_IN)
    answer = client.post(SIGN_IN, {"credential": sent})
    assert answer.url == "/connexion/"
    assert not is_in(client)
    assert "passkey_refused" in lines.events()


@pytest.mark.parametrize("sent", GARBAGE)
def test_what_is_no_passkey_is_not_registered(client, person, sent):
    sign_in(client)
    client.get(ADD)
    answer = client.post(ADD, {"credential": sent, "name": "Téléphone"})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", GARBAGE)
def test_what_is_no_passkey_is_no_second_factor(client, protected, sent):
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 200
    assert not is_in(client)


def test_five_false_keys_and_the_sixth_waits(client, protected, clock):
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"credential": '{"id": 1}'})
    assert "Attendez" in client.post(reverse("mfa_authenticate"), {"credential": '{"id": 1}'}).content.decode()


def test_too_many_challenges_wait(client, clock):
    assert [client.get(SIGN_IN).status_code for _ in range(61)] == [200] * 60 + [429]


def test_a_key_is_renamed_by_its_owner_alone(client, person, key, django_user_model):
    sign_in_without_factor(client, person)
    path = reverse("mfa_edit_webauthn", args=[key.pk])
    assert "Téléphone" in client.get(path).content.decode()
    assert client.post(path, {"name": ""}).status_code == 200
    client.post(path, {"name": "Ordinateur de la mairie"})
    key.refresh_from_db()
    assert key.wrap().name == "Ordinateur de la mairie"
    assert "Ordinateur de la mairie" in client.get("/compte/").content.decode()
    other = django_user_model.objects.create_user("zoe@mairie.fr", "x")
    client.force_login(other)
    assert client.get(path).status_code == 404
    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404


def test_removing_a_key_ends_the_other_sessions(client, person, key, lines, mailoutbox):
    sign_in_without_factor(client, person)
    other = type(client)()
    sign_in_without_factor(other, person)
    assert "Retirer cette clé d’accès" in client.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302
    assert "factor_removed" in lines.events()


def test_the_last_factor_of_who_must_have_one_stays(client, person, key, required):
    sign_in_without_factor(client, person)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert Authenticator.objects.filter(pk=key.pk).exists()
    assert "Ajoutez-en une autre d’abord" in client.get("/compte/").content.decode()


def test_one_of_two_factors_may_go(client, protected, key, required):
    sign_in_without_factor(client, protected)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert [each.type for each in Authenticator.objects.all()] == ["totp"]


def test_who_must_have_a_factor_may_choose_a_passkey(client, person, required):
    sign_in(client)
    assert client.get("/compte/").url == reverse("mfa_activate_totp")
    assert client.get(ADD).status_code == 200


def test_adding_a_key_long_after_signing_in_asks_for_the_password(client, person, clock):
    sign_in(client)
    clock.now += 301
    assert client.get(ADD).url.startswith("/compte/confirmer/")


def sign_in_without_factor(client, person):
    client.force_login(person)
    client.get("/compte/")


def test_the_keys_of_someone_else_are_neither_shown_nor_counted(client, person, key, django_user_model):
    other = django_user_model.objects.create_user("zoe@mairie.fr", "x")
    sign_in_without_factor(client, other)
    assert "Téléphone" not in client.get("/compte/").content.decode()
    assert SecondFactorAdapter().generate_authenticator_name(other, "webauthn") == "Clé d’accès 1"
