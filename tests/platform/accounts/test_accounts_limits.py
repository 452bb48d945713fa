"""Attempts are counted in the database, whoever answers, and a person who comes back by the mailbox is let in."""

import re
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from egide.platform.accounts.models import CacheEntry
from tests.platform.accounts.visiting import PASSWORD, sign_in, signed_in

UNKNOWN = "personne@exemple.fr"


def _try(client, times, email="camille@exemple.fr", **more):
    for _ in range(times):
        answer = sign_in(client, email, "not this one", **more)
    return answer.content.decode()


def test_the_table_of_the_cache_is_there_once_migrated_and_holds_the_counts(client, person):
    assert CacheEntry._meta.db_table in connection.introspection.table_names()
    _try(client, 1)
    assert CacheEntry.objects.exists()
    cache.set("seen", {"a": 1}, 60)
    assert cache.get("seen") == {"a": 1}


@pytest.mark.parametrize("email", ["camille@exemple.fr", UNKNOWN])
def test_the_sixth_attempt_in_five_minutes_is_not_looked_at(client, person, email, security):
    assert "Trop d’essais" not in _try(client, 5, email)
    assert "Trop d’essais" in sign_in(client, email, PASSWORD).content.decode()
    assert not signed_in(client)
    assert security()[-1]["event"] == "locked_out"


def test_a_lock_does_not_tell_who_exists(client, person):
    locked = [_try(client, 6, email).replace(email, "X") for email in ("camille@exemple.fr", UNKNOWN)]
    known, unknown = (re.sub(r'value="\w{64}"', "", page) for page in locked)
    assert known == unknown


def test_another_name_of_the_host_gives_no_other_attempts(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    _try(client, 5)
    assert "Trop d’essais" in _try(client, 1, HTTP_HOST="other.exemple.fr")


def test_a_change_of_case_gives_no_other_attempts(client, person):
    _try(client, 5)
    assert "Trop d’essais" in _try(client, 1, "CAMILLE@exemple.fr")


def test_an_invented_forwarded_address_gives_no_other_attempts(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip"}
    for n in range(5):
        _try(client, 1, f"p{n}@exemple.fr", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    assert "Trop d’essais" in _try(client, 1, "p9@exemple.fr", HTTP_X_FORWARDED_FOR="10.0.0.99")


def test_twenty_five_failures_in_a_day_are_the_most(client, person, monkeypatch):
    started = time.time()
    for n in range(25):
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda n=n: started + n * 301)
        assert "Trop d’essais" not in _try(client, 1)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: started + 26 * 301)
    assert "Trop d’essais" in _try(client, 1)


def test_a_good_password_costs_no_attempt(client, person):
    for _ in range(7):
        sign_in(client)
        client.post("/deconnexion/")
    sign_in(client)
    assert signed_in(client)


def test_who_comes_back_by_the_mailbox_is_no_longer_locked(client, person):
    _try(client, 6)
    client.post("/mot-de-passe/oublie/", {"email": "camille@exemple.fr"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    new = {"password1": "quatre canards bavards", "password2": "quatre canards bavards"}
    client.post(client.get(link).url, new)
    sign_in(client, password="quatre canards bavards")
    assert signed_in(client)


def test_one_mailbox_is_not_flooded(client, person, mailoutbox):
    answers = [client.post("/mot-de-passe/oublie/", {"email": "camille@exemple.fr"}) for _ in range(4)]
    assert [a.status_code for a in answers] == [302, 302, 302, 429]
    assert "Trop de demandes" in answers[-1].content.decode()
    assert len(mailoutbox) == 3
