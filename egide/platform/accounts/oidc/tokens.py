"""A token is believed when its signature, its algorithm, who made it, for whom and until when, are what we expect."""

import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt

from egide.platform.accounts.oidc import provider
from egide.platform.accounts.oidc.errors import RefusedError

_LEEWAY_SECONDS: Final = 30
_ASKED: Final = ["exp", "iat", "iss", "aud", "sub"]
_STRONG: Final = frozenset({"mfa", "pop"})
_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.InvalidSignatureError, "signature"),
)


def id_token_claims(token: str, nonce: str) -> dict[str, Any]:
    """What an ID token says. Raises RefusedError."""
    claims = verified(token)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise RefusedError("nonce")
    return claims


def userinfo_claims(token: str, subject: str) -> dict[str, Any]:
    """What is said of this very person. Raises RefusedError."""
    claims = verified(token)
    if claims["sub"] != subject:
        raise RefusedError("subject")
    return claims


def is_strong(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says, in what it signed, that the person gave a second factor. A list, as specified."""
    amr = claims.get("amr")
    return isinstance(amr, list) and any(isinstance(each, str) and each in _STRONG for each in amr)


def verified(token: str) -> dict[str, Any]:
    """The claims. Raises RefusedError, with which of the locks refused."""
    ours = provider.configured()
    algorithm, kid = _header(token)
    if algorithm != ours.algorithm:
        raise RefusedError("algorithm")
    key: Any = ours.client_secret if algorithm == "HS256" else provider.key(kid)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ours.algorithm],
            audience=ours.client_id,
            issuer=ours.issuer,
            leeway=_LEEWAY_SECONDS,
            options={"require": _ASKED},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as refused:
        raise RefusedError(_reason(refused)) from refused
    _judge(claims, ours.client_id)
    return claims


def _judge(claims: Mapping[str, Any], client_id: str) -> None:
    """A subject that can be kept: the library has seen that it is a text.

    A token for several is for us only when it says so (OpenID Connect § 3.1.3.7).
    """
    if not 0 < len(claims["sub"]) <= 255:
        raise RefusedError("subject")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise RefusedError("audience")


def _header(token: str) -> tuple[str, str | None]:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as unread:
        raise RefusedError("token") from unread
    kid = header.get("kid")
    return str(header.get("alg", "")), kid if isinstance(kid, str) else None


def _reason(refused: Exception) -> str:
    return next((reason for kind, reason in _REASONS if isinstance(refused, kind)), "token")
