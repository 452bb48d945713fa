"""What goes with every answer, whatever it is: a page, a file, a refusal, an error; and forms that others forge."""

import json
import logging

import pytest
from django.core.cache import cache
from django.test import Client

from egide.platform.organizations.shapes import Role
from tests.machinery.test_isolation_matrix import state_of
from tests.machinery.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    cache.clear()
    return World()


def signed_in(world, **options):
    client = Client(**options)
    client.force_login(world.person(Role.REFERENT))
    return client


def answers(world):
    own = f"/o/{world.own.slug}/"
    client = signed_in(world)
    pages = ("/", own, f"{own}traitements/", f"{own}nulle-part/", "/nulle-part/", "/compte/")
    yield from (client.get(path) for path in pages)
    yield client.get(f"{own}traitements/exporter/?format=csv")
    yield client.post("/connexion/", {})
    yield client.put(f"{own}collectivite/")
    yield from (Client().get(p) for p in ("/connexion/", f"/p/{world.own.slug}/", "/p/rien/", "/lien/x/message/", own))


def test_every_kind_of_answer_has_its_headers(world):
    statuses = set()
    for answer in answers(world):
        statuses.add(answer.status_code)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        if answer.content and answer["Content-Type"].startswith("text/"):
            assert "charset=utf-8" in answer["Content-Type"]
    assert statuses >= {200, 302, 404}


def test_no_page_is_shared_with_other_origins(world):
    client = signed_in(world)
    for path in ("/", f"/o/{world.own.slug}/", f"/p/{world.own.slug}/", "/connexion/"):
        answer = client.get(path, headers={"origin": "https://ailleurs.example"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_forged_form_does_nothing(world):
    """Posted by another site with the cookies of the person, as a form or as JSON: no token, no effect."""
    client = signed_in(world, enforce_csrf_checks=True)
    before = state_of(world.ids)
    own = f"/o/{world.own.slug}/"
    within = [f"{own}{page}/" for page in ("collectivite/modifier", "services", "traitements/ajouter")]
    for path in (*within, "/compte/", "/deconnexion/"):
        for how in ({"data": {"name": "x"}}, {"data": {"name": "x"}, "content_type": "application/json"}):
            answer = client.post(path, headers={"origin": "https://ailleurs.example"}, **how)
            assert answer.status_code == 403, path
            assert client.post(path, **how).status_code == 403, path
    assert state_of(world.ids) == before
    assert client.get("/compte/").status_code == 200


def test_trace_repeats_nothing(world):
    client = signed_in(world)
    for path in ("/", f"/o/{world.own.slug}/", f"/p/{world.own.slug}/", "/connexion/"):
        answer = client.trace(path, headers={"x-secret": "canary-of-a-header"})
        assert answer.status_code == 405
        assert b"canary-of-a-header" not in answer.content
        assert not answer.get("Content-Type", "").startswith("message/")


def test_cookies_do_not_follow_from_other_sites(world):
    client = signed_in(world)
    client.get("/compte/")
    set_by_pages = dict(client.cookies)
    assert {"session", "csrf"} <= set(set_by_pages)
    for cookie in set_by_pages.values():
        assert cookie["samesite"] == "Lax", cookie.key


def test_signing_out_empties_the_cache_of_the_browser(world):
    answer = signed_in(world).post("/deconnexion/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer.status_code == 302


def test_a_session_that_ends_empties_it_too(world):
    client = signed_in(world)
    session = client.session
    session["egide.seen"] = session["egide.began"] = 1.0
    session.save()
    answer = client.get("/compte/")
    assert answer["Location"].startswith("/connexion/")
    assert answer["Clear-Site-Data"] == '"cache"'


def test_what_is_refused_within_a_body_is_in_the_security_log(world, caplog):
    """Someone else’s body, a screen for others, a record that is not here: one line each, without the address."""
    client = signed_in(world)
    with caplog.at_level(logging.INFO, "egide.security"):
        client.get(f"/o/{world.foreign.slug}/")
        client.get(f"/o/{world.own.slug}/courriels/")
        client.get(f"/o/{world.own.slug}/traitements/")
    lines = [json.loads(r.getMessage()) for r in caplog.records if r.name == "egide.security"]
    assert [(line["event"], line["route"]) for line in lines] == [
        ("access_refused", "overview"),
        ("access_refused", "mails"),
    ]
    assert all(line["user"] and line["ip"] for line in lines)
    assert "canary" not in str(lines)
