"""A session: opened under a new key, ended by time, by a new password, or by the person."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.platform.accounts.people import PASSWORD, is_in, sign_in
from tests.platform.delivering import delivered

NEW = "quatre moutons turquoise"
HOME = "/compte/"


def test_the_key_that_was_set_before_does_not_survive_signing_in(client, person):
    client.get(reverse("account_login"), {"fin": "1"})
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = planted = session.session_key
    sign_in(client)
    assert is_in(client)
    assert client.cookies["session"].value != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get(HOME).status_code == 302


def test_an_hour_without_a_request_ends_it(client, person, clock):
    sign_in(client)
    clock.now += 3599
    assert client.get(HOME).status_code == 200
    clock.now += 3599
    assert client.get(HOME).status_code == 200
    clock.now += 3601
    assert client.get(HOME).url == "/connexion/?fin=1&next=/compte/"
    assert not is_in(client)
    assert "Votre session a pris fin" in client.get("/connexion/?fin=1").content.decode()


def test_twelve_hours_end_it_whatever_happens(client, person, clock):
    sign_in(client)
    for _ in range(23):
        clock.now += 1800
        assert client.get(HOME).status_code == 200
    clock.now += 1800
    assert client.get(HOME).status_code == 302
    assert not is_in(client)


def test_a_fragment_that_is_asked_too_late_brings_the_whole_page_of_signing_in(client, person, clock):
    sign_in(client)
    clock.now += 3601
    answer = client.post(HOME, headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == "/connexion/?fin=1"


def test_pages_write_the_session_once_a_minute_at_most(client, person, clock):
    sign_in(client)
    client.get(HOME)
    assert [_writes(client, clock, later) for later in (30, 29, 1, 30)] == [0, 0, 1, 0]
    assert client.session["egide.seen"] == clock.now - 30


def _writes(client, clock, later):
    clock.now += later
    with CaptureQueriesContext(connection) as made:
        client.get(HOME)
    return sum(q["sql"].startswith(("UPDATE", "INSERT")) for q in made.captured_queries)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, person):
    sign_in(client)
    other = Client()
    sign_in(other)
    before = client.cookies["session"].value
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert answer.url == HOME
    assert "Votre mot de passe est changé" in client.get(HOME).content.decode()
    assert client.cookies["session"].value != before
    assert other.get(HOME).status_code == 302
    assert delivered()[-1].to == ["lea@mairie.fr"]
    assert "Votre mot de passe a été changé." in delivered()[-1].body


def test_the_new_password_is_refused_without_the_old_one(client, person):
    sign_in(client)
    page = client.post(
        reverse("account_change_password"), {"oldpassword": "une autre phrase", "password1": NEW, "password2": NEW}
    ).content.decode()
    assert "Ce n’est pas votre mot de passe actuel" in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_two_different_passwords_are_refused(client, person):
    sign_in(client)
    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "s"}
    ).content.decode()
    assert "même mot de passe" in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_signing_out_everywhere_ends_every_session(client, person, lines):
    sign_in(client)
    other = Client()
    sign_in(other)
    assert client.get(reverse("account_close_sessions")).status_code == 405
    answer = client.post(reverse("account_close_sessions"))
    assert "Vos sessions sont fermées" in client.get(answer.url).content.decode()
    assert not is_in(client)
    assert other.get(HOME).status_code == 302
    assert "sessions_closed" in lines.events()
    sign_in(other)
    assert other.get(HOME).status_code == 200


def test_signing_out_is_by_post_only(client, person):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 405
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_the_account_says_when_one_signed_in_before(client, person):
    sign_in(client)
    assert "La fois précédente" not in client.get(HOME).content.decode()
    client.post(reverse("account_logout"))
    sign_in(client)
    assert "La fois précédente" in client.get(HOME).content.decode()


def test_the_name_is_changed_from_the_account(client, person):
    sign_in(client)
    assert client.post(HOME, {"name": "Léa Durand"}).url == HOME
    assert "Votre compte est enregistré" in client.get(HOME).content.decode()
    person.refresh_from_db()
    assert person.name == "Léa Durand"
    assert "aria-invalid" in client.post(HOME, {"name": ""}).content.decode()


def test_an_account_without_a_password_may_choose_one(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
