"""The links of a body: who sees them, who takes them back, and that they then open nothing."""

import json

import pytest
from django.test import Client

from egide.platform.links.models import Link
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import unlocked
from tests.platform.bodies.test_inviting import EMAIL, invite, link
from tests.platform.bodies.world import browser, person, text

URL = "/o/a/liens/"


def revoke(user, body="a"):
    return browser(user).post(f"/o/{body}/liens/{unlocked(Link).get().id}/annuler/", follow=True)


def test_nothing_yet_says_what_will_be_there(world):
    assert "Aucun lien en cours" in text(browser(world.referent).get(URL))


def test_a_link_that_was_sent_is_shown_without_its_key(world):
    invite(world.referent)
    page = browser(world.referent).get(URL)
    assert EMAIL in text(page)
    assert "Invitation à ouvrir un compte" in text(page)
    assert link().split("/")[2] not in page.content.decode()


def test_taken_back_it_opens_nothing(world, caplog):
    invite(world.referent)
    assert Client().get(link()).status_code == 200
    with caplog.at_level("INFO", logger="egide.security"):
        answer = revoke(world.referent)
    assert "n’ouvre plus rien" in text(answer)
    assert EMAIL not in text(browser(world.referent).get(URL))
    assert Client().get(link()).status_code == 404
    assert browser(world.referent).get("/o/a/personnes/").context["pending"] == []
    said = [json.loads(r.getMessage()) for r in caplog.records if r.name == "egide.security"]
    assert ("link_revoked", str(world.referent.id)) in [(s["event"], s["user"]) for s in said]


def test_twice_or_by_get_it_is_nowhere(world):
    invite(world.referent)
    address = f"{URL}{unlocked(Link).get().id}/annuler/"
    assert browser(world.referent).get(address).status_code == 404
    revoke(world.referent)
    assert browser(world.referent).post(address).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_others_find_nothing(world, role):
    invite(world.referent)
    user = person(world.a, role)
    assert browser(user).get(URL).status_code == 404
    assert revoke(user).status_code == 404


def test_another_body_finds_nothing(world):
    invite(world.referent)
    stranger = person(world.b, Role.REFERENT)
    assert EMAIL not in text(browser(stranger).get("/o/b/liens/"))
    assert revoke(stranger, "b").status_code == 404
    assert unlocked(Link).get().revoked_at is None


def test_the_controller_sees_invitations_without_taking_them_back(world):
    invite(world.referent)
    controller = person(world.a, Role.CONTROLLER)
    assert EMAIL in text(browser(controller).get(URL))
    assert revoke(controller).status_code == 404


def test_only_an_administrator_takes_back_the_invitation_of_one(world):
    client = browser(world.administrator)
    client.post("/o/centre/personnes/ajouter/", {"email": EMAIL, "name": "Neuf", "role": "ADMINISTRATOR"})
    assert revoke(world.manager, "centre").status_code == 404
    assert revoke(world.administrator, "centre").status_code == 200
