"""Where the mail leaves from: the console by default, an SMTP server when `EGIDE_MAIL_URL` says so."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}
_TIMEOUT_SECONDS = 15


def settings(url: str) -> dict[str, Any]:
    """Django's `EMAIL_…` settings. Raises ValueError (in French) on an address it cannot read.

    `smtp://user:password@host:port?tls=1` (STARTTLS; `tls=0` for a relay on the same machine) or `smtps://…`.
    """
    if not url:
        return {"EMAIL_BACKEND": "egide.platform.mail.printing.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"EGIDE_MAIL_URL : « {parts.scheme} » n’est pas pris en charge (smtp:// ou smtps://).")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port(parts) or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and _starttls(parts.query),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": _TIMEOUT_SECONDS,
    }


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as unread:
        raise ValueError("EGIDE_MAIL_URL : le port est un nombre.") from unread


def _starttls(query: str) -> bool:
    asked = dict(parse_qsl(query)).get("tls", "1")
    if asked not in {"0", "1"}:
        raise ValueError("EGIDE_MAIL_URL : tls vaut 1 (chiffré, par défaut) ou 0.")
    return asked == "1"
