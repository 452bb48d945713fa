"""A forgotten password: a link by mail, good once, for an hour; nothing tells who has an account."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.urls import reverse

from egide.platform.accounts.models import User
from tests.platform.accounts.visiting import PASSWORD, sign_in, signed_in, with_phone

NEW = "quatre canards bavards"
ASK = "/mot-de-passe/oublie/"
CHOSEN = {"password1": NEW, "password2": NEW}


def _link(client, email="camille@exemple.fr"):
    client.post(ASK, {"email": email})
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)


def _form(client, link):
    """The page that the link leads to: its address no longer has the key."""
    return client.get(link).url


def test_the_link_of_the_mail_lets_choose_a_password(client, person, security):
    link = _link(client)
    form = _form(client, link)
    assert form.endswith("-choisir/")
    page = client.get(form).content.decode()
    assert "Au moins 12 caractères" in page
    assert client.post(form, CHOSEN).url == "/mot-de-passe/nouveau/enregistre/"
    sign_in(client, password=NEW)
    assert signed_in(client)
    assert [line["event"] for line in security()] == ["reset_asked", "password_reset", "signed_in"]
    assert "remplacé" in mail.outbox[-1].body


def test_the_mail_is_french_and_comes_from_the_installation(client, person, settings):
    settings.DEFAULT_FROM_EMAIL = "egide@cdg.exemple.fr"
    _link(client)
    (sent,) = mail.outbox
    assert sent.from_email == "egide@cdg.exemple.fr"
    assert sent.subject == "Choisir un nouveau mot de passe"
    assert "valable une heure" in sent.body
    assert "&" not in sent.body


def test_a_link_serves_once(client, person):
    link = _link(client)
    client.post(_form(client, link), CHOSEN)
    assert "Ce lien ne fonctionne plus" in client.get(link).content.decode()


def test_a_link_dies_after_an_hour(client, person, monkeypatch):
    link = _link(client)
    late = datetime.now() + timedelta(minutes=61)  # noqa: DTZ005 - as Django's generator does
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: late)
    assert "Ce lien ne fonctionne plus" in client.get(link).content.decode()


def test_a_link_dies_with_a_sign_in(client, person):
    link = _link(client)
    sign_in(client)
    client.post(reverse("account_logout"))
    assert "Ce lien ne fonctionne plus" in client.get(link).content.decode()


@pytest.mark.parametrize("link", ["/mot-de-passe/nouveau/zzz-abc/", "/mot-de-passe/nouveau/1-choisir/"])
def test_an_invented_link_is_said_not_to_work(client, person, link):
    answer = client.get(link)
    assert answer.status_code == 200
    assert "Ce lien ne fonctionne plus" in answer.content.decode()


def test_a_weak_password_is_refused_with_advice(client, person):
    form = _form(client, _link(client))
    weak = "Camille2026!!"
    page = client.post(form, {"password1": weak, "password2": weak}).content.decode()
    assert "trop facile à deviner" in page
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_ends_the_sessions_and_does_not_open_one(client, person):
    sign_in(client)
    form = _form(client, _link(client))
    client.post(form, CHOSEN)
    assert not signed_in(client)


def test_the_mailbox_alone_does_not_replace_the_phone(client, person):
    with_phone(person)
    client.post(_form(client, _link(client)), CHOSEN)
    assert sign_in(client, password=NEW).url.startswith("/connexion/code/")


def _answer(client, email):
    answer = client.post(ASK, {"email": email})
    page = client.get(answer.url)
    shown = re.sub(r'value="\w{64}"', "", page.content.decode())
    return answer.status_code, answer.url, shown, len(answer.content)


def test_asking_does_not_tell_who_exists(client, person, mailoutbox):
    assert _answer(client, "camille@exemple.fr") == _answer(client, "personne@exemple.fr")
    assert [sent.to for sent in mailoutbox] == [["camille@exemple.fr"], ["personne@exemple.fr"]]
    assert mailoutbox[0].subject == mailoutbox[1].subject
    assert "Il n’y a pas de compte" in mailoutbox[1].body
    assert "http" not in mailoutbox[1].body


def test_a_closed_account_gets_no_link(client, person, mailoutbox):
    User.objects.update(is_active=False)
    client.post(ASK, {"email": "camille@exemple.fr"})
    assert "http" not in mailoutbox[0].body


def test_a_server_of_mail_that_is_down_is_said_whoever_asked(client, person, monkeypatch):
    def down(*_, **__):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", down)
    for email in ("camille@exemple.fr", "personne@exemple.fr"):
        page = client.post(ASK, {"email": email}, follow=True).content.decode()
        assert "Le courriel n’a pas pu partir" in page


def test_a_password_forgotten_by_who_has_none_yet_is_chosen(client, person):
    person.set_unusable_password()
    person.save()
    client.post(_form(client, _link(client)), CHOSEN)
    sign_in(client, password=NEW)
    assert signed_in(client)
