"""The keys that seal keys: each file has one, sealed by that of its body, itself sealed by that of the installation.

The key of the installation comes from EGIDE_FILES_KEY, or from the state folder. Several may be given, one a line: the
first seals, the others still open until `egide rekey` has sealed everything anew.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from egide.platform.files.errors import LostKeyError

SHORTEST: Final = 32
_PURPOSE: Final = b"egide.files.master-key:"
_NONCE: Final = 12


@dataclass(frozen=True, slots=True)
class Master:
    """A key of the installation. `id` names it without giving it away."""

    id: str
    key: bytes


def masters() -> list[Master]:
    """Those of the installation, the one that seals first. Raises ValueError, in French, when none is good."""
    texts = [line.strip() for line in settings.FILES_KEYS.splitlines() if line.strip()]
    if not texts or any(len(text) < SHORTEST for text in texts):
        raise ValueError(f"EGIDE_FILES_KEY : une clé par ligne, de {SHORTEST} caractères au moins.")
    return [_master(text) for text in texts]


def _master(text: str) -> Master:
    key = sha256(_PURPOSE + text.encode()).digest()
    return Master(sha256(key).hexdigest()[:16], key)


def sealed(key: bytes, under: bytes, bound: bytes) -> bytes:
    """A key, sealed under another, for one place."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(under).encrypt(nonce, key, bound)


def opened(held: bytes, under: bytes, bound: bytes) -> bytes:
    """The key again. Raises LostKeyError when it was not sealed under that one, or for another place."""
    try:
        return AESGCM(under).decrypt(held[:_NONCE], held[_NONCE:], bound)
    except (InvalidTag, ValueError) as wrong:
        raise LostKeyError("La clé gardée pour ce fichier ne s’ouvre pas : elle a été altérée.") from wrong


def master_named(name: str) -> Master:
    """Raises LostKeyError when the installation no longer has it."""
    known: Mapping[str, Master] = {master.id: master for master in masters()}
    if name not in known:
        raise LostKeyError(f"Ces fichiers sont scellés sous une clé que l’installation n’a plus ({name}).")
    return known[name]
