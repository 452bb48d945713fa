"""The tree over the heads of all journals, as RFC 9162 (2.1) builds it. Pure.

Leaves and nodes have prefixes of their own, so that none can be taken for another. A lone node at the end of a level
goes up as it is, which gives the very tree of the RFC.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf(body: bytes, seq: int, head: bytes) -> bytes:
    """The leaf of one journal: `body` is the 16 bytes of its identifier, `head` the seal of its entry `seq`."""
    return sha256(b"\0head\0" + body + seq.to_bytes(8, "big") + head).digest()


def node(left: bytes, right: bytes) -> bytes:
    """What stands above two hashes."""
    return sha256(b"\1" + left + right).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    return [node(*level[n : n + 2]) if n + 1 < len(level) else level[n] for n in range(0, len(level), 2)]


class Tree:
    """The tree of some leaves; leaves may be replaced, at the cost of one path each."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """One hash for all; that of nothing when there is no leaf."""
        return self._levels[-1][0] if self._levels[-1] else EMPTY

    def put(self, changed: Mapping[int, bytes]) -> None:
        """Replace leaves, by their place."""
        for place, digest in changed.items():
            self._levels[0][place] = digest
        places = set(changed)
        for below, level in zip(self._levels, self._levels[1:], strict=False):
            places = {place // 2 for place in places}
            for place in places:
                pair = below[2 * place : 2 * place + 2]
                level[place] = node(*pair) if len(pair) == 2 else pair[0]

    def path(self, place: int) -> list[bytes]:
        """What must be hashed with the leaf of a place, from the bottom up, to find the root."""
        found = []
        for level in self._levels[:-1]:
            beside = place ^ 1
            if beside < len(level):
                found.append(level[beside])
            place //= 2
        return found


def climb(digest: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its path lead to, in a tree of `count` leaves. Raises ValueError on a path too long or
    too short."""
    rest = [*path]
    while count > 1:
        if place ^ 1 < count:
            if not rest:
                raise ValueError("path too short")
            beside = rest.pop(0)
            digest = node(beside, digest) if place & 1 else node(digest, beside)
        place, count = place // 2, (count + 1) // 2
    if rest:
        raise ValueError("path too long")
    return digest
