"""A file as it lies on the disk: AES-256-GCM, in chunks of 64 KiB, so that it is read and written in little memory.

The construction is STREAM (as age has it): the nonce of a chunk is its number and whether it is the last, so that
chunks cannot be moved, repeated, added or cut off. Each file has a key of its own, used for nothing else: numbers may
begin at zero, and the bytes of another file do not open. That key is bound to its body and to its file: see services.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egide.platform.files.errors import DamagedFileError

CHUNK: Final = 64 * 1024
TAG: Final = 16
MARK: Final = b"EGIDE-F1"
_DAMAGED: Final = (
    "Ce fichier est abîmé : ce qui est gardé n’est pas ce qui a été déposé. Prévenez votre administrateur."
)


def new_key() -> bytes:
    """The key of one file."""
    return secrets.token_bytes(32)


def sealed_size(size: int) -> int:
    """What a file of this many bytes weighs once sealed."""
    chunks = max(1, -(-size // CHUNK))
    return len(MARK) + size + chunks * TAG


class Sealer:
    """Seals what it is given, as it comes. `target` receives the bytes; `close` writes the last chunk."""

    def __init__(self, target: IO[bytes], key: bytes) -> None:
        self._target, self._cipher = target, AESGCM(key)
        self._pending, self._number = bytearray(), 0
        target.write(MARK)

    def write(self, data: bytes) -> None:
        """One chunk is always held back, for nobody knows yet whether it is the last."""
        self._pending += data
        while len(self._pending) > CHUNK:
            self._put(bytes(self._pending[:CHUNK]), is_last=False)
            del self._pending[:CHUNK]

    def close(self) -> None:
        """No more: what was held back is the last chunk."""
        self._put(bytes(self._pending), is_last=True)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, MARK))
        self._number += 1


def unsealed(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The chunks, each given only once it has proved to be what was written. Raises DamagedFileError."""
    if source.read(len(MARK)) != MARK:
        raise DamagedFileError(_DAMAGED)
    cipher, number = AESGCM(key), 0
    chunk = source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        yield _opened(cipher, chunk, number, is_last=not following)
        if not following:
            return
        chunk, number = following, number + 1


def _opened(cipher: AESGCM, chunk: bytes, number: int, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, is_last=is_last), chunk, MARK)
    except (InvalidTag, ValueError) as altered:
        raise DamagedFileError(_DAMAGED) from altered


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


class SealedReader:
    """A sealed file as a file to be sought in, for what reads archives from their end. One chunk in memory."""

    def __init__(self, source: BinaryIO, key: bytes, size: int) -> None:
        self._source, self._cipher, self._size = source, AESGCM(key), size
        self._at, self._held, self._chunk = 0, -1, b""

    def close(self) -> None:
        """And what it reads."""
        self._source.close()

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """As any file."""
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, count: int = -1) -> bytes:
        """As any file. Raises DamagedFileError."""
        end = self._size if count < 0 else min(self._size, self._at + count)
        return b"".join(self._until(end))

    def _until(self, end: int) -> Iterable[bytes]:
        while self._at < end:
            number, within = divmod(self._at, CHUNK)
            part = self._read_chunk(number)[within : within + end - self._at]
            self._at += len(part)
            yield part

    def _read_chunk(self, number: int) -> bytes:
        if number != self._held:
            self._source.seek(len(MARK) + number * (CHUNK + TAG))
            is_last = (number + 1) * CHUNK >= self._size
            sealed = self._source.read(CHUNK + TAG)
            self._chunk = _opened(self._cipher, sealed, number, is_last=is_last)
            self._held = number
        return self._chunk
