"""The secrets of second factors at rest: AES-256-GCM, under a key drawn from that of the installation.

Who reads the database or a backup of it, without the key of the installation, cannot make codes.
"""

import base64
import secrets
from collections.abc import Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT: Final = "egide.accounts.second-factor"
_MARK: Final = "v1."
_NONCE: Final = 12


class UnreadableSecretError(ValueError):
    """The key of the installation is not the one that sealed it, or it was altered."""


def seal(text: str) -> str:
    """What may be stored."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(next(_keys())).encrypt(nonce, text.encode(), _SALT.encode())
    return _MARK + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(stored: str) -> str:
    """The text again, also under an older key (`SECRET_KEY_FALLBACKS`). Raises UnreadableSecretError."""
    if not stored.startswith(_MARK):
        raise UnreadableSecretError("Secret de second facteur d’une forme inconnue.")
    raw = base64.urlsafe_b64decode(stored.removeprefix(_MARK))
    for key in _keys():
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _SALT.encode()).decode()
        except InvalidTag:
            continue
    raise UnreadableSecretError("Second facteur illisible : la clé de l’installation a changé (EGIDE_SECRET_KEY).")


def _keys() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(_SALT, "aes-256-gcm", secret=secret, algorithm="sha256").digest()
