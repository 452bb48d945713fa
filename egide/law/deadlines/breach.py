"""The clock of a personal data breach (GDPR art. 33(1)): elapsed hours, counted in UTC, through nights and holidays.

Instants in and out are aware datetimes; what is computed comes back in UTC and reads in Europe/Paris.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from egide.law.dated import parameter
from egide.law.french import moment

PARIS = ZoneInfo("Europe/Paris")


class NaiveInstantError(ValueError):
    """An hour without its time zone: 72 hours cannot be counted from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HourDeadline:
    """The last instant to act, in UTC, with its article and how it was reached."""

    due_at: datetime
    basis: tuple[str, ...]
    explanation: str
    doubts: tuple[str, ...] = ()

    @property
    def in_paris(self) -> datetime:
        """The same instant, Paris time."""
        return in_paris(self.due_at)

    def passed(self, now: datetime) -> bool:
        """Whether the instant is over. Raises NaiveInstantError for an hour without its time zone."""
        return _utc(now, "maintenant") > self.due_at

    def remaining(self, now: datetime) -> timedelta:
        """What is left before the instant; negative once it is over. Raises NaiveInstantError."""
        return self.due_at - _utc(now, "maintenant")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachClock:
    """Both readings of the 72 hours. `prudent` drives the alerts; `regulation` (Reg. 1182/71) is only shown."""

    aware_at: datetime
    prudent: HourDeadline
    regulation: HourDeadline


def breach_clock(aware_at: datetime) -> BreachClock:
    """The clock from the instant the controller became aware, or was informed by its processor.

    Raises NaiveInstantError when `aware_at` has no time zone.
    """
    aware = _utc(aware_at, "la connaissance de la violation")
    hours = parameter("breach_notification_hours", on=in_paris(aware).date()).whole
    next_hour = aware.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return BreachClock(
        aware_at=aware,
        prudent=_after(aware, hours, "RGPD art. 33(1)", f"{hours} heures écoulées à compter du"),
        regulation=_after(
            next_hour,
            hours,
            "Règlement n° 1182/71 art. 3(1)",
            f"{hours} heures sans compter l’heure de l’événement, soit à partir du",
            ("Lecture affichée pour information : ne pas s’y fier pour notifier.",),
        ),
    )


def insurance_complaint(aware_at: datetime) -> HourDeadline:
    """Last instant to file a complaint and keep the cover of a cyber insurance. Raises NaiveInstantError."""
    aware = _utc(aware_at, "la connaissance de l’atteinte")
    hours = parameter("insurance_complaint_hours", on=in_paris(aware).date())
    doubts = () if hours.confirmed else (f"Délai à confirmer à sa source ({hours.source}).",)
    return _after(aware, hours.whole, hours.source, f"{hours.whole} heures écoulées à compter du", doubts)


def in_paris(instant: datetime) -> datetime:
    """The same instant in Europe/Paris. Raises NaiveInstantError when it has no time zone."""
    return _utc(instant, "l’instant").astimezone(PARIS)


def _after(start: datetime, hours: int, article: str, reached: str, doubts: tuple[str, ...] = ()) -> HourDeadline:
    due_at = start + timedelta(hours=hours)
    return HourDeadline(
        due_at=due_at,
        basis=(article,),
        explanation=f"{reached} {moment(in_paris(start))} : {moment(in_paris(due_at))} (heure de Paris).",
        doubts=doubts,
    )


def _utc(instant: datetime, what: str) -> datetime:
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise NaiveInstantError(
            f"l’heure de {what} ({instant.isoformat()}) n’a pas de fuseau horaire : indiquez-le, "
            "par exemple Europe/Paris"
        )
    return instant.astimezone(UTC)
