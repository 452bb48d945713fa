"""The provider: where its doors are, its keys (kept an hour, asked again when one is unknown), code against tokens."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import jwt
from django.conf import settings

from egide.oidc import OidcSettings, is_safe_address
from egide.platform.accounts.oidc import transport
from egide.platform.accounts.oidc.errors import RefusedError

KEPT_SECONDS: Final = 3600
# An unknown key is asked for at most once in this time: forged tokens do not make us knock at each of them.
AGAIN_SECONDS: Final = 60
_OK: Final = 200


@dataclass(slots=True)
class _Kept:
    metadata: dict[str, Any] = field(default_factory=dict)
    metadata_at: float = 0
    keys: list[jwt.PyJWK] = field(default_factory=list)
    keys_at: float = 0


_kept: dict[str, _Kept] = {}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code is worth."""

    id_token: str
    access_token: str


def configured() -> OidcSettings:
    """How we are known there. Raises RefusedError when no provider is set."""
    found: OidcSettings | None = settings.OIDC
    if found is None:
        raise RefusedError("unconfigured")
    return found


def forget() -> None:
    """Ask the provider again for its doors and its keys."""
    _kept.clear()


def endpoint(name: str) -> str:
    """The address of one of its doors; empty when it has none. Raises RefusedError."""
    url = str(_metadata().get(name, ""))
    if url and not is_safe_address(url):
        raise RefusedError("address")
    return url


def supports_pkce() -> bool:
    """Whether it says that it binds a code to the one who asked for it (RFC 7636)."""
    return "S256" in (_metadata().get("code_challenge_methods_supported") or ())


def exchange(code: str, redirect_uri: str, verifier: str) -> Tokens:
    """The tokens of a code, that serves once. Raises RefusedError."""
    ours = configured()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": ours.client_id,
        "client_secret": ours.client_secret,
        **({"code_verifier": verifier} if verifier else {}),
    }
    answer = transport.send(endpoint("token_endpoint"), form=form)
    if answer.status != _OK:
        raise RefusedError("code")
    told = _object(answer)
    id_token, access_token = told.get("id_token"), told.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise RefusedError("tokens")
    return Tokens(id_token, access_token)


def userinfo(access_token: str) -> str:
    """What it says of the person: a signed token, nothing else is read. Raises RefusedError."""
    answer = transport.send(endpoint("userinfo_endpoint"), token=access_token)
    if answer.status != _OK:
        raise RefusedError("userinfo")
    if answer.content_type != "application/jwt":
        raise RefusedError("userinfo_unsigned")
    return answer.body.decode("ascii", "replace").strip()


def key(kid: str | None) -> jwt.PyJWK:
    """The key of this name, of the algorithm that is pinned. Raises RefusedError."""
    now, kept = time.time(), _of_issuer()
    if not kept.keys or now - kept.keys_at >= KEPT_SECONDS:
        _read_keys(kept, now)
    found = _named(kept, kid)
    if found is None and now - kept.keys_at >= AGAIN_SECONDS:
        _read_keys(kept, now)
        found = _named(kept, kid)
    if found is None:
        raise RefusedError("key")
    return found


def _of_issuer() -> _Kept:
    return _kept.setdefault(configured().issuer, _Kept())


def _metadata() -> Mapping[str, Any]:
    now, kept, issuer = time.time(), _of_issuer(), configured().issuer
    if not kept.metadata or now - kept.metadata_at >= KEPT_SECONDS:
        answer = transport.send(f"{issuer}/.well-known/openid-configuration")
        if answer.status != _OK:
            raise RefusedError("unreachable")
        told = _object(answer)
        if str(told.get("issuer", "")).rstrip("/") != issuer:
            raise RefusedError("issuer")
        kept.metadata, kept.metadata_at = told, now
    return kept.metadata


def _read_keys(kept: _Kept, now: float) -> None:
    answer = transport.send(endpoint("jwks_uri"))
    if answer.status != _OK:
        raise RefusedError("unreachable")
    kept.keys, kept.keys_at = [*_usable(_object(answer))], now


def _usable(told: Mapping[str, Any]) -> list[jwt.PyJWK]:
    """Those that sign with the algorithm that is pinned; others are of no use to us."""
    found, listed = [], told.get("keys")
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or each.get("use", "sig") != "sig" or each.get("kty") not in {"RSA", "EC"}:
            continue
        try:
            found.append(jwt.PyJWK(each, algorithm=configured().algorithm))
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
    return found


def _named(kept: _Kept, kid: str | None) -> jwt.PyJWK | None:
    if kid is None:
        return kept.keys[0] if len(kept.keys) == 1 else None
    return next((each for each in kept.keys if each.key_id == kid), None)


def _object(answer: transport.Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError as unread:
        raise RefusedError("unreachable") from unread
    if not isinstance(told, dict):
        raise RefusedError("unreachable")
    return told
