"""A forgotten password: the same page for everyone, a link that is good once, and the sessions that end."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from egide.platform.accounts.models import User
from tests.platform.accounts.people import PASSWORD, is_in, sign_in

NEW = "quatre moutons turquoise"


def ask(client, email, **headers):
    return client.post(reverse("account_reset_password"), {"email": email}, **headers)


def link():
    return re.search(r"http://testserver(/mot-de-passe/nouveau/\S+)", mail.outbox[-1].body)[1]


def choose(client, url, password=NEW, again=None):
    landed = client.get(url)
    return client.post(landed.url, {"password1": password, "password2": again or password}) if landed.url else landed


def test_known_and_unknown_get_the_same_answer_and_one_mail_each(client, person):
    known = [ask(client, "lea@mairie.fr"), client.get(reverse("account_reset_password_done"))]
    unknown = [ask(client, "zoe@mairie.fr"), client.get(reverse("account_reset_password_done"))]
    assert [(r.status_code, r.content, r.get("Location")) for r in known] == [
        (r.status_code, r.content, r.get("Location")) for r in unknown
    ]
    assert [m.to for m in mail.outbox] == [["lea@mairie.fr"], ["zoe@mairie.fr"]]


def test_the_mails_are_french_and_plain(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "egide@cdg.example"
    ask(client, "lea@mairie.fr")
    ask(client, "zoe@mairie.fr")
    link_to, nobody = mail.outbox
    assert link_to.subject == nobody.subject == "Choisir un nouveau mot de passe"
    assert link_to.from_email == "egide@cdg.example"
    assert "valable une heure\u00a0:" in link_to.body
    assert "Il n’y a pas de compte à cette adresse." in nobody.body
    assert "http" not in nobody.body
    assert [m.alternatives for m in mail.outbox] == [[], []]


def test_the_link_changes_the_password_once(client, person):
    ask(client, "lea@mairie.fr")
    url = link()
    assert choose(client, url).url == reverse("account_reset_password_from_key_done")
    person.refresh_from_db()
    assert person.check_password(NEW)
    again = Client().get(url)
    assert "Ce lien ne fonctionne plus" in again.content.decode()


def test_the_key_is_not_in_the_address_of_the_form(client, person):
    ask(client, "lea@mairie.fr")
    assert client.get(link()).url.endswith("-choisir/")


def test_the_link_dies_after_an_hour(client, person, monkeypatch):
    ask(client, "lea@mairie.fr")
    now = PasswordResetTokenGenerator()._now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: now + timedelta(seconds=3601))
    assert "Ce lien ne fonctionne plus" in client.get(link()).content.decode()


def test_a_weak_password_is_refused_in_french(client, person):
    ask(client, "lea@mairie.fr")
    page = choose(client, link(), "azerty").content.decode()
    assert "au moins 12 caractères" in page
    assert "trop facile à deviner" in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_sessions_end_with_the_old_password(client, person):
    sign_in(client)
    ask(Client(), "lea@mairie.fr")
    choose(Client(), link())
    assert client.get(reverse("account_home")).status_code == 302


def test_who_was_locked_out_comes_back_by_the_mailbox(client, person):
    for _ in range(6):
        sign_in(client, password="une autre phrase")
    ask(client, "lea@mairie.fr")
    choose(client, link())
    sign_in(client, password=NEW)
    assert is_in(client)


@pytest.mark.parametrize("email", ["lea@mairie.fr", "zoe@mairie.fr"])
def test_three_mails_an_hour_are_the_most(client, person, email):
    for _ in range(3):
        assert ask(client, email).status_code == 302
    assert ask(client, email).status_code == 429
    assert len(mail.outbox) == 3


def test_a_server_of_mail_that_is_down_is_said_the_same_way_to_all(person, settings, monkeypatch):
    def down(self, messages):
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    pages = []
    for email in ("lea@mairie.fr", "zoe@mairie.fr"):
        client = Client()
        ask(client, email)
        pages.append(client.get(reverse("account_reset_password_done")).content)
    assert "Le courriel n’a pas pu partir" in pages[0].decode()
    assert pages[0] == pages[1]


def test_no_second_copy_of_the_address_is_kept(client, person):
    """Else the old address would go on opening the account, after the address is changed."""
    ask(client, "lea@mairie.fr")
    choose(client, link())
    sign_in(client, password=NEW)
    client.get(reverse("account_home"))
    User.objects.update(email="lea.durand@mairie.fr")
    other = Client()
    sign_in(other, "lea@mairie.fr", NEW)
    assert not is_in(other)
    sign_in(other, "lea.durand@mairie.fr", NEW)
    assert is_in(other)


def test_a_closed_account_gets_the_mail_of_the_unknown(client, person):
    User.objects.update(is_active=False)
    ask(client, "lea@mairie.fr")
    assert "http" not in mail.outbox[0].body


def test_the_log_tells_it_without_the_address(client, person, lines):
    ask(client, "lea@mairie.fr")
    ask(client, "zoe@mairie.fr")
    choose(client, mail.outbox[0].body.split("http://testserver")[1].split()[0])
    assert lines.events() == ["reset_asked", "reset_asked", "password_reset"]
    assert "mairie.fr" not in "".join(lines.raw)
