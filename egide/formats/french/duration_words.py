"""Figures of time in French text: « 5 ans », « un an et demi », « 12 mois ». A range is no figure."""

import re
from dataclasses import dataclass

from egide.law.durations import Duration

_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "dix-huit": 18, "vingt": 20, "vingt-cinq": 25, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "soixante-quinze": 75, "quatre-vingts": 80, "quatre-vingt": 80,
    "quatre-vingt-dix": 90, "cent": 100,
}  # fmt: skip
_NUMBER = rf"(?:\d+(?:[.,]5)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:heures?|h|jours?|j|semaines?|mois|ans?|annees?|years?|months?|weeks?|days?)"
_ONE = rf"(?P<number>{_NUMBER})\s*(?:\(\d+\)\s*)?(?P<unit>{_UNIT})(?P<half> et demie?)?"
_PART = re.compile(rf"{_ONE}\b")
_BARE = re.sub(r"[?]P<[a-z]+>", "?:", _ONE)
_FIGURE = re.compile(rf"(?<![\w/,.])(?<!\d-){_BARE}\b(?:(?:,| et)? {_BARE}\b)*")
_RANGE_BEFORE = re.compile(rf"(?:{_NUMBER}\s*(?:{_UNIT})?\s*(?:/|-|a|ou|et)|entre)\s*$")
_RANGE_AFTER = re.compile(rf"\s*(?:/|-|a|ou)\s*{_NUMBER}\s*{_UNIT}\b")
_MONTHS = {"a": 12, "m": 1}
_DAYS = {"j": 1, "s": 7}


@dataclass(frozen=True, slots=True)
class Figure:
    """A duration and where it stands in the folded text."""

    duration: Duration | None
    start: int
    end: int


def figures(folded: str) -> list[Figure]:
    """The durations of a folded text. A range (« 6 mois à 1 an », « 12/24 mois ») counts as one without a figure."""
    found = []
    for match in _FIGURE.finditer(folded):
        ranged = _RANGE_BEFORE.search(folded, 0, match.start()) or _RANGE_AFTER.match(folded, match.end())
        found.append(Figure(None if ranged else _duration(match[0]), match.start(), match.end()))
    return found


def _duration(text: str) -> Duration | None:
    """The sum of the parts, kept in the units that were written."""
    years = months = days = 0.0
    for part in _PART.finditer(text):
        number = _number(part["number"]) + (0.5 if part["half"] else 0)
        match part["unit"][0]:
            case "a" | "y":
                years += number
            case "m":
                months += number
            case "s" | "w":
                days += 7 * number
            case "j" | "d":
                days += number
            case _:
                days += number / 24
    months, years = months + 12 * (years % 1), years // 1
    if months % 1 or days % 1:
        return None
    return Duration(int(years), int(months), int(days))


def _number(text: str) -> float:
    return float(_NUMBERS.get(text) or text.replace(",", "."))
