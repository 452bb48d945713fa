"""Where the data are: SQLite in the state folder by default, PostgreSQL when `DATABASE_URL` says so.

`DATABASE_OWNER_URL`, optional, names the role that owns the tables: it migrates, and the application does not.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from egide import environment
from egide.state import private_file

_SQLITE_SETTINGS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cell_size_check=ON;"


def from_environment(state: Path) -> dict[str, Any]:
    """The `default` entry of Django's DATABASES. Raises ValueError (in French) on an address it cannot read."""
    url = environment.text("DATABASE_URL")
    return from_url(url) if url else sqlite(state / "egide.sqlite3")


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite, with writes that survive a power cut and readers that do not wait. Makes the folder it stands in, and the
    file, empty, that its owner alone reads: those that SQLite puts beside it have the same rights.

    Raises ValueError, in French.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        private_file(file)
    except OSError as error:
        raise ValueError(f"La base « {file} » ne peut pas être ouverte ({error.strerror}).") from error
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_SETTINGS},
    }


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name` or `sqlite:///path`.

    What follows `?` is told to PostgreSQL as it is: `sslmode=verify-full`, `host=/run/postgresql` for a socket.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL : « {parts.scheme} » n’est pas pris en charge (postgresql:// ou sqlite:///).")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def as_owner(connection: Any) -> Iterator[None]:
    """The same database, as its owner (`DATABASE_OWNER_URL`); as the application when there is none.

    `connection` is Django's; it is opened anew on both sides of the block.
    """
    url = environment.text("DATABASE_OWNER_URL")
    if not url or connection.vendor != "postgresql":
        yield
        return
    owner = from_url(url)
    with as_role(connection, owner["USER"], owner["PASSWORD"]):
        yield


@contextmanager
def as_role(connection: Any, user: str, password: str) -> Iterator[None]:
    """The same database, as another role, within the block."""
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=user, PASSWORD=password)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def application_role(connection: Any) -> str | None:
    """The role to which the owner gives rights: that of `DATABASE_URL`, when another owns the tables."""
    url = environment.text("DATABASE_URL")
    role = from_url(url).get("USER") if url else None
    return role if role and role != connection.settings_dict.get("USER") else None


def secret_key(state: Path) -> str:
    """The key of this installation, drawn once and kept beside its data, readable by its owner only."""
    file = state / "secret-key"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(50))
    return file.read_text()
