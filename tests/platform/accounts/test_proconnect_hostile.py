"""Answers of a false ProConnect, each wrong in one thing: none opens a session, each leaves a line in the log."""

import json
import time

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from egide.platform.accounts.models import FederatedIdentity, User
from egide.platform.accounts.oidc import provider
from tests.platform.accounts.people import is_in, sign_in
from tests.platform.accounts.proconnect import (
    CLIENT,
    EC_KEY,
    ISSUER,
    OTHER_KEY,
    PERSON,
    RSA_KEY,
    SECRET,
    pem,
    published,
    signed_by_hand,
)
from tests.platform.accounts.test_proconnect import BEGIN, CALLBACK, come, fake, linked

__all__ = ["fake", "linked"]


def by(**kept):
    """A way to sign: with another key, another algorithm."""
    return lambda claims: jwt.encode(claims, **{"key": RSA_KEY, "algorithm": "RS256", "headers": {"kid": "k1"}, **kept})


def wrong_id(**claims):
    return lambda fake: fake.id_claims.update(claims)


def wrong_info(**claims):
    return lambda fake: fake.info_claims.update(claims)


def make(name, value):
    return lambda fake: setattr(fake, name, value)


def unsigned(header):
    return make("sign", lambda claims: signed_by_hand(claims, header))


def in_public(fake):
    """The public key, taken for a secret."""
    fake.sign = lambda claims: signed_by_hand(claims, {"alg": "HS256", "typ": "JWT", "kid": "k1"}, pem())


def own_key(fake):
    """The key travels with the token that it signs."""
    header = {"kid": "k9", "jwk": published(OTHER_KEY, "k9"), "jku": "https://evil.example/jwks"}
    fake.sign = by(key=OTHER_KEY, headers=header)


def tampered(fake):
    def sign(claims):
        head, _, tail = by()(claims).split(".")
        body = signed_by_hand({**claims, "sub": "someone-else"}, {}).split(".")[1]
        return f"{head}.{body}.{tail}"

    fake.sign = sign


PAST = int(time.time()) - 3600
CASES = {
    "wrong nonce": (wrong_id(nonce="x" * 43), "nonce"),
    "no nonce": (wrong_id(nonce=None), "nonce"),
    "empty nonce": (wrong_id(nonce=""), "nonce"),
    "alg none": (unsigned({"alg": "none", "typ": "JWT"}), "algorithm"),
    "alg None, oddly written": (unsigned({"alg": "nOnE", "typ": "JWT"}), "algorithm"),
    "no alg": (unsigned({"typ": "JWT"}), "algorithm"),
    "HS256 with the public key": (in_public, "algorithm"),
    "HS256 with the secret of the client": (make("sign", by(key=SECRET, algorithm="HS256")), "algorithm"),
    "ES256 though RS256 is pinned": (make("sign", by(key=EC_KEY, algorithm="ES256")), "algorithm"),
    "another key under a known name": (make("sign", by(key=OTHER_KEY)), "signature"),
    "a key that comes with the token": (own_key, "key"),
    "tampered after signing": (tampered, "signature"),
    "expired": (wrong_id(exp=PAST), "expired"),
    "no expiry": (wrong_id(exp=None), "token"),
    "not valid yet": (wrong_id(nbf=int(time.time()) + 3600), "token"),
    "made in the future": (wrong_id(iat=int(time.time()) + 3600), "token"),
    "for another client": (wrong_id(aud="another-client"), "audience"),
    "for no client": (wrong_id(aud=None), "token"),
    "for us and another, azp another": (wrong_id(aud=[CLIENT, "another"], azp="another"), "audience"),
    "for us and another, no azp": (wrong_id(aud=[CLIENT, "another"]), "audience"),
    "by another issuer": (wrong_id(iss="https://evil.example"), "issuer"),
    "no subject": (wrong_id(sub=None), "token"),
    "empty subject": (wrong_id(sub=""), "subject"),
    "subject that is no text": (wrong_id(sub=7), "token"),
    "empty subject, on both sides": (lambda fake: fake.person.update(sub=""), "subject"),
    "a subject too long to be kept": (lambda fake: fake.person.update(sub="s" * 256), "subject"),
    "not a token": (make("sign", lambda _: "not.a.token"), "token"),
    "userinfo of another": (wrong_info(sub="someone-else"), "subject"),
    "userinfo for another client": (wrong_info(aud="another-client"), "audience"),
    "userinfo of another issuer": (wrong_info(iss="https://evil.example"), "issuer"),
    "userinfo that expired": (wrong_info(exp=PAST), "expired"),
    "userinfo signed by another": (make("sign_info", by(key=OTHER_KEY)), "signature"),
    "userinfo in plain JSON": (make("info_type", "application/json"), "userinfo_unsigned"),
    "userinfo with alg none": (
        make("sign_info", lambda claims: signed_by_hand(claims, {"alg": "none"})),
        "algorithm",
    ),
    "userinfo that is JSON under the name of a token": (make("sign_info", json.dumps), "token"),
    "discovery of another issuer": (make("metadata", {"issuer": "https://evil.example"}), "issuer"),
    "doors in clear": (make("metadata", {"token_endpoint": "http://proconnect.example/token"}), "address"),
    "keys that are none": (make("keys", []), "key"),
    "keys of a strange shape": (make("keys", ["x", {"kty": "oct", "k": "AAAA", "kid": "k1"}, {"kty": "RSA"}]), "key"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_in_one_thing_opens_nothing(client, fake, linked, lines, case):
    spoil, reason = CASES[case]
    url = client.get(BEGIN).url
    spoil(fake)
    if case.startswith(("discovery", "doors")):
        provider.forget()
    _is_refused(client, client.get(CALLBACK, fake.authorize(url)), lines, reason)


def _is_refused(client, answer, lines, reason):
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "ProConnect n’a pas ouvert votre compte" in page
    assert not is_in(client)
    said = [json.loads(line) for line in lines.raw]
    assert [(each["event"], each["reason"]) for each in said] == [("proconnect_refused", reason)]
    assert "Traceback" not in page
    assert SECRET not in page
    assert not any(SECRET in line or "lea@" in line for line in lines.raw)


@pytest.mark.parametrize("state", ["x" * 43, "", None, "é"])
def test_a_state_that_this_browser_did_not_ask_for(client, fake, linked, lines, state):
    sent = fake.authorize(client.get(BEGIN).url)
    query = {"code": sent["code"], **({} if state is None else {"state": state})}
    _is_refused(client, client.get(CALLBACK, query), lines, "state")
    assert f"{ISSUER}/token" not in fake.asked


def test_a_state_of_another_browser(client, fake, linked, lines):
    """The answer that someone got for themselves, sent to a victim."""
    sent = fake.authorize(Client().get(BEGIN).url)
    client.get(BEGIN)
    _is_refused(client, client.get(CALLBACK, sent), lines, "state")


def test_a_state_serves_once(client, fake, linked, lines):
    sent = fake.authorize(client.get(BEGIN).url)
    client.get(CALLBACK, sent)
    client.post("/deconnexion/")
    lines.raw.clear()
    _is_refused(client, client.get(CALLBACK, sent), lines, "state")


def test_a_state_that_served_in_vain_serves_no_more(client, fake, linked, lines):
    sent = fake.authorize(client.get(BEGIN).url)
    client.get(CALLBACK, {"state": sent["state"], "error": "access_denied"})
    lines.raw.clear()
    _is_refused(client, client.get(CALLBACK, sent), lines, "state")


def test_a_state_is_worth_ten_minutes(client, fake, linked, lines, clock):
    sent = fake.authorize(client.get(BEGIN).url)
    clock.now += 601
    _is_refused(client, client.get(CALLBACK, sent), lines, "state")


def test_a_replayed_code(client, fake, linked, lines):
    first = fake.authorize(client.get(BEGIN).url)
    client.get(CALLBACK, first)
    client.post("/deconnexion/")
    lines.raw.clear()
    second = fake.authorize(client.get(BEGIN).url)
    _is_refused(client, client.get(CALLBACK, {**second, "code": first["code"]}), lines, "code")


def test_a_code_of_another_sign_in_has_another_nonce(client, fake, linked, lines):
    """A code that someone stole, given with the state of their own browser."""
    stolen = fake.authorize(Client().get(BEGIN).url)
    own = fake.authorize(client.get(BEGIN).url)
    _is_refused(client, client.get(CALLBACK, {**own, "code": stolen["code"]}), lines, "nonce")


@pytest.mark.parametrize("wrong", [{"error": "access_denied"}, {"error": "server_error", "error_description": "<b>"}])
def test_a_refusal_of_the_provider(client, fake, linked, lines, wrong):
    sent = fake.authorize(client.get(BEGIN).url)
    answer = client.get(CALLBACK, {"state": sent["state"], **wrong})
    assert "<b>" not in answer.content.decode()
    _is_refused(client, answer, lines, "access_denied")


def test_no_code_at_all(client, fake, linked, lines):
    sent = fake.authorize(client.get(BEGIN).url)
    _is_refused(client, client.get(CALLBACK, {"state": sent["state"]}), lines, "code")
    assert f"{ISSUER}/token" not in fake.asked


def test_the_answer_of_another_provider(client, fake, linked, lines):
    sent = fake.authorize(client.get(BEGIN).url)
    _is_refused(client, client.get(CALLBACK, {**sent, "iss": "https://evil.example"}), lines, "issuer")


def test_a_provider_that_is_down(client, fake, linked, lines):
    sent = fake.authorize(client.get(BEGIN).url)
    fake.down = True
    _is_refused(client, client.get(CALLBACK, sent), lines, "unreachable")


def test_a_button_that_leads_to_a_provider_that_is_down(client, fake, linked, lines):
    fake.down = True
    _is_refused(client, client.get(BEGIN), lines, "unreachable")


def test_another_subject_with_the_same_address(client, fake, linked, lines):
    fake.person["sub"] = "another-subject"
    assert "n’ouvre pas encore de compte" in come(client, fake).content.decode()
    assert not is_in(client)
    assert FederatedIdentity.objects.count() == 1
    assert "proconnect_unknown" in lines.events()


def test_the_same_subject_of_another_issuer(client, fake, person):
    FederatedIdentity.objects.create(
        user=person, issuer="https://evil.example", subject=PERSON["sub"], linked_at="2026-01-01T00:00Z"
    )
    assert "n’ouvre pas encore de compte" in come(client, fake).content.decode()
    assert not is_in(client)


def test_an_identity_of_someone_else_changes_nothing_for_who_is_signed_in(client, fake, linked, lines):
    other = User.objects.create_user("zoe@mairie.fr", "quatre canards bavards")
    sign_in(client, other.email, "quatre canards bavards")
    assert come(client, fake).url == "/compte/"
    assert "ouvre déjà un autre compte" in client.get("/compte/").content.decode()
    assert client.session["_auth_user_id"] == str(other.pk)
    assert "proconnect_refused" in lines.events()


@pytest.mark.parametrize(
    "following",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_the_way_on_stays_in_this_house(client, fake, linked, following):
    assert come(client, fake, following).url == "/"
    assert is_in(client)


def test_the_session_has_a_new_key_once_signed_in(client, fake, linked):
    url = client.get(BEGIN).url
    before = client.cookies["session"].value
    client.get(CALLBACK, fake.authorize(url))
    assert is_in(client)
    assert client.cookies["session"].value != before


def test_too_many_returns_wait(client, fake, clock):
    codes = [client.get(CALLBACK, {"state": "x"}).status_code for _ in range(61)]
    assert codes == [400] * 60 + [429]


def test_too_many_departures_wait(client, fake, clock):
    codes = [client.get(BEGIN).status_code for _ in range(61)]
    assert codes == [302] * 60 + [429]


def test_an_identity_bound_elsewhere_meanwhile_stays_there(client, fake, person, lines):
    sign_in(client)
    come(client, fake)
    other = User.objects.create_user("zoe@mairie.fr", "quatre canards bavards")
    FederatedIdentity.objects.create(user=other, issuer=ISSUER, subject=PERSON["sub"], linked_at="2026-01-01T00:00Z")
    assert client.post(reverse("proconnect_link")).url == "/compte/"
    assert "ouvre déjà un autre compte" in client.get("/compte/").content.decode()
    assert FederatedIdentity.objects.get().user == other
    assert [json.loads(line).get("reason") for line in lines.raw][-1] == "linked_elsewhere"


def test_the_identities_of_someone_else_are_not_shown(client, fake, linked):
    FederatedIdentity.objects.update(email="lea.autrement@mairie.fr")
    sign_in(client)
    assert "lea.autrement@mairie.fr" in client.get("/compte/").content.decode()
    other = Client()
    other.force_login(User.objects.create_user("zoe@mairie.fr", "quatre canards bavards"))
    assert "lea.autrement@mairie.fr" not in other.get("/compte/").content.decode()


def test_detaching_long_after_signing_in_asks_for_the_password(client, fake, linked, clock):
    sign_in(client)
    clock.now += 600
    assert client.post(reverse("proconnect_unlink", args=[linked.pk])).url.startswith("/compte/confirmer/")
    assert FederatedIdentity.objects.exists()


def test_binding_is_by_post_and_from_a_page_of_ours(fake, person):
    """Without the token of the form, nothing is bound."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    come(client, fake)
    assert client.post(reverse("proconnect_link")).status_code == 403
    assert not FederatedIdentity.objects.exists()
