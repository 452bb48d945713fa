"""A sealed stream opens whole or not at all."""

import io
import shutil

import pytest

from egide.operations.backup import sealing
from egide.operations.backup.sealing import Opener, Sealer, SealError, is_sealed


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The cost of a passphrase is for those who guess, not for the tests."""
    monkeypatch.setattr(sealing, "_COST", 1 << 4)
    monkeypatch.setattr(sealing, "PIECE", 1000)


def sealed(data):
    into = io.BytesIO()
    with Sealer(into, "une phrase") as opened:
        for start in range(0, len(data), 333):
            opened.write(data[start : start + 333])
    return into.getvalue()


def opened(data, phrase="une phrase"):
    out = io.BytesIO()
    shutil.copyfileobj(io.BufferedReader(Opener(io.BytesIO(data), phrase)), out)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 3456])
def test_what_was_sealed_comes_back(size):
    data = bytes(number % 251 for number in range(size))
    assert is_sealed(io.BytesIO(sealed(data)))
    assert opened(sealed(data)) == data


def test_every_byte_counts():
    held = sealed(b"a" * 1500)
    for place in range(0, len(held), 7):
        with pytest.raises(SealError):
            opened(held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :])


def test_pieces_cut_added_or_swapped():
    head, piece = len(sealing.MAGIC) + 23, 1000 + 16
    held = sealed(b"a" * 1000 + b"b" * 1000 + b"c" * 500)
    one, two = held[head : head + piece], held[head + piece : head + 2 * piece]
    swapped = held[:head] + two + one + held[head + 2 * piece :]
    for wrong in (
        held[:-1],
        held[: head + 2 * piece],
        held[: head + piece],
        held[:head],
        held[:20],
        held + b"x",
        swapped,
    ):
        with pytest.raises(SealError):
            opened(wrong)


def test_another_phrase():
    with pytest.raises(SealError, match="phrase n’est pas la bonne"):
        opened(sealed(b"a"), "une autre")


def test_two_sealings_share_nothing():
    assert sealed(b"a" * 100)[len(sealing.MAGIC) :] != sealed(b"a" * 100)[len(sealing.MAGIC) :]
