"""One order and one way of searching for French text, the same on every database: accents and case do not count."""

import unicodedata
from typing import Any, Final

FRENCH: Final = "fr-x-icu"

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "\u202f": " ", "\u00a0": " "})


def sortable(text: str) -> str:
    """« État civil » as `etat civil`: to sort, to compare and to search, never to show."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def compare(left: str, right: str) -> int:
    """The French order of two texts: -1, 0 or 1. Accents and case decide between texts that are otherwise equal."""
    one, other = (sortable(left), left), (sortable(right), right)
    return (one > other) - (one < other)


def teach_sqlite(connection: Any, **_: Any) -> None:
    """Give SQLite the French order that PostgreSQL has from ICU, under the same name. For each new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(FRENCH, compare)
