"""The secrets of second factors at rest, as text: who reads the database alone cannot make codes."""

import base64
from typing import Final

from egide.platform.records.sealing import Sealer, UnreadableError

_USE: Final = "egide.accounts.second-factor"
_SEALER: Final = Sealer(_USE)
_MARK: Final = "v1."


class UnreadableSecretError(ValueError):
    """The key of the installation is not the one that sealed it, or it was altered."""


def seal(text: str) -> str:
    """What may be stored."""
    return _MARK + base64.urlsafe_b64encode(_SEALER.seal(text.encode(), _USE.encode())).decode()


def unseal(stored: str) -> str:
    """The text again. Raises UnreadableSecretError."""
    if not stored.startswith(_MARK):
        raise UnreadableSecretError("Secret de second facteur d’une forme inconnue.")
    try:
        return _SEALER.unseal(base64.urlsafe_b64decode(stored.removeprefix(_MARK)), _USE.encode()).decode()
    except UnreadableError as unread:
        raise UnreadableSecretError(f"Second facteur illisible : {str(unread)[0].lower()}{str(unread)[1:]}") from None
