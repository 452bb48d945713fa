"""The second factor: activated, asked, spent, replaced by recovery codes, taken away; never stored in clear."""

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.accounts.second_factor.sealing import UnreadableSecretError, seal, unseal
from tests.platform.accounts.visiting import SECRET, code, sign_in, signed_in, with_phone, wrong

ACTIVATE, CHALLENGE = "/compte/second-facteur/activer/", "/connexion/code/"


def _secret(page):
    return re.search(r'<code id="secret">([A-Z2-7]+)</code>', page).group(1)


def _activated(client):
    secret = _secret(client.get(ACTIVATE).content.decode())
    return client.post(ACTIVATE, {"code": code(secret)}), secret


def test_activation_shows_a_drawing_and_the_key_then_gives_recovery_codes_once(client, person):
    sign_in(client)
    page = client.get(ACTIVATE).content.decode()
    drawn = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)"', page).group(1)
    assert b"<svg" in base64.b64decode(drawn)
    answer, _ = _activated(client)
    shown = client.get(answer.url).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", shown)) == 10
    again = client.get(answer.url).content.decode()
    assert "Il vous reste 10 codes de secours sur 10" in again
    assert not re.search(r"\d{8}", again)
    assert "Activée" in client.get("/compte/").content.decode()


def test_a_wrong_code_keeps_the_same_key(client, person):
    sign_in(client)
    secret = _secret(client.get(ACTIVATE).content.decode())
    page = client.post(ACTIVATE, {"code": wrong()}).content.decode()
    assert "Ce code ne convient pas" in page
    assert _secret(page) == secret
    assert not Authenticator.objects.exists()


def test_the_secret_is_in_clear_neither_in_the_account_nor_in_the_session(client, person):
    sign_in(client)
    page = client.get(ACTIVATE).content.decode()
    secret = _secret(page)
    assert secret not in str(Session.objects.get().get_decoded())
    _activated(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_a_sealed_secret_outlives_a_change_of_key_said_in_the_settings_and_no_other(settings):
    old = settings.SECRET_KEY
    sealed = seal("a secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [old]
    assert unseal(sealed) == "a secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnreadableSecretError, match="EGIDE_SECRET_KEY"):
        unseal(sealed)


def test_an_altered_secret_is_refused():
    sealed = seal("a secret")
    with pytest.raises(UnreadableSecretError):
        unseal(sealed[:-6] + "AAAA" + sealed[-2:])
    with pytest.raises(UnreadableSecretError):
        unseal(SECRET)


def test_a_password_alone_does_not_open(client, person):
    with_phone(person)
    assert sign_in(client, then="/compte/").url.startswith(CHALLENGE)
    assert not signed_in(client)
    refused = client.post(CHALLENGE, {"code": wrong()}).content.decode()
    assert "Ce code ne convient pas" in refused
    assert not signed_in(client)
    assert client.post(CHALLENGE, {"code": code()}).url == "/compte/"
    assert signed_in(client)


@pytest.mark.parametrize(("steps", "opens"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_a_clock_may_be_half_a_minute_off(client, person, steps, opens):
    with_phone(person)
    sign_in(client)
    client.post(CHALLENGE, {"code": code(steps=steps)})
    assert signed_in(client) is opens


def test_a_code_opens_once_even_when_the_cache_is_emptied(client, person):
    with_phone(person)
    seen = code(steps=1)
    sign_in(client)
    client.post(CHALLENGE, {"code": seen})
    client.post(reverse("account_logout"))
    cache.clear()
    sign_in(client)
    client.post(CHALLENGE, {"code": seen})
    assert not signed_in(client)


def test_a_recovery_code_opens_once(client, person):
    recovery = with_phone(person)[0]
    sign_in(client)
    client.post(CHALLENGE, {"code": recovery})
    assert signed_in(client)
    assert "Il vous reste 9 codes" in client.get("/compte/").content.decode()
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(CHALLENGE, {"code": recovery})
    assert not signed_in(client)


def test_the_codes_of_a_person_cannot_be_tried_at_length(client, person):
    with_phone(person)
    sign_in(client)
    for _ in range(5):
        client.post(CHALLENGE, {"code": wrong()})
    assert "Trop d’essais" in client.post(CHALLENGE, {"code": code()}).content.decode()
    assert not signed_in(client)


def test_the_challenge_is_nothing_without_a_password_first(client, db):
    assert client.get(CHALLENGE).url == "/connexion/"


def test_new_recovery_codes_replace_the_old_ones(client, person):
    old = with_phone(person)[0]
    sign_in(client)
    client.post(CHALLENGE, {"code": code()})
    answer = client.post("/compte/second-facteur/codes/nouveaux/")
    new = re.findall(r"<li><code>(\d{8})</code></li>", client.get(answer.url).content.decode())
    assert len(new) == 10
    assert old not in new


def test_a_factor_that_nothing_requires_is_deactivated_by_its_owner(client, person, mailoutbox):
    with_phone(person)
    sign_in(client)
    client.post(CHALLENGE, {"code": code()})
    client.post("/compte/second-facteur/desactiver/")
    assert not Authenticator.objects.exists()
    assert signed_in(client)
    assert "désactivée" in mailoutbox[-1].body


def test_the_owner_of_an_old_session_is_asked_again_before_touching_the_factor(client, person):
    with_phone(person)
    client.force_login(person)
    session = client.session
    session["egide.began"] = session["egide.seen"] = time.time() - 600
    session.save()
    assert client.post("/compte/second-facteur/desactiver/").url.startswith("/compte/confirmer/")
    assert Authenticator.objects.exists()


def test_a_lost_phone_is_removed_by_another_and_the_sessions_end(client, person, security):
    with_phone(person)
    sign_in(client)
    client.post(CHALLENGE, {"code": code()})
    assert remove_second_factor(person, "egide, ligne de commande")
    assert not signed_in(client)
    sign_in(client)
    assert signed_in(client)
    assert not remove_second_factor(person, person)
    removed = [line for line in security() if line["event"] == "factor_removed"]
    assert [line["by"] for line in removed] == ["egide, ligne de commande"]
