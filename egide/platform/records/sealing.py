"""Texts at rest: AES-256-GCM under keys drawn from that of the installation, one for each use.

Who reads the database, or a backup of it, without the key of the installation reads nothing of them.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE: Final = 12


class UnreadableError(ValueError):
    """The key of the installation is not the one that sealed it, or it was altered, or bound to something else."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """For one use: what is sealed for another does not open. `use` never changes once something is stored."""

    use: str

    def seal(self, content: bytes, bound_to: bytes) -> bytes:
        """What may be stored. It opens with the same `bound_to` only."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(next(self._keys())).encrypt(nonce, content, bound_to)

    def unseal(self, stored: bytes, bound_to: bytes) -> bytes:
        """The content again, also under an older key (`SECRET_KEY_FALLBACKS`). Raises UnreadableError."""
        for key in self._keys():
            try:
                return AESGCM(key).decrypt(stored[:_NONCE], stored[_NONCE:], bound_to)
            except InvalidTag:
                continue
        raise UnreadableError("La clé de l’installation a changé (EGIDE_SECRET_KEY).")

    def _keys(self) -> Iterator[bytes]:
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield salted_hmac(self.use, "aes-256-gcm", secret=secret, algorithm="sha256").digest()
