"""How a version is sealed: salted leaves under one root, and entries chained by hash. Pure.

Every hash has its own prefix, so that none can be taken for another. Bytes are canonical: one value, one writing.
"""

import json
import os
from base64 import b64decode, b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

SALT_BYTES = 16
GENESIS = bytes(32)

META = "@"
"""What begins the path of a row that is said of a version, and is no part of the record."""

ERASED, BASIS = "@erased", "@basis"
"""In an erasing entry: the leaves that it takes away from the entry it `erases`, as `[[path, hash], …]`, and why."""

Row = list[Any]
"""`[path, salt, value]` a leaf; `[path, hash]` an erased one; `[path]` one that this version no longer has."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def canonical(value: Any) -> str:
    """The one JSON writing of a value."""
    return _ENCODER.encode(value)


def salted(leaves: Mapping[str, Any]) -> list[Row]:
    """A row for each leaf, with a salt of its own, in the order of the paths."""
    salts = os.urandom(SALT_BYTES * len(leaves))
    return [
        [path, b64encode(salts[n * SALT_BYTES : (n + 1) * SALT_BYTES]).decode(), leaves[path]]
        for n, path in enumerate(sorted(leaves))
    ]


def leaf_hash(row: Row) -> bytes:
    """The commitment of a row that has a value, or had one before it was erased."""
    if len(row) == 2:
        return b64decode(row[1])
    path, salt, value = row
    name = path.encode()
    told = encode_basestring(value) if value.__class__ is str else canonical(value)  # the same, without the detour
    return sha256(b"leaf\0" + a2b_base64(salt) + len(name).to_bytes(4) + name + told.encode()).digest()


def erased(row: Row) -> Row:
    """The row without its salt and value: its hash stays, so that the root can still be computed."""
    return [row[0], b64encode(leaf_hash(row)).decode()]


def root(meta: Iterable[bytes], state: Iterable[bytes]) -> bytes:
    """One hash over what is said of a version (`meta`) and over its whole state, each in the order of the paths."""
    said, held = b"".join(meta), b"".join(state)
    return sha256(b"root\0" + len(said).to_bytes(8) + said + held).digest()


def entry_hash(previous: bytes, version_root: bytes, header: tuple[Any, ...]) -> bytes:
    """The seal of an entry; `header` holds the fields of Header, in their order."""
    return sha256(b"entry\0" + previous + version_root + canonical(header).encode()).digest()


@dataclass(frozen=True, slots=True)
class Header:
    """What is never erased: no name, no text, only identifiers and codes. `at` is in microseconds since 1970, UTC."""

    organization_id: str
    seq: int
    at: int
    record_type: str
    record_id: str
    version: int
    shape: int
    full: bool
    action: str
    origin: str
    actor_id: str
    act: str
    erases: int

    def seal(self, previous: bytes, version_root: bytes) -> bytes:
        """The hash of the entry, that carries all the entries before it."""
        return entry_hash(previous, version_root, astuple(self))
