"""A file as it lies on the disk: whatever is altered, cut, moved or added, it does not open."""

import io
import os
import secrets

import pytest

from egide.platform.files.errors import DamagedFileError
from egide.platform.files.sealing import CHUNK, MARK, TAG, SealedReader, Sealer, new_key, sealed_size, unsealed

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5]


def sealed(content, key, piece=10_000):
    target = io.BytesIO()
    sealer = Sealer(target, key)
    for start in range(0, len(content), piece):
        sealer.write(content[start : start + piece])
    sealer.close()
    return target.getvalue()


def opened(held, key):
    return b"".join(unsealed(io.BytesIO(held), key))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [1_000, CHUNK, 10 * CHUNK])
def test_what_is_sealed_opens_again(size, piece):
    content, key = os.urandom(size), new_key()
    held = sealed(content, key, piece)
    assert len(held) == sealed_size(size)
    assert opened(held, key) == content


def test_any_byte_altered_is_refused():
    content, key = secrets.token_bytes(300), new_key()
    held = sealed(content, key)
    for place in range(len(held)):
        for bit in (1, 128):
            altered = bytearray(held)
            altered[place] ^= bit
            with pytest.raises(DamagedFileError):
                opened(bytes(altered), key)


def test_a_byte_altered_far_away_is_refused_before_it_is_given():
    content, key = os.urandom(3 * CHUNK), new_key()
    held = bytearray(sealed(content, key))
    held[len(MARK) + 2 * (CHUNK + TAG) + 7] ^= 1
    chunks = unsealed(io.BytesIO(bytes(held)), key)
    assert next(chunks) + next(chunks) == content[: 2 * CHUNK]
    with pytest.raises(DamagedFileError):
        next(chunks)


@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_what_is_cut_is_refused(size):
    content, key = os.urandom(size), new_key()
    held = sealed(content, key)
    cuts = {1, TAG, len(held) // 2, len(held) - 1, len(held) - len(MARK)}
    cuts |= {size % CHUNK + TAG, CHUNK + TAG}  # at the border of a chunk
    for cut in sorted(each for each in cuts if each < len(held)):
        with pytest.raises(DamagedFileError):
            opened(held[:-cut], key)


def test_chunks_moved_repeated_or_added_are_refused():
    key = new_key()
    held = sealed(os.urandom(3 * CHUNK), key)
    body, step = held[len(MARK) :], CHUNK + TAG
    one, two, three = body[:step], body[step : 2 * step], body[2 * step :]
    for wrong in ([two, one, three], [one, one, three], [one, two, three, three], [one, three], [one, two]):
        with pytest.raises(DamagedFileError):
            opened(MARK + b"".join(wrong), key)


def test_under_another_key_nothing_opens():
    with pytest.raises(DamagedFileError):
        opened(sealed(b"Bonjour", new_key()), new_key())


def test_no_byte_of_the_content_is_seen():
    held = sealed(b"CANARY" * 1_000, new_key())
    assert b"CANARY" not in held


def test_one_may_seek_in_it():
    content, key = os.urandom(2 * CHUNK + 100), new_key()
    reader = SealedReader(io.BytesIO(sealed(content, key)), key, len(content))
    reader.seek(-50, 2)
    assert reader.read() == content[-50:]
    reader.seek(CHUNK - 10)
    assert reader.read(20) == content[CHUNK - 10 : CHUNK + 10]
    assert reader.tell() == CHUNK + 10
    assert reader.read(-1) == content[CHUNK + 10 :]
    assert reader.read(10) == b""
