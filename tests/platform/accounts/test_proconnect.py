"""Signing in with ProConnect: the way that works, and who may open what."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts.invitations import invite
from egide.platform.accounts.models import FederatedIdentity, User
from egide.platform.accounts.oidc import provider, transport
from tests.platform.accounts.people import NOW, PASSWORD, SECRET, code_at, is_in, sign_in
from tests.platform.accounts.proconnect import EC_KEY, ISSUER, OTHER_KEY, OURS, PERSON, FakeProConnect, published
from tests.platform.delivering import delivered

BEGIN, CALLBACK, LINK = "/connexion/proconnect/", "/connexion/proconnect/retour/", "/compte/proconnect/rattacher/"


@pytest.fixture
def fake(settings, monkeypatch):
    made = FakeProConnect()
    settings.OIDC = OURS
    monkeypatch.setattr(transport, "send", made.send)
    provider.forget()
    yield made
    provider.forget()


@pytest.fixture
def linked(person):
    return FederatedIdentity.objects.create(user=person, issuer=ISSUER, subject=PERSON["sub"], linked_at=timezone.now())


def come(client, fake, following="", **wrong):
    """Through ProConnect and back."""
    there = client.get(BEGIN, {"next": following} if following else {})
    return client.get(CALLBACK, fake.authorize(there.url, **wrong))


def test_the_button_is_there_when_it_leads_somewhere(client, fake, settings):
    assert "S’identifier avec ProConnect" in client.get("/connexion/?next=/compte/").content.decode()
    assert "?next=%2Fcompte%2F" in client.get("/connexion/?next=/compte/").content.decode()
    settings.OIDC = None
    assert "ProConnect" not in client.get("/connexion/").content.decode()
    assert client.get(BEGIN).status_code == client.get(CALLBACK).status_code == 404


def test_what_is_asked_of_the_provider(client, fake):
    there = client.get(BEGIN).url
    query = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert there.startswith(f"{ISSUER}/authorize?")
    assert len(query["state"]) >= 32
    assert len(query["nonce"]) >= 32
    assert query["state"] != query["nonce"]
    assert query["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert query["scope"] == "openid given_name usual_name email siret"
    assert json.loads(query["claims"]) == {"id_token": {"amr": {"essential": True}}}
    assert "code_challenge" not in query
    again = parse_qs(urlsplit(client.get(BEGIN).url).query)
    assert again["state"] != [query["state"]]
    assert again["nonce"] != [query["nonce"]]


def test_pkce_is_used_with_a_provider_that_says_it_knows_it(client, fake, linked):
    fake.metadata = {"code_challenge_methods_supported": ["S256"]}
    query = parse_qs(urlsplit(client.get(BEGIN).url).query)
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert come(client, fake).url == "/"


def test_an_identity_that_is_bound_opens_its_account(client, fake, linked, lines):
    assert come(client, fake, "/compte/").url == "/compte/"
    assert is_in(client)
    assert client.get("/compte/").status_code == 200
    assert [json.loads(line).get("way") for line in lines.raw if "signed_in" in line] == ["proconnect"]
    linked.refresh_from_db()
    assert linked.used_at is not None
    assert linked.email == "lea@mairie.fr"


def test_the_address_identifies_nobody(client, fake, person):
    """The account at this very address stays closed until its owner binds the identity."""
    page = come(client, fake).content.decode()
    assert "Cette identité n’ouvre pas encore de compte" in page
    assert "21620001000017" in page
    assert "elle ne donne accès à aucune collectivité" in page
    assert not is_in(client)
    assert not FederatedIdentity.objects.exists()


def test_the_page_of_an_unknown_identity_does_not_tell_who_has_an_account(client, fake, person):
    with_account = come(client, fake).content.decode()
    fake.person["email"] = "zoe@mairie.fr"
    without = come(client, fake).content.decode()
    assert with_account.replace("lea@mairie.fr", "X") == without.replace("zoe@mairie.fr", "X")


def test_signing_in_otherwise_then_binding(client, fake, person, lines):
    page = come(client, fake).content.decode()
    assert f"/connexion/?next={LINK}" in page
    assert sign_in(client, next=LINK).url == LINK
    assert "Léa Martin" in client.get(LINK).content.decode()
    assert not FederatedIdentity.objects.exists()
    assert client.post(LINK).url == "/compte/"
    assert "Votre identité ProConnect est rattachée" in client.get("/compte/").content.decode()
    assert "proconnect_linked" in lines.events()
    assert "Une identité ProConnect a été rattachée" in delivered()[-1].body
    client.post("/deconnexion/")
    assert come(client, fake).url == "/"


def test_binding_waits_for_a_button_even_while_signed_in(client, fake, person):
    """Who led this browser to ProConnect may be someone else, signed in there as themselves."""
    sign_in(client)
    assert come(client, fake).url == LINK
    assert not FederatedIdentity.objects.exists()


def test_binding_long_after_signing_in_asks_for_the_password(client, fake, person, clock):
    sign_in(client)
    clock.now += 600
    come(client, fake)
    assert client.post(LINK).url.startswith("/compte/confirmer/")
    assert not FederatedIdentity.objects.exists()


def test_a_proof_is_worth_a_quarter_of_an_hour(client, fake, person, clock):
    sign_in(client)
    come(client, fake)
    clock.now += 901
    assert client.get(LINK).url == "/compte/#proconnect"
    assert not FederatedIdentity.objects.exists()


def test_an_identity_is_detached_by_its_owner_alone(client, fake, linked, lines):
    other = User.objects.create_user("zoe@mairie.fr", PASSWORD)
    path = reverse("proconnect_unlink", args=[linked.pk])
    client.force_login(other)
    client.get("/compte/")
    assert client.post(path).status_code == 404
    sign_in(client)
    client.post("/deconnexion/")
    sign_in(client)
    assert client.get(path).status_code == 405
    assert client.post(path).url == "/compte/"
    assert not FederatedIdentity.objects.exists()
    assert "proconnect_unlinked" in lines.events()
    assert "n’ouvre pas encore" in come(client, fake).content.decode() or come(client, fake).url == LINK


def test_a_closed_account_stays_closed(client, fake, linked, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert come(client, fake).url == "/connexion/compte-ferme/"
    assert not is_in(client)


# ---- Invitations


@pytest.mark.usefixtures("_within")
def test_an_invitation_opens_an_account_without_a_password(client, fake, settings, lines):
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.people.accepted"
    _, key = invite("lea@mairie.fr", "Léa", {}, None, timezone.now())
    path = reverse("invitation", args=[key])
    assert "/connexion/proconnect/?next=%2Finvitation%2F" in client.get(path).content.decode()
    assert come(client, fake, "/invitation/").url == "/invitation/"
    assert client.get("/invitation/").url == path
    assert "Ouvrir mon compte avec ProConnect" in client.get(path).content.decode()
    assert not User.objects.exists()
    assert client.post(path, {"proconnect": "1"}).url == "/"
    assert is_in(client)
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("lea@mairie.fr", "Léa Martin", False)
    assert {"invitation_accepted", "proconnect_linked"} <= set(lines.events())
    client.post("/deconnexion/")
    assert come(client, fake).url == "/"


@pytest.mark.usefixtures("_within")
def test_an_invitation_without_a_proven_identity_opens_nothing(client, fake, clock):
    _, key = invite("lea@mairie.fr", "Léa", {}, None, timezone.now())
    path = reverse("invitation", args=[key])
    assert client.post(path, {"proconnect": "1"}).url == path
    come(client, fake, path)
    clock.now += 901
    assert client.post(path, {"proconnect": "1"}).url == path
    assert "plus d’un quart d’heure" in client.get(path).content.decode()
    assert not User.objects.exists()


@pytest.mark.usefixtures("_within")
def test_an_identity_does_not_open_an_account_that_exists(client, fake, person):
    """Its owner signs in, by another way, and accepts."""
    _, key = invite(person.email, "Léa", {}, None, timezone.now())
    path = reverse("invitation", args=[key])
    assert come(client, fake, path).url == path
    assert "Vous avez déjà un compte" in client.get(path).content.decode()
    client.post(path, {"proconnect": "1"})
    assert not is_in(client)
    assert not FederatedIdentity.objects.exists()


@pytest.mark.usefixtures("_within")
def test_an_identity_that_opens_another_account_opens_no_second_one(client, fake, person):
    _, key = invite("zoe@mairie.fr", "Zoé", {}, None, timezone.now())
    path = reverse("invitation", args=[key])
    come(client, fake, path)
    FederatedIdentity.objects.create(user=person, issuer=ISSUER, subject=PERSON["sub"], linked_at=timezone.now())
    assert client.post(path, {"proconnect": "1"}).url == path
    assert User.objects.count() == 1
    assert not is_in(client)


# ---- The second factor


@pytest.mark.parametrize("amr", [["mfa"], ["pwd", "mfa"], ["pop"], ["pwd", "pop"]])
def test_a_second_factor_given_there_is_not_asked_again(client, fake, linked, person, required, amr):
    TOTP.activate(person, SECRET)
    fake.amr = amr
    assert come(client, fake).url == "/"
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize("amr", [["pwd"], ["mail"], ["totp"], [], None, "mfa", {"mfa": 1}, [["mfa"]], ["MFA"]], ids=str)
def test_anything_else_is_one_factor(client, fake, linked, person, clock, amr):
    TOTP.activate(person, SECRET)
    fake.amr = amr
    assert come(client, fake).url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOW)})
    assert is_in(client)


def test_what_userinfo_says_of_the_factor_is_not_believed(client, fake, linked, person):
    TOTP.activate(person, SECRET)
    fake.info_claims = {"amr": ["mfa"]}
    assert come(client, fake).url == reverse("mfa_authenticate")


def test_who_must_have_a_second_factor_and_gave_none_there_activates_one(client, fake, linked, required):
    come(client, fake)
    assert client.get("/compte/").url == reverse("mfa_activate_totp")


def test_the_strength_of_one_session_is_not_that_of_the_next(client, fake, linked, required):
    fake.amr = ["mfa"]
    come(client, fake)
    assert client.get("/compte/").status_code == 200
    client.post("/deconnexion/")
    sign_in(client)
    assert client.get("/compte/").url == reverse("mfa_activate_totp")


def test_who_has_only_proconnect_signs_in_again_before_what_matters(client, fake, linked, person, clock):
    person.set_unusable_password()
    person.save()
    come(client, fake)
    clock.now += 301
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url == "/connexion/?next=%2Fcompte%2Fsecond-facteur%2Factiver%2F"
    assert not is_in(client)
    assert "reconnectez-vous d’abord" in client.get(answer.url).content.decode()


# ---- Keys and algorithms


def test_a_key_that_changes_is_asked_for(client, fake, linked, clock):
    come(client, fake)
    client.post("/deconnexion/")
    fake.key, fake.kid, fake.keys = OTHER_KEY, "k2", [published(OTHER_KEY, "k2")]
    clock.now += 61
    assert come(client, fake).url == "/"
    assert fake.asked.count(f"{ISSUER}/jwks") == 2


def test_keys_are_kept_an_hour(client, fake, linked, clock):
    for _ in range(2):
        come(client, fake)
        client.post("/deconnexion/")
    assert fake.asked.count(f"{ISSUER}/jwks") == 1
    clock.now += 3601
    come(client, fake)
    assert fake.asked.count(f"{ISSUER}/jwks") == 2


def test_forged_keys_do_not_make_us_knock_at_each(client, fake, linked, clock):
    fake.kid = "unknown"
    for _ in range(4):
        come(client, fake)
    assert fake.asked.count(f"{ISSUER}/jwks") == 1


@pytest.mark.parametrize("algorithm", ["ES256", "HS256"])
def test_the_other_algorithms_of_proconnect(client, fake, linked, settings, algorithm):
    settings.OIDC = type(OURS)(ISSUER, OURS.client_id, OURS.client_secret, algorithm)
    fake.algorithm = algorithm
    fake.key = EC_KEY if algorithm == "ES256" else OURS.client_secret
    fake.keys = [published(EC_KEY, "k1")]
    assert come(client, fake).url == "/"


# ---- Leaving


def test_leaving_egide_leaves_proconnect_too(client, fake, linked):
    come(client, fake)
    page = client.post("/deconnexion/").content.decode()
    assert not is_in(client)
    url = page.split('content="0; url=')[1].split('"')[0].replace("&amp;", "&")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{ISSUER}/logout?")
    assert query["id_token_hint"].count(".") == 2
    assert len(query["state"]) >= 32
    assert query["post_logout_redirect_uri"] == "http://testserver/deconnexion/proconnect/"
    back = client.get("/deconnexion/proconnect/", {"state": query["state"]})
    assert "déconnecté d’Égide et de ProConnect" in client.get(back.url).content.decode()


def test_leaving_is_by_post_only(client, fake, linked):
    come(client, fake)
    assert client.get("/deconnexion/").status_code == 405
    assert is_in(client)


def test_a_return_that_nobody_asked_for_says_nothing(client, fake, linked, lines):
    come(client, fake)
    client.post("/deconnexion/")
    for state in ("", "x" * 43, ""):
        back = client.get("/deconnexion/proconnect/", {"state": state})
        assert "de ProConnect." not in client.get(back.url).content.decode()
    assert lines.events().count("proconnect_refused") == 3


def test_a_return_does_not_close_the_session_of_someone_signed_in(client, person, fake):
    sign_in(client)
    client.get("/deconnexion/proconnect/", {"state": "x"})
    assert is_in(client)


def test_leaving_when_proconnect_is_down_leaves_egide(client, fake, linked, lines):
    come(client, fake)
    provider.forget()
    fake.down = True
    assert client.post("/deconnexion/").url == "/connexion/"
    assert not is_in(client)
    assert [json.loads(line)["reason"] for line in lines.raw if "refused" in line] == ["leaving:unreachable"]


def test_who_came_by_a_password_does_not_leave_proconnect(client, fake, person):
    sign_in(client)
    assert client.post("/deconnexion/").url == "/connexion/"
