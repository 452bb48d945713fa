"""ISO 8601 durations as the law writes them: years, months, weeks, days. Hours belong to clocks."""

import re
from dataclasses import dataclass

_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)
_DAYS_PER_YEAR = 365.25
_DAYS_PER_MONTH = 30.44


@dataclass(frozen=True, slots=True, order=False)
class Duration:
    """A calendar period. `P1Y` and `P12M` are different values that last the same: compare `days`."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise ValueError(f"durée négative : {self.years} an(s), {self.months} mois, {self.days} jour(s)")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `P10Y`, `P1Y6M`, `P2W`, `P30D`. Raises ValueError (in French) on anything else."""
        found = _ISO.fullmatch(text)
        if found is None or text == "P":
            raise ValueError(f"durée illisible : « {text} » (attendu : P10Y, P6M, P2W, P30D…)")
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return cls(years, months, days + 7 * weeks)

    @property
    def total_months(self) -> int:
        """Years and months together; days apart, because a month has no fixed number of them."""
        return 12 * self.years + self.months

    @property
    def in_days(self) -> int:
        """An upper estimate in days (365.25 a year, 30.44 a month, rounded up), only to compare periods."""
        exact = self.years * _DAYS_PER_YEAR + self.months * _DAYS_PER_MONTH
        return -int(-exact // 1) + self.days

    def __str__(self) -> str:
        parts = [f"{n}{unit}" for n, unit in ((self.years, "Y"), (self.months, "M"), (self.days, "D")) if n]
        return "P" + ("".join(parts) or "0D")

    @property
    def french(self) -> str:
        """In words: « 1 an et 6 mois », « 30 jours »."""
        parts = []
        if self.years:
            parts.append(f"{self.years} an{'s' if self.years > 1 else ''}")
        if self.months:
            parts.append(f"{self.months} mois")
        if self.days or not parts:
            parts.append(f"{self.days} jour{'s' if self.days > 1 else ''}")
        return " et ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]} et {parts[2]}"
