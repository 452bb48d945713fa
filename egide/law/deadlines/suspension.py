"""Spans during which a clock stands still, waiting for an answer. They never overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from egide.law.calendar import Territory, roll_forward
from egide.law.french import long_date, plural


@dataclass(frozen=True, slots=True)
class Suspension:
    """From the day something was asked to the day it was obtained; None while it is still awaited."""

    asked_on: date
    obtained_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A suspension with an end, real or provisional."""

    asked_on: date
    until: date

    @property
    def days(self) -> int:
        """How long the clock stood still."""
        return (self.until - self.asked_on).days


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the spans do to one end: it moves by so many days; the spans that came too late do not count."""

    end: date
    days: int
    too_late: tuple[Span, ...]

    @property
    def in_words(self) -> str:
        """« , suspendu 10 jours », or nothing."""
        return f", suspendu {plural(self.days, 'jour')}" if self.days else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """One sentence for each span that came after the end it meant to move."""
        return tuple(
            f"La demande d’information du {long_date(span.asked_on)} est postérieure à l’échéance : "
            "elle ne la suspend pas."
            for span in self.too_late
        )


def spans(suspensions: Sequence[Suspension], start: date, today: date | None) -> tuple[Span, ...]:
    """The suspensions in order, an open one ended provisionally at `today`.

    Raises ValueError, in French, for one that precedes the start of the clock, runs backwards, overlaps another,
    or is open when no `today` is given.
    """
    ordered = sorted(suspensions, key=lambda suspension: suspension.asked_on)
    found = tuple(_span(suspension, start, today) for suspension in ordered)
    for earlier, later in pairwise(found):
        if later.asked_on < earlier.until:
            raise ValueError(
                f"deux suspensions se chevauchent : celle du {long_date(earlier.asked_on)} "
                f"et celle du {long_date(later.asked_on)} ; réunissez-les en une seule"
            )
    return found


def stopped(end: date, found: Sequence[Span], territory: Territory) -> Stopped:
    """Move `end` by the days of each span asked before the clock had run out."""
    days, late = 0, []
    for span in found:
        if span.asked_on > roll_forward(end + timedelta(days=days), territory):
            late.append(span)
        else:
            days += span.days
    return Stopped(end + timedelta(days=days), days, tuple(late))


def _span(suspension: Suspension, start: date, today: date | None) -> Span:
    asked_on, until = suspension.asked_on, suspension.obtained_on or today
    if asked_on < start:
        raise ValueError(
            f"la suspension du {long_date(asked_on)} précède le départ du délai ({long_date(start)}) : "
            "vérifiez les deux dates"
        )
    if until is None:
        raise ValueError(
            f"l’information demandée le {long_date(asked_on)} est encore attendue : "
            "indiquez la date du jour pour un calcul provisoire"
        )
    if until < asked_on:
        raise ValueError(
            f"l’information aurait été obtenue le {long_date(until)}, avant d’être demandée "
            f"le {long_date(asked_on)} : vérifiez les deux dates"
        )
    return Span(asked_on, until)
