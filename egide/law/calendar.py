"""Working days, public holidays and how the law adds months to a day.

Periods follow Regulation (EEC, Euratom) No 1182/71: the day of the event is not counted, the end is rolled forward.
"""

import calendar as _gregorian
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

import holidays

from egide.law.durations import Duration
from egide.law.facts.codes import Code

_FIRST_YEAR = 1950
_LAST_YEAR = 2100
_ONE_DAY = timedelta(days=1)


class OutOfCalendarError(ValueError):
    """A day for which public holidays are not known, or that no calendar holds."""


class Territory(Code):
    """Where the act must be done: public holidays differ (Code du travail L3133-1, L3134-13, L3422-2)."""

    METROPOLE = "METROPOLE", "France métropolitaine"
    MOSELLE = "57", "Moselle"
    ALSACE = "6AE", "Alsace"
    GUADELOUPE = "971", "Guadeloupe"
    MARTINIQUE = "972", "Martinique"
    GUYANE = "973", "Guyane"
    REUNION = "974", "La Réunion"
    MAYOTTE = "976", "Mayotte"


@cache
def public_holidays(year: int, territory: Territory = Territory.METROPOLE) -> Mapping[date, str]:
    """The public holidays of a year, with their French names. Raises OutOfCalendarError before 1950, after 2100.

    In Alsace-Moselle Good Friday is counted everywhere, though the law gives it where there is a Protestant church.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise OutOfCalendarError(
            f"jours fériés inconnus pour {year} : le calendrier va de {_FIRST_YEAR} à {_LAST_YEAR} ; vérifiez la date"
        )
    subdivision = None if territory is Territory.METROPOLE else territory.value
    found = holidays.country_holidays("FR", subdiv=subdivision, years=year, language="fr")
    return MappingProxyType(dict(sorted(found.items())))


def is_working_day(day: date, territory: Territory = Territory.METROPOLE) -> bool:
    """Neither a Saturday, a Sunday nor a public holiday (Reg. 1182/71 art. 2(2)). Refuses a date with a time."""
    refuse_time(day)
    return day.weekday() < 5 and day not in public_holidays(day.year, territory)


def roll_forward(day: date, territory: Territory = Territory.METROPOLE) -> date:
    """That day, or the next working day when it is closed (Reg. 1182/71 art. 3(4))."""
    while not is_working_day(day, territory):
        day += _ONE_DAY
    return day


def roll_back(day: date, territory: Territory = Territory.METROPOLE) -> date:
    """That day, or the previous working day when it is closed: the day to act on to be in time."""
    while not is_working_day(day, territory):
        day -= _ONE_DAY
    return day


def add_months(day: date, months: int) -> date:
    """The same day number so many months later (earlier if negative), or the last day of that month.

    Reg. 1182/71 art. 3(2)(c), second subparagraph. Raises OutOfCalendarError outside years 1 to 9999.
    """
    refuse_time(day)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OutOfCalendarError(f"{day} et {months} mois : date hors du calendrier")
    return date(year, month + 1, min(day.day, _gregorian.monthrange(year, month + 1)[1]))


def anniversary(day: date, years: int) -> date:
    """The first day AFTER a period of so many years of which `day` is the first; 29 February gives 1 March."""
    reached = add_months(day, 12 * years)
    return reached if reached.day == day.day else reached + _ONE_DAY


def add_duration(day: date, duration: Duration) -> date:
    """Years and months first, clamped to the end of the month, then days. Raises OutOfCalendarError."""
    reached = add_months(day, duration.total_months)
    try:
        return reached + timedelta(days=duration.days)
    except OverflowError as problem:
        raise OutOfCalendarError(f"{day} et {duration.french} : date hors du calendrier") from problem


def period_end(event: date, duration: Duration, territory: Territory = Territory.METROPOLE) -> date:
    """Last day of a period that runs from an event: the day of the event is not counted, a closed end rolls forward.

    Reg. 1182/71 art. 3(1), 3(2) and 3(4). Periods in hours never roll: see `egide.law.deadlines.breach`.
    """
    return roll_forward(add_duration(event, duration), territory)


def end_of_year(day: date, closing: tuple[int, int]) -> date:
    """The first closing day (month, day) on or after `day`: 31 December for a budget, 31 August for a school."""
    month, number = closing
    this_year = date(day.year, month, number)
    return this_year if day <= this_year else date(day.year + 1, month, number)


def refuse_time(day: date) -> None:
    """Raise TypeError when a date carries a time: it would compare with no public holiday."""
    if isinstance(day, datetime):
        raise TypeError(f"une date sans heure est attendue, reçu {day.isoformat()}")
