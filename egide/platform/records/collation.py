"""One order and one way of searching for French text, the same on every database: accents and case do not count."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "\u202f": " ", "\u00a0": " "})


def sortable(text: str) -> str:
    """« État civil » as `etat civil`: to sort, to compare and to search, never to show."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
