"""How conclusions write days, moments and amounts in French. The typography is that of the printed page."""

from datetime import date, datetime
from decimal import Decimal

_NARROW = "\u202f"
_FIXED = "\u00a0"
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def long_date(day: date) -> str:
    """« 17 novembre 2025 », « 1er mars 2027 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """« mardi 7 avril 2026 »."""
    return f"{_DAYS[day.weekday()]} {long_date(day)}"


def moment(instant: datetime) -> str:
    """« lundi 23 novembre 2026 à 17 h 20 », in the time zone the instant carries."""
    return f"{weekday_date(instant.date())} à {instant.hour}{_FIXED}h{_FIXED}{instant.minute:02d}"


def number(value: int) -> str:
    """« 100 000 », thousands apart."""
    return f"{value:,}".replace(",", _NARROW)


def amount(value: Decimal) -> str:
    """« 7 000,00 € »: two decimals, a comma, thousands apart."""
    digits = f"{value:,.2f}".replace(",", _NARROW).replace(".", ",").replace("-", "−")
    return f"{digits}{_FIXED}€"


def capital(text: str) -> str:
    """The text with the capital that begins a sentence."""
    return text[:1].upper() + text[1:]


def plural(count: int, singular: str, many: str | None = None) -> str:
    """« 1 jour », « 10 jours »: the count with its noun; `many` when the plural takes more than an s."""
    noun = singular if -2 < count < 2 else many or f"{singular}s"
    return f"{number(count)} {noun}"
