"""A secret link: made, opened by GET without effect, spent by POST, dead in one way only, never written in clear."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egide.platform.links import keys
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.models import Link
from egide.platform.links.purposes import purposes
from egide.platform.links.redacting import RedactKeys, redacted
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.scope import ScopeError, scope
from tests.platform.conftest import make_body
from tests.platform.links.opened import ALWAYS, LOOK

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platform.links.opened")]
RECORD = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def _declared(settings, db):
    cache.clear()
    purposes.cache_clear()
    settings.LINK_PURPOSES = [
        *settings.LINK_PURPOSES,
        *(f"tests.platform.links.opened.{n}" for n in ("LOOK", "ALWAYS")),
    ]
    yield
    purposes.cache_clear()


def given(body, purpose=LOOK, now=None):
    with scope(body):
        return keys.make(purpose, RECORD, "zoe@exemple.fr", now or timezone.now())


def at(key, purpose=LOOK):
    return reverse(purpose.view, args=[key])


def uses():
    return unlocked(Link).get().uses_left


def test_get_shows_in_the_scope_of_the_body_and_spends_nothing(client, body):
    _, key = given(body)
    for _ in range(3):
        page = client.get(at(key)).content.decode()
    assert page.startswith(str(RECORD))
    assert f"organization_id={body.id!r}" in page
    assert page.endswith("personne")
    assert uses() == 2


def test_post_acts_as_the_bearer_and_spends_one_use(client, body):
    _, key = given(body)
    assert client.post(at(key)).content.decode().endswith("Quelqu’un, link, None")
    assert client.post(at(key), {"wrong": "1"}).status_code == 422
    assert uses() == 1
    assert client.post(at(key)).status_code == 200
    assert (uses(), client.post(at(key)).status_code, client.get(at(key)).status_code) == (0, 404, 404)


def test_a_link_without_count_serves_until_it_expires(client, body):
    link, key = given(body, ALWAYS)
    assert {client.post(at(key, ALWAYS)).status_code for _ in range(4)} == {200}
    assert uses() is None
    assert keys.find(key, ALWAYS, link.expires_at - timedelta(seconds=1))
    assert keys.find(key, ALWAYS, link.expires_at) is None


def test_the_scope_of_a_link_leaves_out_what_the_centre_shares(client, db):
    _, key = given(make_body("member", centre=make_body("centre")))
    assert "centre_id=None" in client.get(at(key)).content.decode()


def dead_keys(body):
    now = timezone.now()
    _, expired = given(body, now=now - LOOK.lifetime)
    revoked, lost = given(body)
    with scope(body):
        assert keys.revoke(revoked, now)
        assert not keys.revoke(revoked, now)
    _, used = given(body)
    for _ in range(2):
        Client().post(at(used))
    _, archived = given(gone := make_body("gone"))
    with scope(gone), acting(Actor("test")):
        saving.archive(gone, expected=1)
    _, other_purpose = given(body, ALWAYS)
    return {
        "expired": expired,
        "revoked": lost,
        "used": used,
        "archived": archived,
        "other": other_purpose,
        "never": "x",
    }


def headers_of(answer):
    """All but the number of the request, drawn for each."""
    return tuple(sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-ID"))


def test_whatever_the_reason_a_dead_link_answers_the_same(client, body):
    found = dead_keys(body)
    for act in (client.get, client.post, client.head):
        answers = {why: act(at(key)) for why, key in found.items()}
        assert {a.status_code for a in answers.values()} == {404}, act
        assert len({(a.content, headers_of(a)) for a in answers.values()}) == 1
    page = client.get(at("x")).content.decode()
    assert "Ce lien ne fonctionne plus" in page
    assert "demandez un nouveau lien" in page


def test_other_methods_do_nothing(client, body):
    _, key = given(body)
    assert {client.generic(m, at(key)).status_code for m in ("PUT", "PATCH", "DELETE", "OPTIONS")} == {405}
    assert uses() == 2


def test_nothing_keeps_nor_repeats_the_address(client, body):
    _, key = given(body)
    for answer in (client.get(at(key)), client.post(at(key)), client.get(at("x")), client.get("/lien/x/nulle-part/")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert key not in str(answer.headers)


def test_a_thousand_tries_are_stopped(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"link": "3/m/ip"}
    answers = [client.get(at("x")).status_code for _ in range(4)]
    assert answers == [404] * 3 + [429]
    assert client.get(at("x"))["Cache-Control"].startswith("no-store")


def test_only_a_hash_is_kept(body):
    _, key = given(body)
    assert key not in str(unlocked(Link).values().get())
    assert len(key) >= 43


def test_a_new_key_kills_the_one_before(body):
    now = timezone.now()
    link, first = given(body)
    with scope(body):
        second = keys.renew(link, now + timedelta(days=5))
    assert keys.find(first, LOOK, now) is None
    assert keys.find(second, LOOK, now + timedelta(days=6))
    with scope(body):
        keys.revoke(link, now)
        with pytest.raises(DeadLinkError):
            keys.renew(link, now)
        with pytest.raises(DeadLinkError):
            keys.renew(Link.objects.get(), now)


def test_a_link_that_served_its_last_time_is_not_renewed(client, body):
    link, key = given(body)
    for _ in range(2):
        client.post(at(key))
    with scope(body), pytest.raises(DeadLinkError):
        keys.renew(link, timezone.now())
    assert uses() == 0


def test_what_is_about_a_record_is_of_one_purpose(body):
    mine, _ = given(body)
    given(body, ALWAYS, timezone.now() + timedelta(minutes=1))
    with scope(body):
        assert {record: link.id for record, link in keys.about(LOOK, [RECORD]).items()} == {RECORD: mine.id}


def test_it_is_made_in_a_body_only(db):
    with pytest.raises(ScopeError):
        keys.make(LOOK, RECORD, "x", timezone.now())


def test_the_list_of_a_body_holds_what_still_opens_something(body, other, django_assert_num_queries):
    dead_keys(body)
    mine, _ = given(body)
    given(other)
    with scope(body), django_assert_num_queries(1):
        found = keys.live_links(timezone.now())
    assert [(link.id, p) for link, p in found if p is LOOK] == [(mine.id, LOOK)]
    with scope(body):
        assert keys.live_links(timezone.now(), of_people_only=True) == []


def test_dead_links_are_deleted_three_months_later(body):
    dead_keys(body)
    live, now = unlocked(Link).count(), timezone.now()
    assert keys.delete_dead_links(now) == 0
    assert keys.delete_dead_links(now + timedelta(days=93)) == live - 1  # the other purpose lasts thirty days
    assert [link.purpose for link in unlocked(Link).all()] == ["always"]


def test_logs_say_no_key(client, body, caplog):
    _, key = given(body)
    with caplog.at_level(logging.DEBUG):
        client.post(at(key), {"wrong": "1"})
        client.get(at("k" * 43))
        client.put(at(key))
    assert caplog.records
    assert key not in caplog.text
    assert "k" * 43 not in caplog.text


def test_a_text_is_redacted():
    key = "aB-_" * 11
    for address in (f"/lien/{key}/invitation/", f"/connexion/?next=%2Flien%2F{key}%2Finvitation%2F"):
        assert key not in redacted(f"GET {address} 404")
    assert redacted(f"/mot-de-passe/nouveau/1-{key}/") == "/mot-de-passe/nouveau/…/"
    assert redacted("/o/arras/liens/") == "/o/arras/liens/"
    line = logging.LogRecord("x", 30, "", 1, "Not Found: %s", (f"/lien/{key}/x/",), None)
    assert RedactKeys().filter(line)
    assert line.getMessage() == "Not Found: /lien/…/x/"


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("same-origin", "null", 200),
        (None, "null", 200),
        ("cross-site", "null", 403),
        ("none", "null", 403),
        ("cross-site", "https://ailleurs.example", 403),
        ("same-origin", "https://ailleurs.example", 403),
    ],
)
def test_a_form_under_no_referrer_is_believed_when_it_is_ours(body, site, origin, status):
    client = Client(enforce_csrf_checks=True)
    _, key = given(body)
    client.get(reverse("account_login"))
    token = client.cookies["csrf"].value
    headers = {"origin": origin, **({"sec-fetch-site": site} if site else {})}
    assert client.post(at(key), {"csrfmiddlewaretoken": token}, headers=headers).status_code == status
    assert client.post(at(key), headers=headers).status_code == 403
