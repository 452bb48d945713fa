"""A session: opened under a new key, ended by time, by a new password, or by the person."""

import runpy
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from egide import settings as installation
from egide.platform.accounts import sessions
from egide.platform.accounts.devices import in_words
from egide.platform.accounts.models import Session, User
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
    answer = client.post(reverse("account_sessions"), {"fermer": "toutes"})
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


# ---- The page of sessions

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
SESSIONS = "/compte/sessions/"


@pytest.fixture
def two(person):
    """Signed in on a computer, then on a phone."""
    computer, phone = Client(headers={"user-agent": FIREFOX}), Client(headers={"user-agent": PHONE})
    sign_in(computer)
    sign_in(phone)
    return computer, phone


def test_one_sees_where_one_is_signed_in(two):
    page = two[0].get(SESSIONS).content.decode()
    assert "Firefox, sous Windows" in page
    assert "Safari, sur iPhone" in page
    assert "127.0.0.1" in page
    assert page.count("Cette session") == 1
    for client in two:
        assert client.cookies["session"].value not in page


def test_one_closes_a_session_from_another(two, person, lines):
    computer, phone = two
    handle = person.sessions.get(device="Safari, sur iPhone").handle
    answer = computer.post(SESSIONS, {"fermer": str(handle)})
    assert "La session est fermée" in computer.get(answer.url).content.decode()
    assert phone.get(HOME).status_code == 302
    assert computer.get(HOME).status_code == 200
    assert "sessions_closed" in lines.events()


def test_one_closes_all_the_others(two):
    computer, phone = two
    phone.post(SESSIONS, {"fermer": "autres"})
    assert computer.get(HOME).status_code == 302
    assert phone.get(HOME).status_code == 200
    assert "Fermer toutes les autres" not in phone.get(SESSIONS).content.decode()


@pytest.mark.parametrize("which", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_session_closes_nothing(two, which, lines):
    computer, _phone = two
    answer = computer.post(SESSIONS, {"fermer": which})
    assert "déjà fermée" in computer.get(answer.url).content.decode()
    assert [client.get(HOME).status_code for client in two] == [200, 200]


def test_nobody_closes_the_session_of_another(two, person):
    other = User.objects.create_user("zoe@mairie.fr", PASSWORD)
    stranger = Client()
    sign_in(stranger, other.email)
    for session in person.sessions.all():
        stranger.post(SESSIONS, {"fermer": str(session.handle)})
    stranger.post(SESSIONS, {"fermer": "autres"})
    assert [client.get(HOME).status_code for client in two] == [200, 200]
    assert "Firefox" not in stranger.get(SESSIONS).content.decode()


def test_a_page_that_was_being_written_does_not_open_a_closed_session_again(two, person):
    """The request of a session that was closed meanwhile ends; it does not bring the session back."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(two[1].cookies["session"].value)
    store["something"] = "written"
    person.sessions.filter(device="Safari, sur iPhone").delete()
    with pytest.raises(UpdateError):
        store.save()


def test_what_is_over_is_not_shown(clock, two, person):
    computer, _ = two
    for _ in range(2):
        clock.now += 1900
        computer.get(HOME)
    assert person.sessions.count() == 2
    assert [each.device for each in sessions.open_sessions(person, clock.now)] == ["Firefox, sous Windows"]


def test_a_new_key_keeps_its_handle(client, person):
    sign_in(client)
    before = person.sessions.get().handle
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert person.sessions.get().handle == before


def test_old_rows_are_deleted(two, client):
    now = timezone.now()
    assert sessions.delete_expired(Session, now) == 0
    assert sessions.delete_expired(Session, now + timedelta(hours=13)) == 2


def test_the_page_costs_the_same_for_many_sessions(two, person, django_assert_num_queries):
    computer = two[0]
    computer.get(SESSIONS)
    with CaptureQueriesContext(connection) as few:
        computer.get(SESSIONS)
    asked = len(few.captured_queries)
    for _ in range(5):
        sign_in(Client())
    with django_assert_num_queries(asked):
        computer.get(SESSIONS)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, sous Windows"),
        (PHONE, "Safari, sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, sous Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, sous Android"),
        ("curl/8.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert in_words(agent) == words


# ---- Cookies under TLS


@pytest.fixture
def behind_tls(settings, monkeypatch):
    """What an installation with EGIDE_TLS=1 sets, read from its own settings."""
    monkeypatch.setenv("EGIDE_TLS", "1")
    found = runpy.run_path(str(Path(installation.__file__)))
    for name, value in found.items():
        if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_")):
            setattr(settings, name, value)


def test_under_tls_cookies_belong_to_this_host_alone(behind_tls, client, person):
    client.get(reverse("account_login"), secure=True)
    sign_in(client, secure=True)
    assert {"__Host-session", "__Host-csrf"} <= set(client.cookies)
    for name in ("__Host-session", "__Host-csrf"):
        cookie = client.cookies[name]
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert client.cookies["__Host-session"]["httponly"]


def test_a_key_that_was_planted_does_not_open(client, person):
    """Before signing in, under a name of session that the server did not draw."""
    client.cookies["session"] = "planted00000000000000000000000000"
    sign_in(client)
    assert client.cookies["session"].value != "planted00000000000000000000000000"
    assert is_in(client)


def test_a_new_password_is_noted(client, person, lines):
    sign_in(client)
    new = {"oldpassword": PASSWORD, "password1": "cinq hiboux sous la pluie", "password2": "cinq hiboux sous la pluie"}
    client.post(reverse("account_change_password"), new)
    person.refresh_from_db()
    assert person.check_password(new["password1"])
    assert lines.events()[-1] == "password_changed"


def test_a_session_that_is_over_is_noted(client, person, clock, lines):
    sign_in(client)
    lines.raw.clear()
    clock.now += 3601
    client.get(HOME)
    assert lines.events()[0] == "session_expired"


def test_an_address_without_account_is_not_noted_as_someone(client, person, lines):
    sign_in(client, email="personne@mairie.fr")
    [line] = lines.raw
    assert str(person.pk) not in line
    assert "personne@" not in line
    assert lines.events() == ["sign_in_failed"]
