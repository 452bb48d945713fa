"""The words of messages at rest: AES-256-GCM under a key drawn from that of the installation, bound to the message.

They hold links that open accounts: who reads the database, or a backup, without the key of the installation cannot.
"""

import secrets
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT: Final = "egide.mail.message"
_NONCE: Final = 12


class UnreadableMessageError(ValueError):
    """The key of the installation is not the one that sealed it, or it was altered."""


def seal(text: str, message: UUID) -> bytes:
    """What may be stored."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(next(_keys())).encrypt(nonce, text.encode(), message.bytes)


def unseal(stored: bytes, message: UUID) -> str:
    """The text again, also under an older key (`SECRET_KEY_FALLBACKS`). Raises UnreadableMessageError."""
    for key in _keys():
        try:
            return AESGCM(key).decrypt(stored[:_NONCE], stored[_NONCE:], message.bytes).decode()
        except InvalidTag:
            continue
    raise UnreadableMessageError("La clé de l’installation a changé (EGIDE_SECRET_KEY).")


def _keys() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(_SALT, "aes-256-gcm", secret=secret, algorithm="sha256").digest()
