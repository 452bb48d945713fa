"""From the button to a verified identity: what this browser asked for is kept in its session, and serves once."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from egide.platform.accounts.oidc import provider, tokens
from egide.platform.accounts.oidc.errors import RefusedError

SCOPES: Final = "openid given_name usual_name email siret"
ASKED_SECONDS: Final = 600
PROVEN_SECONDS: Final = 900
_ASKED: Final = "egide.oidc.asked"
_PROVEN: Final = "egide.oidc.proven"
_ID_TOKEN: Final = "egide.oidc.id_token"  # noqa: S105 - the name of a place
_STRONG: Final = "egide.oidc.strong"
_LEAVING: Final = "egide.oidc.leaving"
_MOST: Final = 5
"""How many tabs may be on their way at once."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is. `subject` is the identity, with `issuer`; the rest is only what it tells.

    `siret` is that of the employer as the person declared it there: a proposal, it opens nothing.
    """

    issuer: str
    subject: str
    email: str
    name: str
    siret: str
    is_strong: bool


def begin(request: HttpRequest, following: str) -> str:
    """The address of the provider to go to. `following`: where to go afterwards, judged by the caller."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    verifier = verifier if provider.supports_pkce() else ""
    now = time.time()
    asked = {s: a for s, a in request.session.get(_ASKED, {}).items() if now - a["at"] < ASKED_SECONDS}
    latest = [*asked.items()][-(_MOST - 1) :]
    kept = {"nonce": nonce, "verifier": verifier, "next": following, "at": now}
    request.session[_ASKED] = {**dict(latest), state: kept}
    query = {
        "response_type": "code",
        "client_id": provider.configured().client_id,
        "redirect_uri": _redirect_uri(request),
        "scope": SCOPES,
        "state": state,
        "nonce": nonce,
        "claims": '{"id_token":{"amr":{"essential":true}}}',  # not given unless it is asked for
        **(_challenge(verifier) if verifier else {}),
    }
    return f"{provider.endpoint('authorization_endpoint')}?{urlencode(query)}"


def finish(request: HttpRequest) -> tuple[Identity, str]:
    """The identity that was proven, and where to go. Raises RefusedError; what was asked for has then served."""
    asked = _take(request)
    if request.GET.get("iss", provider.configured().issuer).rstrip("/") != provider.configured().issuer:
        raise RefusedError("issuer")  # the answer of another provider (RFC 9207)
    if request.GET.get("error"):
        raise RefusedError("access_denied")
    code = request.GET.get("code", "")
    if not code:
        raise RefusedError("code")
    given = provider.exchange(code, _redirect_uri(request), asked["verifier"])
    claims = tokens.id_token_claims(given.id_token, asked["nonce"])
    told = tokens.userinfo_claims(provider.userinfo(given.access_token), claims["sub"])
    request.session[_ID_TOKEN] = given.id_token
    return _identity(claims, told), asked["next"]


def _take(request: HttpRequest) -> dict[str, Any]:
    """What this browser asked for under this state, once."""
    state, every = request.GET.get("state", ""), dict(request.session.get(_ASKED, {}))
    asked: dict[str, Any] | None = every.pop(state, None)
    request.session[_ASKED] = every
    if asked is None or time.time() - asked["at"] >= ASKED_SECONDS:
        raise RefusedError("state")
    return asked


def _identity(claims: dict[str, Any], told: dict[str, Any]) -> Identity:
    """Only what the ID token signs says how strongly the person was recognised."""
    names = (str(told.get(each) or "").strip() for each in ("given_name", "usual_name"))
    siret = str(told.get("siret") or "").replace(" ", "")
    return Identity(
        issuer=provider.configured().issuer,
        subject=claims["sub"],
        email=str(told.get("email") or "").strip().lower()[:254],
        name=" ".join(name for name in names if name)[:150],
        siret=siret if siret.isdecimal() and len(siret) == 14 else "",
        is_strong=tokens.is_strong(claims),
    )


def keep(request: HttpRequest, identity: Identity) -> None:
    """Proven, but bound to no account yet: for a quarter of an hour, in this session."""
    request.session[_PROVEN] = {**asdict(identity), "at": time.time()}


def kept(request: HttpRequest) -> Identity | None:
    """The identity that was proven a moment ago and waits to be bound."""
    proven = dict(request.session.get(_PROVEN) or {})
    if not proven or time.time() - proven.pop("at") >= PROVEN_SECONDS:
        return None
    return Identity(**proven)


def drop(request: HttpRequest) -> None:
    """It waits no more."""
    request.session.pop(_PROVEN, None)


def mark_strong(request: HttpRequest, user_id: Any) -> None:
    """This session of this person was opened with a second factor, given to the provider."""
    request.session[_STRONG] = str(user_id)


def is_strong(request: HttpRequest, user_id: Any) -> bool:
    """Whether it was."""
    return bool(request.session.get(_STRONG) == str(user_id))


def id_token(request: HttpRequest) -> str:
    """The token of who came by the provider; empty for those who came otherwise."""
    return str(request.session.get(_ID_TOKEN) or "")


def leave(request: HttpRequest, token: str) -> str:
    """Where to go to leave the provider too; empty when it has no such door. After our own session was closed."""
    url = provider.endpoint("end_session_endpoint")
    if not url:
        return ""
    state = secrets.token_urlsafe(32)
    request.session[_LEAVING] = state
    query = {
        "id_token_hint": token,
        "state": state,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("proconnect_left")),
    }
    return f"{url}?{urlencode(query)}"


def has_left(request: HttpRequest) -> bool:
    """Whether this browser comes back from where `leave` sent it."""
    expected = str(request.session.pop(_LEAVING, ""))
    return bool(expected) and hmac.compare_digest(expected.encode(), request.GET.get("state", "").encode())


def _redirect_uri(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("proconnect_callback"))


def _challenge(verifier: str) -> dict[str, str]:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return {"code_challenge": challenge, "code_challenge_method": "S256"}
