"""Sets of small numbers as bytes, one bit each."""

from collections.abc import Iterable, Iterator


def of(numbers: Iterable[int]) -> int:
    """The bits of some numbers."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def stored(bits: int) -> bytes:
    """As a column keeps them."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def read(column: bytes | memoryview) -> int:
    """The bits that a column keeps."""
    return int.from_bytes(column, "little")


def numbers(bits: int) -> Iterator[int]:
    """The numbers of some bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
