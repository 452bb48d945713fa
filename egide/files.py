"""Where the sealed bytes of attached files are, and the key of the installation that seals them."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


def place(url: str, state: Path) -> dict[str, Any]:
    """The entry of Django's STORAGES. Raises ValueError, in French, on an address it cannot read.

    Empty: the folder `files` of the installation. `file:///srv/egide`; `s3://key:secret@bucket/prefix`, with
    `?endpoint=https://s3.exemple.fr&region=fr-par` when it is not Amazon's.
    """
    parts = urlsplit(url)
    if not url or (parts.scheme == "file" and parts.path):
        folder = unquote(parts.path) if url else str(state / "files")
        return {"BACKEND": "egide.platform.files.storage.SealedFolder", "OPTIONS": {"location": folder}}
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError(
            f"EGIDE_FILES_URL : « {parts.scheme} » n’est pas pris en charge (file:///dossier ou s3://seau)."
        )
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(parts)}


def _bucket(parts: SplitResult) -> dict[str, Any]:
    query = dict(parse_qsl(parts.query))
    known = {
        "bucket_name": parts.hostname,
        "location": unquote(parts.path).strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "addressing_style": "path" if query.get("endpoint") else None,
        "max_memory_size": 1_000_000,  # beyond, what is read waits on the disk, sealed as it is
        "file_overwrite": True,  # a name is drawn once: asking whether it is taken would be one more journey
    }
    return {name: value for name, value in known.items() if value is not None}


def master_keys(given: str, state: Path) -> str:
    """The keys of the installation, one a line: those given, or the one drawn at first start.

    Raises ValueError, in French, when the file where it is kept cannot be read.
    """
    if given:
        return given
    try:
        return _drawn(state / "files-key").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"La clé des pièces jointes ne peut pas être lue : {error}") from error


def _drawn(file: Path) -> Path:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(f"{secrets.token_urlsafe(48)}\n")
    return file


def antivirus(address: str) -> str:
    """The address of clamd, or "" for none. Raises ValueError, in French, on one that cannot be used."""
    parts = urlsplit(address)
    if not address or (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path):
        return address
    raise ValueError("EGIDE_CLAMAV : écrivez tcp://hote:3310 ou unix:///chemin/clamd.ctl.")


def without_antivirus(said: str) -> bool:
    """Whether files are taken while the antivirus does not answer. Raises ValueError, in French."""
    if said not in {"refuse", "accept"}:
        raise ValueError(f"EGIDE_CLAMAV_DOWN vaut refuse ou accept (lu : « {said} »).")
    return said == "accept"


def megabytes(name: str, said: str) -> int:
    """A size in bytes, from megabytes. Raises ValueError, in French."""
    if not (said.isascii() and said.isdigit() and 0 < len(said) < 8):
        raise ValueError(f"{name} est un nombre entier de mégaoctets (lu : « {said} »).")
    return int(said) * 1_000_000
