"""How long an installation keeps the traces of who came: six to twelve months (CNIL, deliberation 2021-122)."""

from typing import Final

SHORTEST: Final = 6
LONGEST: Final = 12


def months(text: str) -> int:
    """Twelve unless it is said. Raises ValueError, in French, outside of six to twelve."""
    if not text:
        return LONGEST
    if not text.isdecimal() or not SHORTEST <= int(text) <= LONGEST:
        raise ValueError(f"EGIDE_ACCESS_LOG_MONTHS : un nombre de mois, de {SHORTEST} à {LONGEST} (et non « {text} »).")
    return int(text)
