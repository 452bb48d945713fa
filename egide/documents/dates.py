"""A date in French words, without the locale of the machine."""

from datetime import date
from typing import Final

_MONTHS: Final = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


def in_words(day: date) -> str:
    """« 17 novembre 2025 », « 1er janvier 2026 »; the day does not part from its month."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{_MONTHS[day.month - 1]} {day.year}"
