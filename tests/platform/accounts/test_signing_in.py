"""Signing in: what is said, to whom, how often, and where one lands."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import NoReverseMatch, reverse

from egide.platform.accounts.adapters import AccountAdapter
from egide.platform.accounts.models import User
from tests.platform.accounts.people import PASSWORD, is_in, sign_in


@contextmanager
def hashes(monkeypatch):
    """How many passwords were hashed."""
    done = []
    encode = MD5PasswordHasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", lambda *a: done.append(1) or encode(*a))
        yield done


def body(response):
    """The page, without the token that is drawn anew each time."""
    token = response.context["csrf_token"]
    return response.content.replace(str(token).encode(), b"")


def test_the_right_password_opens(client, person):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    assert is_in(client)


def test_the_case_of_the_address_does_not_matter(client, person):
    sign_in(client, "LEA@Mairie.FR")
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_bytes(client, person):
    wrong = sign_in(client, "lea@mairie.fr", "une autre phrase")
    unknown = sign_in(client, "zoe@mairie.fr", "une autre phrase")
    assert wrong.status_code == unknown.status_code == 200
    assert "L’adresse ou le mot de passe ne convient pas" in wrong.content.decode()
    assert body(wrong) == body(unknown).replace(b"zoe@mairie.fr", b"lea@mairie.fr")
    assert not is_in(client)


def test_an_unknown_address_costs_a_hash_as_well(client, person, monkeypatch):
    with hashes(monkeypatch) as known:
        sign_in(client, "lea@mairie.fr", "une autre phrase")
    with hashes(monkeypatch) as unknown:
        sign_in(client, "zoe@mairie.fr", "une autre phrase")
    assert len(known) == len(unknown) == 1


@pytest.mark.parametrize("email", ["lea@mairie.fr", "zoe@mairie.fr"])
def test_after_five_failures_the_right_password_is_refused_too(client, person, email):
    for _ in range(5):
        sign_in(client, email, "une autre phrase")
    refused = sign_in(client, email)
    assert "Attendez cinq minutes" in refused.content.decode()
    assert not is_in(client)


def test_the_door_opens_again_after_five_minutes(client, person, clock):
    for _ in range(5):
        sign_in(client, password="une autre phrase")
    clock.now += 301
    sign_in(client)
    assert is_in(client)


def test_twenty_five_failures_a_day_are_the_most(client, person, clock):
    for _ in range(25):
        sign_in(client, password="une autre phrase")
        clock.now += 601
    assert "Attendez" in sign_in(client).content.decode()
    assert not is_in(client)


def test_another_name_of_the_installation_gives_no_more_attempts(client, person, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "x"}, headers={"host": "a.example"})
    answer = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), answer, headers={"host": "b.example"})
    assert not is_in(client)


def test_a_forged_address_of_the_network_is_not_believed(client, person):
    for n in range(21):
        client.post(
            reverse("account_login"),
            {"login": f"inconnu{n}@mairie.fr", "password": "x"},
            headers={"x-forwarded-for": f"10.0.0.{n}"},
        )
    assert "Attendez" in sign_in(client).content.decode()


def test_behind_a_proxy_that_is_told_each_address_counts_for_itself(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(21):
        client.post(
            reverse("account_login"),
            {"login": f"inconnu{n}@mairie.fr", "password": "x"},
            headers={"x-forwarded-for": f"10.0.0.{n}"},
        )
    answer = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), answer, headers={"x-forwarded-for": "10.0.1.1"})
    assert is_in(client)


def test_too_many_requests_get_a_french_page(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, password="une autre phrase")
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Trop de demandes" in refused.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "https:ailleurs.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(client, person, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/"
    client.post(reverse("account_logout"))
    response = client.post(reverse("account_logout"), {"next": elsewhere})
    assert response.url == reverse("account_login")


def test_another_host_of_ours_is_elsewhere(client, person, settings):
    settings.ALLOWED_HOSTS = ["testserver", "vitrine.example"]
    assert sign_in(client, next="http://vitrine.example/").url == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked(client, person):
    asked = client.get(reverse("account_home"))
    assert asked.url == "/connexion/?next=/compte/"
    assert 'name="next" value="/compte/"' in client.get(asked.url).content.decode()
    assert sign_in(client, next="/compte/").url == "/compte/"


def test_a_closed_account_does_not_open_and_says_so_to_its_owner_only(client, person):
    User.objects.update(is_active=False)
    assert sign_in(client).url == reverse("account_inactive")
    assert "Ce compte est fermé" in client.get(reverse("account_inactive")).content.decode()
    assert sign_in(client, password="une autre phrase").status_code == 200
    assert not is_in(client)


def test_signing_up_is_closed_whatever_asks(rf):
    """Also for the other ways to sign in that may come."""
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False


def test_nobody_signs_up_and_what_is_not_ours_is_not_there(client, person):
    for name in ("account_signup", "account_email", "mfa_signup_webauthn", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for url in ("/signup/", "/accounts/signup/", "/email/", "/accounts/email/", "/webauthn/"):
        assert client.get(url).status_code in {302, 404}


def test_asked_as_json_it_answers_the_page(client, person):
    answer = client.post(
        reverse("account_login"), {"login": "x@y.fr", "password": "x"}, headers={"accept": "application/json"}
    )
    assert answer["Content-Type"].startswith("text/html")


def test_the_log_tells_who_is_known_and_hides_who_is_not(client, person, lines):
    sign_in(client, "zoe@mairie.fr", "une autre phrase")
    sign_in(client, password="une autre phrase")
    sign_in(client)
    client.post(reverse("account_logout"))
    assert lines.events() == ["sign_in_failed", "sign_in_failed", "signed_in", "signed_out"]
    raw = "".join(lines.raw)
    assert str(person.pk) in raw
    for secret in ("mairie.fr", "une autre phrase", "vaches"):
        assert secret not in raw


def test_the_log_tells_a_lockout(client, person, lines):
    for _ in range(6):
        sign_in(client, password="une autre phrase")
    assert lines.events() == ["sign_in_failed"] * 5 + ["locked_out"]
