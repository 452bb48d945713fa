"""The second factor: a code opens once, recovery codes too, and nothing of it is stored in clear."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.codes import has_second_factor
from egide.platform.accounts.second_factor.removal import remove_second_factor
from egide.platform.accounts.second_factor.sealing import UnreadableSecretError, seal, unseal
from tests.platform.accounts.people import NOW, PASSWORD, SECRET, code_at, is_in, recovery_codes, sign_in
from tests.platform.delivering import delivered

ACTIVATE, CODES = "/compte/second-facteur/activer/", "/compte/second-facteur/codes/"


def give(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def secret_of(page):
    return re.search(r'id="secret">(\w+)<', page.content.decode())[1]


def activate(client, now):
    secret = secret_of(client.get(ACTIVATE))
    return secret, client.post(ACTIVATE, {"code": code_at(now, secret)})


def test_the_password_alone_no_longer_opens(client, protected, clock):
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get("/compte/").status_code == 302
    assert "Une seconde preuve" in client.get(reverse("mfa_authenticate")).content.decode()
    assert give(client, code_at(NOW)).url == "/"
    assert is_in(client)


def test_the_page_that_was_asked_is_kept_through_the_code(client, protected, clock):
    sign_in(client, next="/compte/")
    assert give(client, code_at(NOW)).url == "/compte/"


@pytest.mark.parametrize("later", [0, 29, 31, 59, 89])
def test_a_code_opens_once(client, protected, clock, later):
    sign_in(client)
    give(client, code_at(NOW))
    clock.now += later
    thief = Client()
    sign_in(thief)
    assert "Ce code ne convient pas" in give(thief, code_at(NOW)).content.decode()
    assert not is_in(thief)


def test_a_code_older_than_one_that_opened_is_refused(client, protected, clock):
    sign_in(client)
    give(client, code_at(NOW))
    thief = Client()
    sign_in(thief)
    give(thief, code_at(NOW - 30))
    assert not is_in(thief)


@pytest.mark.parametrize(("drift", "opens"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_thirty_seconds_wrong(client, protected, clock, drift, opens):
    sign_in(client)
    give(client, code_at(NOW + drift))
    assert is_in(client) is opens


def test_five_wrong_codes_and_the_right_one_is_refused(client, protected, clock, lines):
    sign_in(client)
    for _ in range(5):
        give(client, "000000")
    assert "Attendez cinq minutes" in give(client, code_at(NOW)).content.decode()
    assert not is_in(client)
    assert lines.events() == ["factor_refused"] * 5
    clock.now += 301
    sign_in(client)
    give(client, code_at(clock.now))
    assert is_in(client)


def test_a_right_code_does_not_wipe_the_failures_of_the_network(client, protected, clock):
    for n in range(19):
        clock.now += 0.1
        sign_in(client, f"inconnu{n}@mairie.fr", "une autre phrase")
    clock.now += 0.1
    sign_in(client)
    clock.now += 0.1
    give(client, code_at(NOW))
    assert is_in(client)
    other = Client()
    sign_in(other, "inconnu19@mairie.fr", "une autre phrase")
    assert "Attendez" in sign_in(other, "inconnu20@mairie.fr", "une autre phrase").content.decode()


def test_activation_asks_for_a_first_code_then_shows_the_recovery_codes_once(
    client, person, clock, lines, django_capture_on_commit_callbacks
):
    sign_in(client)
    page = client.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    secret = secret_of(client.get(ACTIVATE))
    assert "Ce code ne convient pas" in client.post(ACTIVATE, {"code": "000000"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(ACTIVATE, {"code": code_at(NOW, secret)}).url == CODES
    assert has_second_factor(person)
    shown = client.get(CODES).content.decode()
    codes = recovery_codes(person)
    assert len(codes) == 10
    assert all(f"<code>{code}</code>" in shown for code in codes)
    assert all(code in shown.split('href="data:text/plain')[1] for code in codes)
    again = client.get(CODES).content.decode()
    assert not any(code in again for code in codes)
    assert "Il vous reste 10 codes de secours sur 10." in again
    assert lines.events().count("factor_added") == 2
    assert "La double vérification a été activée" in delivered()[0].body


def test_the_code_that_activated_does_not_open(client, person, clock, django_capture_on_commit_callbacks):
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret, _ = activate(client, NOW)
    other = Client()
    sign_in(other)
    give(other, code_at(NOW, secret))
    assert not is_in(other)
    clock.now += 30
    give(other, code_at(clock.now, secret))
    assert is_in(other)


def test_a_recovery_code_opens_once(client, person, clock, lines):
    sign_in(client)
    activate(client, NOW)
    code = recovery_codes(person)[3]
    for opens in (True, False):
        other = Client()
        sign_in(other)
        give(other, code)
        assert is_in(other) is opens
    assert code not in recovery_codes(person)
    assert "factor_used" in lines.events()


def test_new_recovery_codes_replace_the_old(client, person, clock, django_capture_on_commit_callbacks):
    sign_in(client)
    activate(client, NOW)
    client.get(CODES)
    old = recovery_codes(person)
    assert "Vos 10 codes actuels ne vaudront plus" in client.get(CODES + "nouveaux/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(CODES + "nouveaux/").url == CODES
    new = recovery_codes(person)
    assert not set(old) & set(new)
    assert new[0] in client.get(CODES).content.decode()
    assert "De nouveaux codes de secours" in delivered()[-1].body


def test_who_signed_in_long_ago_gives_the_password_again(client, person, clock):
    sign_in(client)
    clock.now += 301
    asked = client.get(ACTIVATE)
    assert asked.url == f"{reverse('account_reauthenticate')}?next={ACTIVATE.replace('/', '%2F')}"
    assert "Ce n’est pas votre mot de passe" in client.post(asked.url, {"password": "x"}).content.decode()
    assert client.post(asked.url, {"password": PASSWORD, "next": ACTIVATE}).url == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200


def test_a_code_may_be_given_instead_of_the_password(client, protected, clock):
    sign_in(client)
    give(client, code_at(NOW))
    clock.now += 301
    page = client.get(client.get("/compte/second-facteur/desactiver/").url).content.decode()
    assert "Donner plutôt un code de mon téléphone" in page
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code_at(clock.now), "next": "/compte/"})
    assert answer.url == "/compte/"
    assert client.get("/compte/second-facteur/desactiver/").status_code == 200


def test_it_is_deactivated_by_a_post_and_ends_the_other_sessions(client, protected, clock):
    sign_in(client)
    give(client, code_at(NOW))
    other = Client()
    sign_in(other)
    clock.now += 30
    give(other, code_at(clock.now))
    client.get("/compte/second-facteur/desactiver/")
    assert has_second_factor(protected)
    client.post("/compte/second-facteur/desactiver/")
    assert not has_second_factor(protected)
    assert client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302
    assert "La double vérification a été désactivée" in delivered()[-1].body


def test_nothing_is_stored_in_clear(client, person, clock):
    sign_in(client)
    secret = secret_of(client.get(ACTIVATE))
    assert secret not in str(dict(client.session))
    client.post(ACTIVATE, {"code": code_at(NOW, secret)})
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(person))


def test_a_sealed_secret_opens_under_an_older_key_and_under_no_other(settings):
    sealed = seal(SECRET)
    assert sealed != seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnreadableSecretError, match="EGIDE_SECRET_KEY"):
        unseal(sealed)


def test_a_sealed_secret_that_was_altered_does_not_open():
    sealed = seal(SECRET)
    for n in (5, 25, len(sealed) - 5):
        with pytest.raises(UnreadableSecretError):
            unseal(sealed[:n] + ("A" if sealed[n] != "A" else "B") + sealed[n + 1 :])
    with pytest.raises(UnreadableSecretError):
        unseal(SECRET)


def test_an_administrator_takes_it_away(client, protected, clock, lines):
    sign_in(client)
    give(client, code_at(NOW))
    assert remove_second_factor(protected, "egide")
    assert not has_second_factor(protected)
    assert client.get("/compte/").status_code == 302
    assert sign_in(client).url == "/"
    assert lines.events()[-2:] == ["factor_removed", "signed_in"]
    assert not remove_second_factor(protected, "egide")


OTHER_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"


@pytest.fixture
def colleague(db):
    """Someone else, who has a second factor of their own."""
    other = User.objects.create_user("zoe@mairie.fr", PASSWORD)
    TOTP.activate(other, OTHER_SECRET)
    return other


def test_the_code_of_someone_else_opens_nothing(client, colleague, protected, clock):
    sign_in(client)
    give(client, code_at(NOW, OTHER_SECRET))
    assert not is_in(client)
    other = Client()
    sign_in(other, colleague.email)
    give(other, code_at(NOW))
    assert not is_in(other)
    give(other, code_at(NOW, OTHER_SECRET))
    assert is_in(other)


def test_the_factor_of_someone_else_is_not_ones_own(client, person, colleague, required):
    """It neither opens what needs one, nor lets the last one go."""
    assert not has_second_factor(person)
    sign_in(client)
    assert client.get("/compte/").url == reverse("mfa_activate_totp")
    last = TOTP.activate(person, SECRET).instance
    client.post("/compte/second-facteur/desactiver/")
    assert Authenticator.objects.filter(pk=last.pk).exists()


def test_only_the_factor_of_this_person_is_taken_away(protected, colleague):
    assert remove_second_factor(protected, "egide")
    assert has_second_factor(colleague)
