"""A checkpoint as text, signed: the form of signed notes (C2SP), that other tools read. Pure.

egide/3f2a…                                     who speaks: this installation
87                                              number of the checkpoint
4n1v…=                                          root of the tree of heads
at 2025-11-17T14:00:00.000000Z
bodies 1500
previous 9xQp…=                                 SHA-256 of the text of checkpoint 86
(restored 80)                                   the database came back to checkpoint 80, those between are void
(key egide/3f2a…+1c2d3e4f+AZ…=)                 the key that signs from now on

— egide/3f2a… base64 of the key number and of the signature
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOTHING_BEFORE = bytes(32)
_ALGORITHM = b"\1"  # Ed25519, in signed notes
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
_SHAPE = re.compile(
    r"(?P<origin>[^\s+]+)\n(?P<number>[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\nat (?P<at>[0-9T:.Z-]{27})\n"
    r"bodies (?P<bodies>0|[1-9][0-9]{0,9})\nprevious (?P<previous>[A-Za-z0-9+/]{43}=)\n"
    r"(?:restored (?P<restored>0|[1-9][0-9]{0,15})\n)?(?:key (?P<key>\S+)\n)?",
    re.ASCII,
)
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<bytes>[A-Za-z0-9+/]{91}=)\n", re.ASCII)


class NoteError(ValueError):
    """This is no checkpoint, or nobody known signed it. In French."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the name under which it signs."""

    name: str
    public: bytes

    @property
    def number(self) -> bytes:
        """Four bytes that tell it among others: not a proof of anything."""
        return sha256(self.name.encode() + b"\n" + _ALGORITHM + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """`name+number+key`, on one line, as signed notes publish it."""
        return f"{self.name}+{self.number.hex()}+{b64encode(_ALGORITHM + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """Raises NoteError."""
        name, _, rest = text.strip().partition("+")
        number, _, key = rest.partition("+")
        try:
            raw = b64decode(key, validate=True)
        except ValueError:
            raw = b""
        found = cls(name, raw[1:])
        if len(raw) != 33 or raw[:1] != _ALGORITHM or found.number.hex() != number or found.text != text.strip():
            raise NoteError("Cette ligne n’est pas une clé publique d’Égide.")
        return found

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether this key signed this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """The private half."""

    name: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> Key:
        """The public half."""
        return Key(self.name, self.private.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """The signature, as the line that follows the text in a note."""
        return f"— {self.name} {b64encode(self.key.number + self.private.sign(text.encode())).decode()}\n"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says."""

    origin: str
    number: int
    root: bytes
    at: datetime
    bodies: int
    previous: bytes
    restored: int | None = None
    key: str = ""

    @property
    def text(self) -> str:
        """What is signed, the final line break included."""
        return (
            f"{self.origin}\n{self.number}\n{b64encode(self.root).decode()}\nat {self.at.astimezone(UTC):{_INSTANT}}\n"
            f"bodies {self.bodies}\nprevious {b64encode(self.previous).decode()}\n"
            + ("" if self.restored is None else f"restored {self.restored}\n")
            + (f"key {self.key}\n" if self.key else "")
        )

    @property
    def digest(self) -> bytes:
        """What the next checkpoint calls the previous one, and what is stamped."""
        return sha256(self.text.encode()).digest()

    def signed(self, *signers: Signer) -> str:
        """The note."""
        return f"{self.text}\n{''.join(signer.line(self.text) for signer in signers)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint that was read: its statement, and the signatures under it by the number of their key."""

    statement: Statement
    signatures: Mapping[bytes, bytes]

    def signed_by(self, keys: Sequence[Key]) -> Key | None:
        """The first of these keys that signed it."""
        for key in keys:
            signature = self.signatures.get(key.number)
            if signature and key.name == self.statement.origin and key.signed(self.statement.text, signature):
                return key
        return None


def read(note: str) -> Note:
    """Raises NoteError on anything but the one writing of a note. Signatures are not checked yet."""
    text, _, below = note.partition("\n\n")
    found = _SHAPE.fullmatch(f"{text}\n")
    lines = below.splitlines(keepends=True)
    signed = [_SIGNATURE.fullmatch(line) for line in lines]
    if found is None or not signed or None in signed:
        raise NoteError("Ce fichier n’est pas un point de contrôle écrit par Égide.")
    statement = _statement(found)
    raws = [b64decode(line["bytes"]) for line in signed if line and line["name"] == statement.origin]
    written = [f"— {statement.origin} {b64encode(raw).decode()}\n" for raw in raws]
    if statement.text != f"{text}\n" or written != lines:
        raise NoteError("Ce point de contrôle n’est pas écrit comme Égide les écrit.")
    return Note(statement, {raw[:4]: raw[4:] for raw in raws})


def _statement(found: "re.Match[str]") -> Statement:
    try:
        at = datetime.strptime(found["at"], _INSTANT).replace(tzinfo=UTC)
    except ValueError as error:
        raise NoteError("Ce point de contrôle n’a pas de date lisible.") from error
    return Statement(
        origin=found["origin"],
        number=int(found["number"]),
        root=b64decode(found["root"]),
        at=at,
        bodies=int(found["bodies"]),
        previous=b64decode(found["previous"]),
        restored=None if found["restored"] is None else int(found["restored"]),
        key=found["key"] or "",
    )
