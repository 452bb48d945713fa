"""Tokens on the account: made after proof of who one is, shown once, kept as a hash, counted, revoked."""

import json
import logging
import re
import sqlite3
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egide.law.facts.codes import OrganizationKind
from egide.platform.access_log.models import BodyAccess
from egide.platform.api import tokens
from egide.platform.api.models import Token
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from tests.platform.accounts.people import PASSWORD, SECRET, code_at
from tests.platform.api.calling import Program, activity, key_of, person
from tests.platform.conftest import make_body

pytestmark = pytest.mark.django_db
LIST, NEW = "/compte/jetons/", "/compte/jetons/creer/"
ASKED = {"name": "Logiciel de paie", "scope": "write", "days": "90"}
KEY = re.compile(r"egide_[\w-]{43}")


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def signed_in(referent):
    """Someone whose password was given just now."""
    referent.set_password(PASSWORD)
    referent.save()
    client = Client()
    client.post(reverse("account_login"), {"login": referent.email, "password": PASSWORD})
    return client


@pytest.fixture
def security(caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("egide.security"), "propagate", True)
    caplog.set_level(logging.INFO, "egide.security")
    return caplog


def key_shown(answer):
    assert answer.status_code == 200, answer.content[-2000:]
    [key] = set(KEY.findall(answer.content.decode()))
    return key


def test_a_key_is_shown_once_and_kept_as_a_hash(signed_in, base, security):
    made = signed_in.post(NEW, ASKED)
    key = key_shown(made)
    assert "no-store" in made["Cache-Control"]
    assert Program(key).post(base, {"facts": activity()}).status_code == 201
    [row] = Token.objects.values()
    assert key not in str(row)
    assert row["prefix"] == key[:12]
    shown = signed_in.get(LIST).content.decode()
    assert key[12:] not in shown
    assert key[:12] in shown
    assert '"event": "api_token_created"' in security.text
    assert key not in security.text


def test_a_read_token_of_one_body_is_no_more(signed_in, base, body):
    key = key_shown(signed_in.post(NEW, {**ASKED, "scope": "read", "bodies": [str(body.id)]}))
    assert Program(key).get(base).status_code == 200
    assert Program(key).post(base, {"facts": activity()}).status_code == 403
    assert Program(key).get("/api/v1/").json()["scopes"] == ["read"]
    assert Token.objects.get().bodies == [str(body.id)]


def test_what_is_asked_is_judged(signed_in, body):
    stranger = make_body("ailleurs")
    for wrong in (
        {"name": ""},
        {"scope": "admin"},
        {"days": "366"},
        {"bodies": [str(stranger.id)]},
        {"name": "a" * 81},
    ):
        refused = signed_in.post(NEW, {**ASKED, **wrong})
        assert refused.status_code == 422, wrong
    assert not Token.objects.exists()


def test_no_token_lasts_more_than_a_year(referent):
    now = timezone.now()
    for expires in (now, now - timedelta(days=1), now + timedelta(days=366)):
        with pytest.raises(ValueError, match="year"):
            tokens.issue(referent, "x", may_write=False, bodies=None, expires_at=expires, now=now)


def test_it_is_revoked_by_its_owner_alone_and_at_once(signed_in, base, referent):
    key = key_of(referent)
    token = Token.objects.get()
    stranger = Client()
    stranger.force_login(person(email="autre@exemple.fr"))
    url = f"{LIST}{token.id}/revoquer/"
    assert stranger.post(url).status_code == 404
    assert Program(key).get(base).status_code == 200
    assert signed_in.get(url).status_code == 405
    assert signed_in.post(url).status_code == 302
    assert Program(key).get(base).status_code == 401
    assert signed_in.post(url).status_code == 404
    assert "jeton" in signed_in.get(LIST).content.decode()


def test_the_password_is_asked_again_after_a_while(referent, body):
    """Who left a session open does not leave behind what makes tokens."""
    client = Client()
    client.force_login(referent)
    referent.set_password(PASSWORD)
    referent.save()
    client.force_login(referent)
    session = client.session
    session["egide.began"] = session["egide.seen"] = timezone.now().timestamp() - 600
    session.save()
    asked = client.post(NEW, ASKED)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()


def test_a_centre_gives_a_code_and_not_only_a_password(body):
    with acting(Actor("test")):
        centre = make_body("cdg", kind=OrganizationKind.CDG)
    advisor = person(centre, Role.ADVISOR, "conseiller@exemple.fr", every_member=True)
    advisor.set_password(PASSWORD)
    advisor.save()
    TOTP.activate(advisor, SECRET)
    client = Client()
    client.force_login(advisor)  # as a session of which it is not known what was given
    session = client.session
    session["egide.began"] = session["egide.seen"] = timezone.now().timestamp()
    session.save()
    asked = client.post(NEW, ASKED)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, reverse("mfa_reauthenticate"))
    assert not Token.objects.exists()
    code = code_at(timezone.now().timestamp())
    made = client.post(reverse("mfa_reauthenticate"), {"code": code, "next": NEW}, follow=True)
    assert key_shown(made)


def test_without_the_second_factor_that_a_centre_must_have_a_token_is_closed(body):
    centre = make_body("cdg", kind=OrganizationKind.CDG)
    advisor = person(centre, Role.ADVISOR, "conseiller@exemple.fr", every_member=True)
    key = key_of(advisor)
    refused = Program(key).get("/api/v1/")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:egide:problem:second-factor-missing")
    TOTP.activate(advisor, SECRET)
    assert Program(key).get("/api/v1/").status_code == 200


def test_calls_are_counted_in_the_database(program, base, settings, security):
    settings.API_CALLS_PER_MINUTE = 3
    answers = [program.get(base).status_code for _ in range(5)]
    refused = program.get(base)
    if 200 in answers[3:]:  # the minute turned while we counted
        answers = [program.get(base).status_code for _ in range(5)]
        refused = program.get(base)
    assert answers == [200, 200, 200, 429, 429]
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["type"] == "urn:egide:problem:too-many-requests"
    assert "api_token_slowed" in security.text
    Token.objects.update(minute=0)
    assert program.get(base).status_code == 200
    assert Token.objects.get().last_used_at is not None


def test_a_token_dies_with_the_role_and_does_not_come_back_with_it(body, other):
    user = person(body, Role.REFERENT)
    with acting(Actor("test")):
        enrol(user, other, Role.READER)
    one, both = key_of(user, bodies=[body.id]), key_of(user)
    with scope(body), acting(Actor("test")):
        kept = Membership.objects.get(user_id=user.id, organization_id=body.id)
        saving.archive(kept, expected=kept.revision)
    assert Program(one).get("/api/v1/").status_code == 401
    assert [b["slug"] for b in Program(both).get("/api/v1/o/").json()["items"]] == [other.slug]
    with acting(Actor("test")):
        enrol(user, body, Role.REFERENT)
    assert Program(one).get("/api/v1/").status_code == 401
    assert len(Program(both).get("/api/v1/o/").json()["items"]) == 2


@pytest.mark.parametrize("end", ["expired", "closed account"])
def test_a_token_that_ended_opens_nothing_at_all(referent, base, end):
    key = key_of(referent)
    assert Program(key).get(base).status_code == 200
    if end == "expired":
        Token.objects.update(expires_at=timezone.now())
    else:
        type(referent).objects.update(is_active=False)
    assert [Program(key).get(path).status_code for path in (base, "/api/v1/", "/api/v1/nulle-part/")] == [401] * 3


def test_a_token_of_one_body_leads_nowhere_in_another(body, other):
    user = person(body, Role.REFERENT)
    with acting(Actor("test")):
        enrol(user, other, Role.REFERENT)
    narrow, wide = Program(key_of(user, bodies=[body.id])), Program(key_of(user))
    for slug in (body.slug, other.slug):
        assert wide.post(f"/api/v1/o/{slug}/traitements/", {"facts": activity()}).status_code == 201
    assert narrow.get(f"/api/v1/o/{other.slug}/traitements/").status_code == 404
    assert narrow.get("/api/v1/territoire/traitements/").json()["count"] == 1
    assert wide.get("/api/v1/territoire/traitements/").json()["count"] == 2


def test_who_reads_one_body_alone_has_no_territory(program):
    assert program.get("/api/v1/territoire/traitements/").status_code == 404


def test_the_end_of_a_role_ends_the_tokens_of_its_person_alone(body):
    leaver, colleague = person(body, Role.REFERENT), person(body, Role.READER, "autre@exemple.fr")
    ended, kept = key_of(leaver, bodies=[body.id]), key_of(colleague, bodies=[body.id])
    key_of(leaver, name="Ancien")
    long_ago = timezone.now() - timedelta(days=30)
    Token.objects.filter(name="Ancien").update(revoked_at=long_ago)
    with scope(body), acting(Actor("test")):
        membership = Membership.objects.get(user_id=leaver.id)
        saving.archive(membership, expected=membership.revision)
    assert Program(ended).get("/api/v1/").status_code == 401
    assert Program(kept).get("/api/v1/").status_code == 200
    assert Token.objects.get(name="Ancien").revoked_at == long_ago


def test_the_list_is_of_ones_own_tokens_that_were_not_revoked(signed_in, referent, body):
    key_of(referent, name="Le mien")
    key_of(referent, name="Fini")
    key_of(person(body, Role.READER, "autre@exemple.fr"), name="Celui d’une autre")
    Token.objects.filter(name="Fini").update(revoked_at=timezone.now())
    page = signed_in.get(LIST).content.decode()
    assert "Le mien" in page
    assert "Fini" not in page
    assert "Celui d’une autre" not in page


def test_what_programs_are_refused_is_noted(referent, base, lines):
    """A false key says nobody; a token that only reads says whose it is. Never a key."""
    key = key_of(referent, may_write=False)
    token = Token.objects.get()
    assert Program("egide_nobody").get(base).status_code == 401
    assert Program(key).post(base, {"facts": activity()}).status_code == 403
    said = [json.loads(line) for line in lines.raw]
    assert [(each["event"], each.get("user"), each.get("token")) for each in said] == [
        ("api_token_refused", None, None),
        ("api_scope_refused", str(referent.pk), token.prefix),
    ]
    assert not any(key in line or "egide_nobody" in line for line in lines.raw)


def test_a_revoked_token_is_noted(signed_in, referent, lines):
    key_of(referent)
    token = Token.objects.get()
    signed_in.post(f"{LIST}{token.id}/revoquer/")
    assert [(each["event"], each["token"]) for each in map(json.loads, lines.raw)] == [
        ("api_token_revoked", token.prefix)
    ]


def test_a_right_that_changes_changes_the_next_call(base, body, program, referent):
    """A reader is made of the referent: the same token reads, and writes no more."""
    assert program.post(base, {"facts": activity()}).status_code == 201
    with acting(Actor("test")):
        enrol(referent, body, Role.READER)
        with scope(body):
            kept = Membership.objects.get(user_id=referent.id, role=Role.REFERENT.value)
            saving.archive(kept, expected=kept.revision)
    assert program.get(base).status_code == 200
    assert program.post(base, {"facts": activity()}).status_code == 404


def test_what_leaves_a_body_is_traced_once_a_day(program, base, body, referent):
    """As a file that a person exports is, with the name of the token; a refused call takes nothing away."""
    program.post(base, {"facts": {}})
    assert not unlocked(BodyAccess).exists()
    for _ in range(3):
        program.get(base)
    [line] = unlocked(BodyAccess).values("organization_id", "user_id", "kind", "form", "what", "as_centre")
    assert line == {
        "organization_id": body.id, "user_id": referent.id, "kind": "exported", "form": "json",
        "what": "API, jeton «\u202fEssai\u202f»", "as_centre": False,
    }  # fmt: skip
    unlocked(BodyAccess).update(at=timezone.now() - timedelta(days=1))
    program.get(base)
    assert unlocked(BodyAccess).count() == 2


def test_on_a_full_disk_reads_go_on_and_writes_are_refused(program, base, monkeypatch):
    def full(*_):
        raise OperationalError("database or disk is full") from sqlite_full()

    added = program.post(base, {"facts": activity()})
    monkeypatch.setattr(tokens, "spend", full)
    assert program.get(added["Location"]).status_code == 200
    refused = program.patch(added["Location"], {"facts": {"name": "x"}}, etag='"1"')
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert refused.json()["type"] == "urn:egide:problem:unavailable"


def test_a_fault_of_the_count_is_not_taken_for_a_full_disk(program, base, monkeypatch):
    def broken(*_):
        raise OperationalError("no such column: spent")

    monkeypatch.setattr(tokens, "spend", broken)
    assert program.get(base).status_code == 503


def test_a_body_that_is_not_reached_any_more_is_not_named(signed_in, referent, body, other):
    key_of(referent, bodies=[body.id, other.id])
    page = signed_in.get(LIST)
    assert page.status_code == 200
    assert [one["bodies"] for one in page.context["tokens"]] == [[str(body)]]


def sqlite_full():
    """As SQLite says it."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def test_a_database_that_does_not_answer_is_told_as_such(program, base, monkeypatch):
    def lost(*_):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("egide.platform.api.middleware.access_to", lost)
    refused = program.get(base)
    assert (refused.status_code, refused["Content-Type"]) == (503, "application/problem+json")


def test_a_fault_of_ours_is_a_problem_too_and_writes_nothing(program, base, monkeypatch):
    monkeypatch.setattr("egide.platform.api.records.answer", lambda *_, **__: 1 / 0)
    program.client.raise_request_exception = False
    refused = program.post(base, {"facts": activity()})
    assert (refused.status_code, refused.json()["type"]) == (500, "urn:egide:problem:failure")
    monkeypatch.undo()
    assert program.get(base).json()["count"] == 0
