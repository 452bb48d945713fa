"""Dates as people type them in France. A month or a year alone is not a date."""

import re
from datetime import date, datetime, timedelta

from egide.formats.french.words import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars",),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout",),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
_TIME = r"(?:[ t]+(?:a )?\d{1,2}[:h]\d{0,2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?)?"
_NUMERIC = re.compile(rf"(\d{{1,2}})\s?[/.\- ]\s?(\d{{1,2}})\s?[/.\- ]\s?(\d{{4}}|\d{{2}}){_TIME}")
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_TIME}")
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)?[ -]([a-z]+)\.?[ -](\d{{4}}|\d{{2}}){_TIME}")
_BEFORE = re.compile(r"^(?:(?:le|du|depuis le|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)+")
_SERIALS = range(18264, 73051)  # 1950-01-01 to 2100-01-01, days since 1899-12-30
_EPOCH = date(1899, 12, 30)


def read_date(value: object) -> date | None:
    """A date from a cell: typed, a serial number of a spreadsheet (a number, not a text), or a text in French or ISO.

    Day first, two-digit years from 1970 to 2069. None when it is no whole date: « janvier 2020 », « 2020 ».
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _EPOCH + timedelta(days=int(value)) if int(value) in _SERIALS else None
    return _from_text(value) if isinstance(value, str) else None


def _from_text(text: str) -> date | None:
    folded = _BEFORE.sub("", fold(text).rstrip(" ."))
    if found := _NUMERIC.fullmatch(folded):
        day, month, year = (int(part) for part in found.groups())
        return _date(year, month, day)
    if found := _ISO.fullmatch(folded):
        year, month, day = (int(part) for part in found.groups())
        return _date(year, month, day)
    if (found := _IN_WORDS.fullmatch(folded)) and found[2] in _MONTHS:
        return _date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None
