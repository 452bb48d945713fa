"""The keys that sign checkpoints: drawn at the first need, kept in the state folder, apart from the database.

`checkpoints-key` is the private one, for its owner only; `checkpoints-keys.txt` lists every public key that this
installation ever had, the last last. Keep both with the backups: without them, former checkpoints are those of a
stranger.
"""

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from egide.platform.proofs.notes import Key, NoteError, Signer

PRIVATE, PUBLIC = "checkpoints-key", "checkpoints-keys.txt"


class KeyFileError(RuntimeError):
    """The file of the key cannot be read, in French."""


def current() -> Signer:
    """The key of this installation, drawn if there is none. Raises KeyFileError, and OSError when the disk is full."""
    file = _folder() / PRIVATE
    if not file.exists():
        _put_if_absent(file, draw(f"egide/{secrets.token_hex(8)}"))
    return _read(file)


def known() -> list[Key]:
    """Every public key that this installation ever had, the last first."""
    signer, file = current(), _folder() / PUBLIC
    texts = file.read_text(encoding="utf-8").split() if file.exists() else []
    try:
        found = [Key.read(text) for text in texts]
    except NoteError as error:
        raise KeyFileError(f"« {file} » ne contient pas que des clés publiques d’Égide.") from error
    return [signer.key, *(key for key in reversed(found) if key != signer.key)]


def draw(name: str) -> Signer:
    """A new key under a name."""
    return Signer(name, Ed25519PrivateKey.generate())


@contextmanager
def replaced(signer: Signer) -> Iterator[None]:
    """Put a new key in place of the current one, at the end of the block if it did not fail."""
    yield
    folder = _folder()
    _note(signer.key)
    written = _write(folder, signer)
    written.replace(folder / PRIVATE)


def _folder() -> Path:
    folder = Path(settings.STATE)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _put_if_absent(file: Path, signer: Signer) -> None:
    """Whole or not at all; of two processes that start together, the first wins."""
    written = _write(file.parent, signer)
    try:
        with suppress(FileExistsError):
            os.link(written, file)
            _note(signer.key)
    finally:
        written.unlink()


def _write(folder: Path, signer: Signer) -> Path:
    written = folder / f".{PRIVATE}.{secrets.token_hex(6)}"
    text = f"{signer.name}\n{b64encode(signer.private.private_bytes_raw()).decode()}\n"
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    return written


def _note(key: Key) -> None:
    with (_folder() / PUBLIC).open("a", encoding="utf-8") as opened:
        opened.write(f"{key.text}\n")
        opened.flush()
        os.fsync(opened.fileno())


def _read(file: Path) -> Signer:
    try:
        name, raw = file.read_text(encoding="utf-8").split()
        return Signer(name, Ed25519PrivateKey.from_private_bytes(b64decode(raw, validate=True)))
    except ValueError as error:
        raise KeyFileError(
            f"« {file} » n’est pas la clé des points de contrôle : reprenez-la d’une sauvegarde."
        ) from error
