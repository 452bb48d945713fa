"""How the installation is known to ProConnect, or to an OpenID provider with the same ways: from its environment."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

ALGORITHMS: Final = ("RS256", "ES256", "HS256")
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """`issuer` without a slash at its end; `algorithm` is the only one with which a token may be signed."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    algorithm: str = "RS256"


def settings(issuer: str, client_id: str, secret: str = "", algorithm: str = "") -> OidcSettings | None:
    """None without an issuer. Raises ValueError, in French, on what cannot work or is not safe."""
    if not issuer:
        return None
    issuer, algorithm = issuer.rstrip("/"), algorithm or ALGORITHMS[0]
    if not is_safe_address(issuer):
        raise ValueError("EGIDE_OIDC_ISSUER : une adresse https:// est attendue.")
    if algorithm not in ALGORITHMS:
        raise ValueError(f"EGIDE_OIDC_ALGORITHM : « {algorithm} » n’est pas pris en charge ({', '.join(ALGORITHMS)}).")
    if not client_id or not secret:
        raise ValueError("EGIDE_OIDC_CLIENT_ID et EGIDE_OIDC_CLIENT_SECRET vont avec EGIDE_OIDC_ISSUER.")
    return OidcSettings(issuer, client_id, secret, algorithm)


def is_safe_address(url: str) -> bool:
    """Encrypted, or of this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL))
