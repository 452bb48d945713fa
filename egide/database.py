"""Where the data are: SQLite in the state folder by default, PostgreSQL when `DATABASE_URL` says so."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_SQLITE_SETTINGS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cell_size_check=ON;"


def from_environment(state: Path) -> dict[str, Any]:
    """The `default` entry of Django's DATABASES. Raises ValueError (in French) on an address it cannot read."""
    url = os.environ.get("DATABASE_URL", "")
    return from_url(url) if url else sqlite(state / "egide.sqlite3")


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite, with writes that survive a power cut and readers that do not wait."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_SETTINGS},
    }


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name` or `sqlite:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL : « {parts.scheme} » n’est pas pris en charge (postgresql:// ou sqlite:///).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key(state: Path) -> str:
    """The key of this installation, drawn once and kept beside its data, readable by its owner only."""
    file = state / "secret-key"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(50))
    return file.read_text()
