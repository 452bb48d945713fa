"""An invitation gives its role when it is opened, as whoever sent it, if they may still give it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from egide.platform.accounts.models import Invitation, User
from egide.platform.links.models import Link
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import add_services
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import scope
from tests.platform.bodies.world import browser, person, text
from tests.platform.delivering import delivered

URL = "/o/a/personnes/"
EMAIL = "neuf@exemple.fr"
PASSWORD = "Prairie-Lanterne-Cormoran"


def invite(user, **fields):
    return browser(user).post(f"{URL}ajouter/", {"email": EMAIL, "name": "Neuf", "role": "READER", **fields})


def link():
    return re.search(r"/lien/\S+/", delivered()[-1].body)[0]


def opened(client=None):
    given = {"name": "Neuf", "password1": PASSWORD, "password2": PASSWORD}
    return (client or Client()).post(link(), given)


def role_of(email, body):
    with scope(body):
        return [m.role for m in Membership.objects.filter(user__email=email, state=State.ACTIVE)]


def test_the_role_comes_with_the_account_and_is_journaled_as_given_by_whoever_invited(world):
    assert invite(world.referent).status_code == 302
    assert role_of(EMAIL, world.a) == []
    assert delivered()[-1].to == [EMAIL]
    assert opened().status_code == 302
    user = User.objects.get(email=EMAIL)
    assert role_of(EMAIL, world.a) == [Role.READER]
    with scope(world.a):
        [made] = versions("organizations.membership", Membership.objects.get(user=user).id)
    assert (made.actor, made.leaves["record.user_id"]) == (str(world.referent), str(user.id))
    assert browser(user).get("/o/a/collectivite/").status_code == 200


def test_who_has_an_account_finds_the_body_among_theirs(world):
    known = person(world.b, Role.READER, email=EMAIL)
    assert invite(world.referent, email="NEUF@exemple.fr").status_code == 302
    assert browser(known).get("/o/a/collectivite/").status_code == 404
    assert opened(browser(known)).status_code == 302
    assert browser(known).get("/o/a/collectivite/").status_code == 200
    assert User.objects.get(email=EMAIL).name == known.name


def test_a_contributor_gets_the_services_that_are_still_there(world):
    with acting(Actor("test")):
        made = add_services(world.a, ["Écoles", "Voirie"])
    invite(world.referent, role="CONTRIBUTOR", services=[str(s.id) for s in made.values()])
    with scope(world.a), acting(Actor("test")):
        saving.archive(made["Voirie"], expected=1)
    assert opened().status_code == 302
    with scope(world.a):
        [stored] = Membership.objects.filter(user__email=EMAIL)
    assert list(stored.services) == [made["Écoles"].id]


def withdraw(membership, body):
    with scope(body), acting(Actor("test")):
        saving.archive(membership, expected=membership.revision)


def archive(body):
    with scope(body), acting(Actor("test")):
        saving.archive(body, expected=body.revision)


@pytest.mark.parametrize("since", [lambda w: withdraw(w.referent.membership, w.a), lambda w: archive(w.a)])
def test_what_can_no_longer_be_given_is_not(world, since):
    invite(world.referent)
    since(world)
    assert opened().status_code == 404
    assert not User.objects.filter(email=EMAIL).exists()


def test_what_only_an_administrator_gives_is_theirs_to_the_end(world):
    client = browser(world.administrator)
    client.post("/o/centre/personnes/ajouter/", {"email": EMAIL, "name": "Neuf", "role": "ADMINISTRATOR"})
    address = f"/o/centre/personnes/invitations/{Invitation.objects.get().id}/"
    assert browser(world.manager).post(address, {"faire": "renvoyer"}).status_code == 404
    withdraw(world.administrator.membership, world.centre)
    person(world.centre, Role.MANAGER, email=world.administrator.email)
    assert opened().status_code == 404
    assert role_of(EMAIL, world.centre) == []


def test_a_role_already_held_is_told(world):
    answer = invite(world.referent, email="reader@a.exemple.fr")
    assert (answer.status_code, "a déjà ce rôle" in text(answer)) == (422, True)


def test_pending_invitations_are_sent_again_or_cancelled(world):
    invite(world.referent)
    first, client = link(), browser(world.referent)
    [waiting] = client.get(URL).context["pending"]
    address = f"{URL}invitations/{waiting.invitation.id}/"
    assert client.get(address).status_code == 404
    assert "Une invitation part à" in text(client.post(address, {"faire": "renvoyer"}, follow=True))
    assert link() != first
    assert Client().get(first).status_code == 404
    assert Client().get(link()).status_code == 200
    assert "est annulée" in text(client.post(address, {"faire": "annuler"}, follow=True))
    assert Client().get(link()).status_code == 404
    assert client.get(URL).context["pending"] == []


def test_an_expired_one_is_told_and_can_be_sent_again(world):
    invite(world.referent)
    unlocked(Link).update(expires_at=timezone.now() - timedelta(days=1))
    assert "expirée" in text(browser(world.referent).get(URL))
    assert opened().status_code == 404
    waiting = Invitation.objects.get()
    browser(world.referent).post(f"{URL}invitations/{waiting.id}/", {"faire": "renvoyer"})
    assert opened().status_code == 302


def test_the_invitations_of_another_body_are_nowhere(world):
    invite(world.referent)
    waiting = Invitation.objects.get()
    stranger = browser(person(world.b, Role.REFERENT))
    assert stranger.get("/o/b/personnes/").context["pending"] == []
    assert stranger.post(f"/o/b/personnes/invitations/{waiting.id}/", {"faire": "annuler"}).status_code == 404
    assert browser(world.reader).post(f"{URL}invitations/{waiting.id}/", {"faire": "annuler"}).status_code == 404
    assert unlocked(Link).get().revoked_at is None


def test_a_mail_that_does_not_leave_is_told_in_the_list(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    client = browser(world.referent)
    answer = client.post(f"{URL}ajouter/", {"email": EMAIL, "name": "Neuf", "role": "READER"}, follow=True)
    assert f"Une invitation part à {EMAIL}" in text(answer)
    assert "courriel en attente" not in text(answer)
    delivered()
    assert "courriel en attente" in text(client.get(URL))
    assert Invitation.objects.get().email == EMAIL
