"""A checkpoint as text: one writing, read as it was; any other is refused, and any change breaks the signature."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from egide.platform.proofs.notes import Key, NoteError, Signer, Statement, read

SIGNER = Signer("egide/1", Ed25519PrivateKey.from_private_bytes(bytes(32)))
OTHER = Signer("egide/1", Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
AT = datetime(2025, 11, 17, 14, 0, 0, 250_000, tzinfo=UTC)
PLAIN = Statement("egide/1", 87, b"r" * 32, AT, 1500, b"p" * 32)
STATEMENTS = [
    PLAIN,
    Statement("egide/1", 90, b"r" * 32, AT, 1500, b"p" * 32, restored=87),
    Statement("egide/1", 90, b"r" * 32, AT, 0, b"p" * 32, restored=0, key=OTHER.key.text),
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_it_is_read_as_it_was_written(statement):
    note = read(statement.signed(SIGNER, OTHER))
    assert note.statement == statement
    assert note.signed_by([SIGNER.key]) == SIGNER.key
    assert note.signed_by([OTHER.key]) == OTHER.key
    assert note.signed_by([]) is None


def test_the_text_is_the_one_of_signed_notes():
    assert PLAIN.signed(SIGNER) == (
        f"egide/1\n87\n{b64encode(b'r' * 32).decode()}\nat 2025-11-17T14:00:00.250000Z\nbodies 1500\n"
        f"previous {b64encode(b'p' * 32).decode()}\n\n"
        f"— egide/1 {b64encode(SIGNER.key.number + SIGNER.private.sign(PLAIN.text.encode())).decode()}\n"
    )


def test_every_byte_is_signed():
    whole = PLAIN.signed(SIGNER).encode()
    for place in range(len(whole)):
        for bit in (1, 2, 4, 8, 16, 32, 64, 128):
            changed = bytearray(whole)
            changed[place] ^= bit
            try:
                found = read(changed.decode()).signed_by([SIGNER.key])
            except (NoteError, UnicodeDecodeError):
                continue
            assert found is None, (place, bit)


@pytest.mark.parametrize("text", ["", "\n\n", "egide/1\n87\n", PLAIN.text, PLAIN.text + "\n— egide/1 AAAA\n"])
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        read(text)


def test_the_key_of_another_name_does_not_sign_it():
    stranger = Signer("egide/2", SIGNER.private)
    with pytest.raises(NoteError):
        read(PLAIN.signed(stranger))


def test_a_key_is_read_again():
    assert Key.read(SIGNER.key.text) == SIGNER.key
    for text in ("", "egide/1", SIGNER.key.text.replace("egide/1", "egide/2"), SIGNER.key.text[:-4]):
        with pytest.raises(NoteError):
            Key.read(text)
