"""A stream sealed with a passphrase: scrypt, then AES-256-GCM by pieces, numbered, the last one marked (STREAM).

Whoever changes, reorders, cuts or lengthens the file is found out at the first piece that does not hold.
"""

import io
import os
import struct
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"EGIDE-SEALED-1\n"
PIECE: Final = 1 << 20
_TAG, _SALT, _PREFIX = 16, 16, 7
_COST: Final = 1 << 17  # 128 MiB for each attempt


class SealError(ValueError):
    """The passphrase is not the right one, or the file was changed: nothing tells which. In French."""


def is_sealed(opened: BinaryIO) -> bool:
    """Whether what follows is sealed; the place in the file is kept."""
    found = opened.read(len(MAGIC))
    opened.seek(-len(found), os.SEEK_CUR)
    return found == MAGIC


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)


class Sealer(io.RawIOBase):
    """To be written to, and closed: without `close`, what was written cannot be opened. `target` stays open."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._header = MAGIC + salt + self._prefix
        self._cipher, self._target = _cipher(passphrase, salt), target
        self._held, self._number = bytearray(), 0
        target.write(self._header)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep one piece back: the last one is marked."""
        self._held += data
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def _piece(self, text: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, text, self._header))
        self._number += 1

    def close(self) -> None:
        """Seal the end."""
        if not self.closed:
            self._piece(bytes(self._held), last=True)
        super().close()


class Opener(io.RawIOBase):
    """What was sealed, in clear. Raises SealError when read."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._header = source.read(len(MAGIC) + _SALT + _PREFIX)
        if len(self._header) < len(MAGIC) + _SALT + _PREFIX:
            raise SealError("Ce fichier est coupé.")
        salt, self._prefix = self._header[len(MAGIC) : -_PREFIX], self._header[-_PREFIX:]
        self._cipher, self._source = _cipher(passphrase, salt), source
        self._next = source.read(PIECE + _TAG)
        self._clear, self._number, self._done = memoryview(b""), 0, False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """As any raw stream: 0 at the end."""
        if not self._clear and not self._done:
            self._piece()
        size = min(len(buffer), len(self._clear))
        buffer[:size] = self._clear[:size]
        self._clear = self._clear[size:]
        return size

    def _piece(self) -> None:
        sealed, self._next = self._next, self._source.read(PIECE + _TAG)
        last = not self._next
        try:
            clear = self._cipher.decrypt(_nonce(self._prefix, self._number, last=last), sealed, self._header)
        except InvalidTag as error:
            raise SealError("La phrase n’est pas la bonne, ou le fichier a été modifié ou coupé.") from error
        self._clear, self._number, self._done = memoryview(clear), self._number + 1, last
