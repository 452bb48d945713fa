"""Sessions end: after an hour without a request, after twelve hours, everywhere at once, with a new password."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from egide.platform.accounts import middleware
from egide.platform.accounts.models import User
from tests.platform.accounts.visiting import PASSWORD, sign_in, signed_in

HOUR = 3600
NEW = "quatre canards bavards"


@pytest.fixture
def later(monkeypatch):
    """Move the clock of sessions this many seconds from now."""
    started = time.time()

    def move(seconds):
        monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: started + seconds))

    return move


def test_an_hour_without_a_request_ends_the_session(client, person, later):
    sign_in(client)
    later(HOUR - 60)
    assert signed_in(client)
    later(2 * HOUR - 120)
    assert signed_in(client)
    later(3 * HOUR)
    assert client.get("/compte/").url == "/connexion/?fin=1&next=/compte/"
    assert "Votre session a pris fin" in client.get("/connexion/?fin=1&next=/compte/").content.decode()


def test_twelve_hours_end_it_whatever_happens(client, person, later):
    sign_in(client)
    for halves in range(1, 24):
        later(halves * HOUR / 2)
        assert signed_in(client)
    later(12 * HOUR + 1)
    assert not signed_in(client)


def test_a_page_posted_too_late_is_not_promised_again(client, person, later):
    sign_in(client)
    later(2 * HOUR)
    assert client.post("/compte/", {"name": "X"}).url == "/connexion/?fin=1"
    assert User.objects.get().name == "Camille Roussel"


def test_a_fragment_asked_too_late_moves_the_whole_page(client, person, later):
    sign_in(client)
    later(2 * HOUR)
    assert client.get("/compte/", headers={"HX-Request": "true"})["HX-Redirect"].startswith("/connexion/?fin=1")


def test_a_page_writes_the_session_once_a_minute_at_most(client, person, later, asked_of):
    sign_in(client)
    later(50)
    assert asked_of("UPDATE", lambda: signed_in(client)) == 0
    later(70)
    assert asked_of("UPDATE", lambda: signed_in(client)) == 1


def test_the_key_of_the_session_changes_at_sign_in(client, person):
    client.get("/connexion/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client)
    assert client.cookies["session"].value != before


def test_signing_out_everywhere_ends_every_session(client, person):
    other = Client()
    sign_in(client)
    sign_in(other)
    assert client.get("/compte/sessions/").status_code == 405
    assert client.post("/compte/sessions/").url == reverse("account_login")
    assert not signed_in(client)
    assert not signed_in(other)
    sign_in(other)
    assert signed_in(other)


def test_a_new_password_ends_the_other_sessions_and_is_said_by_mail(client, person, mailoutbox):
    other = Client()
    sign_in(client)
    sign_in(other)
    asked = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), asked).url == "/compte/"
    assert signed_in(client)
    assert not signed_in(other)
    assert mailoutbox[0].to == ["camille@exemple.fr"]
    assert "Votre mot de passe a été changé." in mailoutbox[0].body


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"oldpassword": "not this one", "password1": NEW, "password2": NEW}, "Ce n’est pas votre mot de passe actuel"),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}, "mot de passe"),
        ({"oldpassword": PASSWORD, "password1": "camille", "password2": "camille"}, "au moins 12"),
    ],
)
def test_a_change_that_is_refused_says_why_and_changes_nothing(client, person, asked, said):
    sign_in(client)
    page = client.post(reverse("account_change_password"), asked).content.decode()
    assert said in page
    assert User.objects.get().check_password(PASSWORD)


def test_the_sign_in_before_this_one_is_shown(client, person):
    sign_in(client)
    assert "La fois précédente" not in client.get("/compte/").content.decode()
    client.post(reverse("account_logout"))
    sign_in(client)
    assert "La fois précédente" in client.get("/compte/").content.decode()
