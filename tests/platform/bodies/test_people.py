"""Who may give which role to whom, by the screens: the last referent stays, and nobody raises their own rights."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egide.platform.accounts.models import Invitation
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import add_services
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import State
from egide.platform.records.scope import scope
from tests.platform.bodies.world import browser, person, posted, text

URL = "/o/a/personnes/"
CENTRE = "/o/centre/personnes/"


def roles(body):
    with scope(body):
        rows = Membership.objects.filter(state=State.ACTIVE).select_related("user")
        return sorted((m.user.email, m.role.value) for m in rows)


def page_of(user, action, url=URL):
    return f"{url}{user.membership.id}/{action}/"


def invite(client, url=URL, **fields):
    return client.post(f"{url}ajouter/", {"email": "neuf@exemple.fr", "name": "Neuf", "role": "READER", **fields})


def test_who_reads_the_list_and_who_may_invite(world):
    for user, reads, invites in [
        (world.reader, False, False),
        (world.advisor, True, False),
        (world.referent, True, True),
        (world.manager, True, True),
        (world.administrator, True, True),
    ]:
        client = browser(user)
        assert client.get(URL).status_code == (200 if reads else 404)
        assert client.get(f"{URL}ajouter/").status_code == (200 if invites else 404)
        assert invite(client, email=f"{user.id}@exemple.fr").status_code == (302 if invites else 404)


def test_the_list_tells_roles_services_and_the_people_of_the_centre(world):
    with acting(Actor("test")):
        school = add_services(world.a, ["Écoles"])["Écoles"]
    person(world.a, Role.CONTRIBUTOR, services=[school.id])
    said = text(browser(world.referent).get(URL))
    assert "contributor@a.exemple.fr" in said
    assert "Écoles" in said
    assert "advisor@centre.exemple.fr" in said


@pytest.mark.parametrize("role", ["ADVISOR", "MANAGER", "ADMINISTRATOR"])
def test_no_role_of_a_centre_in_a_body_that_is_none(world, role):
    for user in (world.referent, world.manager, world.administrator):
        assert invite(browser(user), role=role).status_code == 422
        client = browser(user)
        data = {**posted(client.get(page_of(world.reader, "modifier"))), "role": role}
        assert client.post(page_of(world.reader, "modifier"), data).status_code == 422
    assert not Invitation.objects.exists()
    assert ("reader@a.exemple.fr", "READER") in roles(world.a)


def test_only_an_administrator_names_changes_or_withdraws_administrators(world):
    manager, administrator = browser(world.manager), browser(world.administrator)
    assert invite(manager, CENTRE, role="ADMINISTRATOR").status_code == 422
    assert manager.get(page_of(world.administrator, "modifier", CENTRE)).status_code == 404
    assert manager.post(page_of(world.administrator, "retirer", CENTRE), {"revision": "1"}).status_code == 404
    assert invite(manager, CENTRE, role="MANAGER").status_code == 302
    assert invite(administrator, CENTRE, role="ADMINISTRATOR").status_code == 302
    asked = [(each.invitation.email, each.role) for each in administrator.get(CENTRE).context["pending"]]
    assert asked == [("neuf@exemple.fr", Role.ADMINISTRATOR), ("neuf@exemple.fr", Role.MANAGER)]


def test_nobody_gives_themselves_a_role(world):
    for user, url in [(world.referent, URL), (world.manager, URL), (world.manager, CENTRE)]:
        before = roles(world.a), roles(world.centre)
        answer = invite(browser(user), url, email=user.email.upper(), role="CONTROLLER")
        assert answer.status_code == 422
        assert "à vous-même" in text(answer)
        assert (roles(world.a), roles(world.centre)) == before
    assert browser(world.referent).get(page_of(world.referent, "modifier")).status_code == 404
    assert browser(world.manager).get(page_of(world.manager, "modifier", CENTRE)).status_code == 404


def test_the_referent_of_a_centre_does_not_give_roles_there(world):
    client = browser(person(world.centre, Role.REFERENT))
    assert client.get(CENTRE).status_code == 200
    assert client.get(f"{CENTRE}ajouter/").status_code == 404


def test_a_role_is_changed_with_its_services(world):
    with acting(Actor("test")):
        school = add_services(world.a, ["Écoles"])["Écoles"]
        foreign = add_services(world.b, ["Voirie"])["Voirie"]
    client, address = browser(world.referent), page_of(world.reader, "modifier")
    data = {**posted(client.get(address)), "role": "CONTRIBUTOR", "services": [str(foreign.id)]}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "services": [str(school.id)], "role": "READER"}).status_code == 422
    assert client.post(address, {**data, "services": [str(school.id)]}).status_code == 302
    with scope(world.a):
        stored = Membership.objects.get(id=world.reader.membership.id)
    assert (stored.role, list(stored.services)) == (Role.CONTRIBUTOR, [school.id])
    late = client.post(address, {**data, "services": []})
    assert late.status_code == 422
    assert "entre-temps" in text(late)


def test_a_role_already_held_is_not_given_twice(world):
    both = person(world.a, Role.CONTROLLER, email="reader@a.exemple.fr")
    client, address = browser(world.referent), page_of(both, "modifier")
    answer = client.post(address, {**posted(client.get(address)), "role": "READER"})
    assert answer.status_code == 422
    assert "a déjà ce rôle" in text(answer)


def test_a_body_does_not_lose_its_last_referent_by_its_own_hand(world):
    client, address = browser(world.referent), page_of(world.referent, "retirer")
    assert "C’est le seul référent" in text(client.get(address))
    answer = client.post(address, posted(client.get(address)))
    assert (answer.status_code, "nommez-en d’abord un autre" in text(answer)) == (409, True)
    assert ("referent@a.exemple.fr", "REFERENT") in roles(world.a)
    second = person(world.a, Role.REFERENT, email="second@exemple.fr")
    assert client.post(address, posted(answer)).status_code == 302
    assert client.get("/o/a/collectivite/").status_code == 404
    last = browser(second)
    assert last.post(page_of(second, "retirer"), {"revision": "1"}).status_code == 409


def test_the_centre_may_withdraw_the_last_referent_and_is_told(world):
    client, address = browser(world.manager), page_of(world.referent, "retirer")
    asked = client.get(address)
    assert "C’est le seul référent" in text(asked)
    assert client.post(address, posted(asked, reason="Parti")).status_code == 302
    assert "Aucun référent" in text(client.get(URL))


def test_a_referent_made_something_else_is_a_referent_less(world):
    second = person(world.a, Role.REFERENT, email="second@exemple.fr")
    client = browser(second)
    address = page_of(world.referent, "modifier")
    assert client.post(address, {**posted(client.get(address)), "role": "READER"}).status_code == 302
    other = person(world.a, Role.REFERENT, email="third@exemple.fr")
    assert browser(other).post(page_of(second, "retirer"), {"revision": "1"}).status_code == 302


def test_the_last_administrator_stays(world):
    client, address = browser(world.administrator), page_of(world.administrator, "retirer", CENTRE)
    answer = client.post(address, posted(client.get(address)))
    assert (answer.status_code, "seul administrateur" in text(answer)) == (409, True)


def test_the_people_of_another_body_are_nowhere(world):
    stranger = person(world.b, Role.REFERENT)
    client = browser(stranger)
    assert client.get(page_of(world.reader, "modifier")).status_code == 404
    for action in ("modifier", "retirer", "collectivites"):
        assert client.get(page_of(world.reader, action, "/o/b/personnes/")).status_code == 404


def test_as_many_queries_for_three_people_as_for_one(world):
    person(world.b, Role.REFERENT)
    client = browser(world.manager)
    client.get("/o/b/personnes/")
    with CaptureQueriesContext(connection) as one:
        client.get("/o/b/personnes/")
    person(world.b, Role.READER)
    person(world.b, Role.CONTROLLER)
    person(world.centre, Role.ADVISOR, email="another@centre.exemple.fr", every_member=True)
    with CaptureQueriesContext(connection) as three:
        client.get("/o/b/personnes/")
    assert len(one) == len(three) <= 20
