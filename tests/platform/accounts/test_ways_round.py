"""Ways round a password or a second factor that someone could try, each closed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from django.utils import timezone

from egide import settings as installation
from egide.platform.accounts.invitations import invite
from egide.platform.accounts.models import Invitation
from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.organizations.shapes import Role
from tests.platform.accounts.people import PASSWORD, is_in, sign_in
from tests.platform.delivering import delivered
from tests.platform.rows import enrol

ACTIVATE = "/compte/second-facteur/activer/"
NEW = "quatre canards bavards"


def _link(client, email="lea@mairie.fr"):
    client.post(reverse("account_reset_password"), {"email": email})
    return re.search(r"http://testserver(/\S+)", delivered()[-1].body).group(1)


def test_the_mailbox_alone_does_not_replace_the_phone(client, protected):
    client.post(client.get(_link(client)).url, {"password1": NEW, "password2": NEW})
    assert not is_in(client)
    assert sign_in(client, password=NEW).url.startswith("/connexion/code/")
    assert not is_in(client)


def test_a_link_asked_before_the_owner_came_in_is_dead(client, person):
    link = _link(client)
    sign_in(client)
    client.post(reverse("account_logout"))
    assert "Ce lien ne fonctionne plus" in client.get(link).content.decode()


@pytest.mark.parametrize("link", ["/mot-de-passe/nouveau/zzz-abc/", "/mot-de-passe/nouveau/1-choisir/"])
def test_an_invented_link_is_said_not_to_work(client, person, link):
    assert "Ce lien ne fonctionne plus" in client.get(link).content.decode()


def test_the_challenge_is_nothing_without_a_password_first(client, protected):
    assert client.get("/connexion/code/").url == reverse("account_login")


def test_recovery_codes_alone_are_not_a_second_factor(client, person, required):
    RecoveryCodes.activate(person)
    client.force_login(person)
    assert client.get(reverse("account_home")).url == ACTIVATE


def test_a_factor_that_was_taken_away_is_asked_again_from_those_who_must(client, protected, required):
    client.force_login(protected)
    assert client.get(reverse("account_home")).status_code == 200
    remove_second_factor(protected, "egide")
    assert client.get(reverse("account_home")).url.startswith(reverse("account_login"))
    sign_in(client)
    assert client.get(reverse("account_home")).url == ACTIVATE


@pytest.mark.parametrize(("role", "asked"), [(Role.ADVISOR, True), (Role.REFERENT, False)])
def test_the_installation_requires_it_of_those_of_a_centre(client, person, body, settings, role, asked):
    settings.SECOND_FACTOR_REQUIRED = installation.SECOND_FACTOR_REQUIRED
    enrol(person, body, role)
    sign_in(client)
    answer = client.get(reverse("account_home"))
    assert (answer.status_code == 302 and answer.url == ACTIVATE) is asked


def test_a_lock_does_not_tell_who_exists(client, person):
    pages = []
    for email in ("lea@mairie.fr", "personne@mairie.fr"):
        for _ in range(6):
            answer = sign_in(client, email, "not this one")
        pages.append(re.sub(r'value="\w{64}"', "", answer.content.decode().replace(email, "X")))
    assert "Trop d’essais" in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("_within")
def test_opening_a_link_while_signed_in_accepts_nothing(client, person):
    _, key = invite(person.email, "Léa", {}, None, timezone.now())
    sign_in(client)
    assert "Accepter l’invitation" in client.get(reverse("invitation", args=[key])).content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_a_wrong_first_code_keeps_the_key_that_was_photographed(client, person):
    sign_in(client)
    shown = [client.get(ACTIVATE), client.post(ACTIVATE, {"code": "abcdef"})]
    keys = [re.search(r'<code id="secret">(\w+)</code>', page.content.decode()).group(1) for page in shown]
    assert keys[0] == keys[1]
    assert not Authenticator.objects.exists()


def test_the_password_never_comes_back_in_a_page(client, person):
    assert PASSWORD not in sign_in(client, "personne@mairie.fr").content.decode()
