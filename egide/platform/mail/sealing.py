"""The words of messages at rest, bound to the message. They hold links that open accounts."""

from typing import Final
from uuid import UUID

from egide.platform.records.sealing import Sealer, UnreadableError

_SEALER: Final = Sealer("egide.mail.message")


class UnreadableMessageError(ValueError):
    """The key of the installation is not the one that sealed it, or it was altered."""


def seal(text: str, message: UUID) -> bytes:
    """What may be stored."""
    return _SEALER.seal(text.encode(), message.bytes)


def unseal(stored: bytes, message: UUID) -> str:
    """The text again. Raises UnreadableMessageError."""
    try:
        return _SEALER.unseal(stored, message.bytes).decode()
    except UnreadableError as unread:
        raise UnreadableMessageError(str(unread)) from None
