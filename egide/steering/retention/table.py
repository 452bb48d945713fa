"""The table of what is kept how long, as data: see table.toml beside this file."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module, resources
from typing import Any

from django.conf import settings

from egide.law.french import plural

_IN_A_MONTH = 365 / 12


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: what forgets it, and for how long it is kept by default, in days."""

    what: str
    forgets: str
    days: int
    why: str
    source: str
    valid_from: date
    measure: str = ""
    """Where the room says how long: a setting, or a constant of a module. Empty: until the next night."""

    @property
    def delay(self) -> timedelta:
        """What this installation does, whatever the default."""
        if not self.measure:
            return timedelta(days=1)
        module, _, name = self.measure.rpartition(".")
        found = getattr(settings if module == "settings" else import_module(module), name)
        if isinstance(found, timedelta):
            return found
        return timedelta(days=round(found * _IN_A_MONTH) if name.endswith("_MONTHS") else found)

    @property
    def in_words(self) -> str:
        """« 90 jours », « 12 mois », « 6 heures »."""
        if not self.measure:
            return "jusqu’à la nuit suivante"
        hours = round(self.delay.total_seconds() / 3600)
        if hours < 48:
            return plural(hours, "heure")
        days = self.delay.days
        months = round(days / _IN_A_MONTH)
        return f"{months} mois" if days >= 180 and abs(days - months * _IN_A_MONTH) < 5 else plural(days, "jour")

    def forget(self) -> Callable[[datetime], int]:
        """The function of the room. Raises ImportError, AttributeError."""
        module, _, name = self.forgets.rpartition(".")
        found: Any = getattr(import_module(module), name)
        return found  # type: ignore[no-any-return]


@cache
def table() -> tuple[Kept, ...]:
    """Every row, whether this installation has the room or not."""
    text = resources.files("egide.steering.retention").joinpath("table.toml").read_text(encoding="utf-8")
    return tuple(Kept(**row) for row in tomllib.loads(text)["kept"])


def in_force() -> list[Kept]:
    """The rows of the rooms that `settings.RETENTION` names, in its order. Raises KeyError on one without a row."""
    rows = {row.forgets: row for row in table()}
    return [rows[name] for name in settings.RETENTION]
