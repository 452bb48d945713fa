"""Identifiers that the same register gets each time it is read: one hash a record, its lines numbered from it."""

from hashlib import blake2b
from uuid import UUID

_LINES = 32
_FIELD = 20
# Version 8 (RFC 9562): the bits are ours, only version and variant are fixed.
_KEPT = ~((0xF << 76) | (0x3 << 62) | ((1 << _LINES) - 1)) & ((1 << 128) - 1)
_MARKS = (0x8 << 76) | (0x2 << 62)


def base_of(seed: str) -> int:
    """The number from which a record and its lines are identified; `seed` is what makes the record itself."""
    return int.from_bytes(blake2b(seed.encode(errors="replace"), digest_size=16).digest(), "big") & _KEPT | _MARKS


def record_id(base: int) -> UUID:
    """The identifier of the record itself."""
    return UUID(int=base)


def line_id(base: int, family: int, rank: int) -> UUID:
    """That of the line of rank `rank` in the list number `family`, both below a thousand and a million."""
    return UUID(int=base + ((family + 1) << _FIELD) + rank)


class Seeds:
    """Tells apart records that bear the same name."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def distinct(self, seed: str) -> str:
        """The seed, numbered from its second appearance."""
        count = self._seen.get(seed, 0)
        self._seen[seed] = count + 1
        return f"{seed}|{count}" if count else seed
