"""Looking in place of someone: for a reason, read only, in one body, thirty minutes; told, traced, never upward."""

import json
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from egide.law.facts.codes import OrganizationKind
from egide.platform.access_log.jobs import delete_old_entries
from egide.platform.access_log.models import AccountEvent, BodyAccess, Kind
from egide.platform.accounts.models import User
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.reading import versions
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from tests.machinery.routes import every_route
from tests.platform.bodies.world import browser, made, person, text
from tests.platform.delivering import delivered

REASON = "Elle ne retrouve pas ses fiches"


def path(seen, body="a"):
    return reverse("person-view", args=[body, seen.membership.id])


@pytest.fixture
def admin(world):
    return browser(world.administrator)


@pytest.fixture
def viewing(world, admin):
    """The administrator, who looks as the reader."""
    assert admin.post(path(world.reader), {"reason": REASON}).url == "/o/a/"
    return admin


def traces(kind):
    return list(unlocked(BodyAccess).filter(kind=kind))


def test_it_begins_by_a_reason_and_shows_what_the_person_sees(world, admin):
    asked = text(admin.get(path(world.reader)))
    assert "Elle en est prévenue par courriel" in asked
    admin.post(path(world.reader), {"reason": REASON})
    page = text(admin.get("/o/a/"))
    assert f"Vous regardez à la place de {world.reader}" in page
    assert "Redevenir moi-même" in page
    assert text(browser(world.reader).get("/o/a/services/")).count("Ajouter") == text(
        admin.get("/o/a/services/")
    ).count("Ajouter")
    assert admin.get("/o/a/personnes/").status_code == 404  # a reader does not see it, an administrator does


@pytest.mark.parametrize("reason", ["", "court", "   ", "x" * 301])
def test_without_a_reason_nothing_begins(world, admin, reason):
    assert admin.post(path(world.reader), {"reason": reason}).status_code == 422
    assert traces(Kind.VIEWED_AS) == []
    assert delivered() == []
    assert "Vous regardez" not in text(admin.get("/o/a/"))


def test_the_person_is_told_and_it_is_traced(world, viewing):
    [told] = delivered()
    assert told.to == [world.reader.email]
    assert REASON in told.body
    assert str(world.administrator) in told.body
    [trace] = traces(Kind.VIEWED_AS)
    assert (trace.user_id, trace.in_place_of, trace.reason) == (world.administrator.pk, world.reader.pk, REASON)
    assert AccountEvent.objects.filter(user_id=world.reader.pk, event="viewed_as").exists()
    page = text(browser(world.referent).get("/o/a/consultations/"))
    assert REASON in page
    assert f"à la place de {world.reader}" in page


def test_it_is_journaled_and_changes_nothing(world, viewing):
    body = world.reader.membership.organization
    with scope(body), identified(SYSTEM):
        known = versions("organizations.membership", world.reader.membership.id)
        assert Membership.objects.get(id=world.reader.membership.id).revision == known[-1].number
    assert (known[-1].action, known[-1].reason, known[-1].changes) == ("viewed", REASON, {})
    assert known[-1].actor_id == world.administrator.pk
    page = text(browser(world.referent).get("/o/a/journal/"))
    assert "Regard à la place de la personne à l’écran" in page
    assert f"« {REASON} »Lecteur" in page
    assert "READER" not in page
    assert REASON in page
    assert verify(body.id).sound


def test_every_address_refuses_to_write(world, viewing):
    """Each of the application, by each method that writes: one place stands before them all."""
    entries, people = JournalEntry._base_manager.count(), User.objects.count()
    unknown = "00000000-0000-0000-0000-000000000000"
    tried = 0
    for route in every_route():
        if route.name in ("viewing_end", "account_logout", "health", "ready", "metrics"):
            continue
        if str(route.name).startswith("public-"):  # asked by no session, as the probes above
            continue
        address = "/" + route.pattern.replace("^", "").replace("$", "")
        for part in route.pattern.split("<")[1:]:
            taken = part.split(">")[0]
            address = address.replace(f"<{taken}>", "a" if taken.endswith(":body") else unknown)
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(viewing, method)(address)
            assert answer.status_code == 403, (method, route.name)
            assert "Vous ne pouvez rien modifier" in answer.content.decode()
            tried += 1
    assert tried > 200
    assert (JournalEntry._base_manager.count(), User.objects.count()) == (entries, people)


@pytest.mark.parametrize(
    "address", ["/", "/compte/", "/o/b/", "/o/centre/", "/o/foreign/", "/compte/sessions/", "/o/ab/"]
)
def test_only_this_body_is_shown(world, viewing, address):
    answer = viewing.get(address)
    assert answer.status_code == 403
    assert "Ce n’est pas ici que vous regardez" in answer.content.decode()


@pytest.mark.parametrize("address", ["traitements/exporter/?format=csv", "traitements/registre/?format=json"])
def test_no_file_leaves(world, viewing, address):
    answer = viewing.get(f"/o/a/{address}")
    assert answer.status_code == 403
    assert "Vous ne pouvez rien enregistrer" in answer.content.decode()
    assert traces(Kind.EXPORTED) == []


def test_a_button_ends_it(world, viewing):
    answer = viewing.post(reverse("viewing_end"))
    assert answer.url == "/o/a/personnes/"
    page = text(viewing.get(answer.url))
    assert "Vous êtes de nouveau vous-même" in page
    assert "Vous regardez à la place" not in page


def test_a_link_does_not_end_it(world, viewing):
    assert viewing.get(reverse("viewing_end")).status_code == 405
    assert "Vous regardez à la place" in text(viewing.get("/o/a/"))


def test_thirty_minutes_end_it(world, viewing, monkeypatch):
    later = time.time() + 1801
    session = viewing.session
    session["egide.seen"] = later
    session.save()
    monkeypatch.setattr("time.time", lambda: later)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))
    assert "Vous regardez" not in text(viewing.get("/o/a/"))


def test_signing_out_ends_it_with_the_session_of_the_administrator(world, viewing):
    other = browser(world.reader)
    viewing.post("/deconnexion/")
    assert viewing.get("/o/a/").url.startswith("/connexion/")
    assert other.get("/o/a/").status_code == 200


def withdraw(user):
    body = user.membership.organization
    with acting(Actor("test")), scope(body):
        kept = Membership.objects.get(id=user.membership.id)
        saving.archive(kept, expected=kept.revision)


def test_a_right_that_is_withdrawn_ends_it_at_the_next_page(world, viewing):
    person(world.centre, Role.ADMINISTRATOR, email="other@centre.exemple.fr")
    withdraw(world.administrator)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))


def test_an_administrator_who_becomes_a_manager_looks_no_more(world, viewing):
    person(world.centre, Role.ADMINISTRATOR, email="other@centre.exemple.fr")
    withdraw(world.administrator)
    person(world.centre, Role.MANAGER, email=world.administrator.email)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))


def test_a_person_who_leaves_the_body_is_seen_no_more(world, viewing):
    withdraw(world.reader)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))


def test_a_person_who_rises_meanwhile_is_seen_no_more(world, viewing):
    person(world.centre, Role.ADVISOR, email=world.reader.email)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))


def test_a_person_whose_account_is_closed_is_seen_no_more(world, viewing):
    User.objects.filter(pk=world.reader.pk).update(is_active=False)
    assert "Vous êtes de nouveau vous-même" in text(viewing.get("/o/a/"))


def test_what_is_refused_and_the_end_are_noted(world, viewing, lines):
    """Of the administrator who did it, with whom they were looking as."""
    viewing.post("/o/a/services/")
    viewing.get("/compte/")
    viewing.get("/o/a/traitements/exporter/?format=csv")
    viewing.post(reverse("viewing_end"))
    said = [json.loads(line) for line in lines.raw]
    assert [each["event"] for each in said] == ["viewing_refused"] * 3 + ["viewing_ended"]
    assert [each.get("why") for each in said] == ["write", "elsewhere", "file", None]
    assert {(each["user"], each["seen"]) for each in said} == {(str(world.administrator.pk), str(world.reader.pk))}


def test_someone_who_left_a_centre_may_be_seen_as_anyone(world, admin):
    withdraw(person(world.centre, Role.ADVISOR, email="ancienne@centre.exemple.fr"))
    former = person(world.a, Role.READER, email="ancienne@centre.exemple.fr")
    assert admin.get(path(former)).status_code == 200


def test_a_role_that_ended_leads_to_nobody(world, admin):
    """Even when its person has another."""
    ended = path(world.reader)
    withdraw(world.reader)
    again = person(world.a, Role.CONTRIBUTOR, email=world.reader.email)
    assert admin.get(ended).status_code == 404
    assert admin.get(path(again)).status_code == 200


def test_never_upward_nor_sideways(world, admin):
    """Not someone of a centre, whichever it is; not oneself."""
    elsewhere = made("Centre 59", OrganizationKind.CDG, slug="centre-59")
    person(elsewhere, Role.ADMINISTRATOR, email=world.referent.email)
    assert admin.get(path(world.referent)).status_code == 404
    for colleague in (world.manager, world.advisor, world.administrator):
        assert admin.get(path(colleague, "centre")).status_code == 404
        assert admin.post(path(colleague, "centre"), {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("who", ["referent", "reader", "manager", "advisor"])
def test_administrators_alone(world, who):
    client = browser(getattr(world, who))
    assert client.post(path(world.reader), {"reason": REASON}).status_code == 404
    assert traces(Kind.VIEWED_AS) == []


def test_not_in_a_body_of_another_centre(world, admin):
    stranger = person(world.foreign, Role.READER)
    assert admin.post(path(stranger, "foreign"), {"reason": REASON}).status_code == 404
    assert admin.post(path(stranger), {"reason": REASON}).status_code == 404


def test_never_nested(world, viewing):
    assert viewing.post(path(world.referent), {"reason": REASON}).status_code == 403
    assert len(traces(Kind.VIEWED_AS)) == 1


def test_long_after_signing_in_the_administrator_confirms(world, admin):
    world.administrator.set_password("trois vaches mauves")
    world.administrator.save()
    client = browser(world.administrator)
    session = client.session
    began = time.time() - 600
    session.update({"egide.began": began, "egide.seen": time.time()})
    session.save()
    assert client.post(path(world.reader), {"reason": REASON}).url.startswith("/compte/confirmer/")
    assert traces(Kind.VIEWED_AS) == []


def test_the_page_of_people_offers_it_to_administrators_for_those_below(world, admin):
    page = admin.get("/o/a/personnes/").content.decode()
    assert page.count("Regarder à sa place") == 2
    assert "Regarder à sa place" not in admin.get("/o/centre/personnes/").content.decode()
    assert "Regarder à sa place" not in browser(world.referent).get("/o/a/personnes/").content.decode()


def test_its_trace_lives_as_long_as_the_log(world, viewing):
    delete_old_entries(timezone.now() + timedelta(days=400))
    assert traces(Kind.VIEWED_AS) == []
