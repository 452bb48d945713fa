"""A forgotten password: the same page for everyone, a link that is good once, and the sessions that end."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from egide.platform.accounts.models import User
from egide.platform.mail.models import Message
from tests.platform.accounts.people import PASSWORD, is_in, sign_in
from tests.platform.delivering import delivered

NEW = "quatre moutons turquoise"


def ask(client, email, **headers):
    return client.post(reverse("account_reset_password"), {"email": email}, **headers)


def link():
    return re.search(r"http://testserver(/mot-de-passe/nouveau/\S+)", delivered()[-1].body)[1]


def choose(client, url, password=NEW, again=None):
    landed = client.get(url)
    return client.post(landed.url, {"password1": password, "password2": again or password}) if landed.url else landed


def test_known_and_unknown_get_the_same_answer_and_one_mail_each(client, person):
    known = [ask(client, "lea@mairie.fr"), client.get(reverse("account_reset_password_done"))]
    unknown = [ask(client, "zoe@mairie.fr"), client.get(reverse("account_reset_password_done"))]
    assert [(r.status_code, r.content, r.get("Location")) for r in known] == [
        (r.status_code, r.content, r.get("Location")) for r in unknown
    ]
    assert [m.to for m in delivered()] == [["lea@mairie.fr"], ["zoe@mairie.fr"]]


def test_the_mails_are_french_and_plain(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "egide@cdg.example"
    ask(client, "lea@mairie.fr")
    ask(client, "zoe@mairie.fr")
    mails = link_to, nobody = delivered()
    assert link_to.subject == nobody.subject == "Choisir un nouveau mot de passe"
    assert link_to.from_email == "egide@cdg.example"
    assert "valable une heure\u00a0:" in link_to.body
    assert "Il n’y a pas de compte à cette adresse." in nobody.body
    assert "http" not in nobody.body
    assert [len(m.alternatives) for m in mails] == [1, 1]


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
    assert len(delivered()) == 3


def inserted(sql):
    return sql.split()[2] if sql.startswith("INSERT") else ""


def test_the_answer_does_not_wait_for_the_server_of_mail_and_costs_the_same(person, monkeypatch):
    """The mail is in the queue when the page answers: whether it leaves tells nothing to who asked."""

    def unreachable(self):
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(EmailBackend, "open", unreachable)
    pages, written = [], []
    for email in ("lea@mairie.fr", "zoe@mairie.fr"):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            ask(client, email)
        written.append(sorted(t for q in queries if (t := inserted(q["sql"])) not in {"", '"cache_entries"'}))
        pages.append(client.get(reverse("account_reset_password_done")).content)
    assert delivered() == []
    assert pages[0] == pages[1]
    assert written[0] == written[1]
    assert [m.state for m in Message.objects.all()] == ["waiting", "waiting"]


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
    assert "http" not in delivered()[0].body


def test_the_log_tells_it_without_the_address(client, person, lines):
    ask(client, "lea@mairie.fr")
    ask(client, "zoe@mairie.fr")
    choose(client, delivered()[0].body.split("http://testserver")[1].split()[0])
    assert lines.events() == ["reset_asked", "reset_asked", "password_reset"]
    assert "mairie.fr" not in "".join(lines.raw)
