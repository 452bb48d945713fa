"""What an entry says, read again byte by byte: the hash of each row, and whether it is written the one way. Pure."""

import json
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass, field
from hashlib import sha256
from json.encoder import encode_basestring  # the writer of canonical texts
from typing import Any

from egide.platform.records.journal.sealing import ERASED, META, SALT_BYTES, canonical

_NOT_OURS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
_SALT_CHARACTERS = 24
_LAST_OF_A_SALT = frozenset("AQgw")
_WORDS = {True: "true", False: "false"}


class UnreadableError(ValueError):
    """The content is not written as this application writes: something else touched it."""


@dataclass(slots=True)
class Told:
    """The hashes of what an entry says (`meta`, by path) and states (`leaves`); `gone`: the paths that it removes."""

    meta: dict[str, bytes] = field(default_factory=dict)
    leaves: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    missing: dict[str, bytes] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def read(text: str) -> Told:
    """Raises UnreadableError on anything that `appending` or `erasing` would not have written."""
    try:
        return _read(text)
    except UnreadableError:
        raise
    except _NOT_OURS as error:
        raise UnreadableError(str(error)) from error


def _read(text: str) -> Told:
    told, written, ranks = Told(), [], []
    for row in json.loads(text):
        kind = len(row)
        if kind == 3:
            path, digest, said = _leaf(*row)
            if path[0] == META:
                told.values[path] = row[2]
        elif kind == 2:
            path, digest, said = _erased(*row)
            told.missing[path] = digest
        else:
            [path] = row
            told.gone.append(path)
            digest, said = b"", f"[{encode_basestring(path)}]"
        rank = 0 if path[0] == META else 2 if kind == 1 else 1
        ranks.append((rank, path))
        if rank == 1:
            told.leaves[path] = digest
        elif rank == 0:
            told.meta[path] = digest
        written.append(said)
    if f"[{','.join(written)}]" != text:
        raise UnreadableError("not canonical")
    _check_order(ranks, told)
    return told


def _check_order(ranks: list[tuple[int, str]], told: Told) -> None:
    if ranks != sorted(ranks) or len(told.meta) + len(told.leaves) + len(set(told.gone)) != len(ranks):
        raise UnreadableError("not in order")


def _leaf(path: str, salt: str, value: Any) -> tuple[str, bytes, str]:
    """Its path, its hash as `sealing.leaf_hash` gives it, and how it is written."""
    if len(salt) != _SALT_CHARACTERS or salt[21] not in _LAST_OF_A_SALT:
        raise UnreadableError("not a salt")
    if type(value) is str:
        said = encode_basestring(value)
    elif value is None:
        said = "null"
    elif type(value) is bool:
        said = _WORDS[value]
    else:
        said = canonical(value)
    name = path.encode()
    raw = a2b_base64(salt, strict_mode=True)
    if len(raw) != SALT_BYTES:
        raise UnreadableError("not a salt")
    digest = sha256(b"leaf\0" + raw + len(name).to_bytes(4, "big") + name + said.encode()).digest()
    return path, digest, f'[{encode_basestring(path)},"{salt}",{said}]'


def _erased(path: str, sealed: str) -> tuple[str, bytes, str]:
    digest = a2b_base64(sealed, strict_mode=True)
    if len(digest) != 32 or b2a_base64(digest, newline=False).decode() != sealed:
        raise UnreadableError("not a hash")
    return path, digest, f'[{encode_basestring(path)},"{sealed}"]'


def announced(told: Told) -> dict[str, bytes]:
    """The leaves that an erasing entry takes away, by path."""
    try:
        return {path: a2b_base64(sealed, strict_mode=True) for path, sealed in told.values.get(ERASED) or []}
    except _NOT_OURS as error:
        raise UnreadableError(str(error)) from error
