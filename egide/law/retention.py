"""How long data are kept: said in a sentence, counted in days, compared with what the law or the model says.

The intermediate age runs from its own event and is a total: it never adds to the active one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from egide.law.calendar import OutOfCalendarError
from egide.law.catalogue.models import ModelRetention
from egide.law.dated import NotInForceError, load_table, parameter
from egide.law.deadlines import Age, retention_end
from egide.law.durations import Duration
from egide.law.facts import Period, Retention
from egide.law.facts.codes import FinalFate, RetentionTrigger

_EVENTS = {
    RetentionTrigger.COLLECTION: "la collecte",
    RetentionTrigger.RECORDING: "l’enregistrement",
    RetentionTrigger.REQUEST: "le dépôt de la demande",
    RetentionTrigger.DECISION: "la décision",
    RetentionTrigger.CASE_CLOSED: "la clôture du dossier",
    RetentionTrigger.LAST_CONTACT: "le dernier contact",
    RetentionTrigger.END_OF_RELATION: "la fin de la relation ou du service",
    RetentionTrigger.END_OF_RIGHTS: "la fin des droits",
    RetentionTrigger.END_OF_VALIDITY: "la fin de validité",
    RetentionTrigger.END_OF_SCHOOL_YEAR: "la fin de l’année scolaire",
    RetentionTrigger.END_OF_BUDGET_YEAR: "la clôture de l’exercice",
    RetentionTrigger.END_OF_MANDATE: "la fin du mandat",
    RetentionTrigger.DEPARTURE: "le départ de l’agent",
    RetentionTrigger.BIRTH: "la naissance",
    RetentionTrigger.DEATH: "le décès",
    RetentionTrigger.UNSUBSCRIBE: "la désinscription",
}
_FATES = {
    FinalFate.C: "conservation définitive aux archives",
    FinalFate.T: "tri par les archives, le reste détruit après visa",
    FinalFate.D: "destruction après visa des archives départementales",
}
# Words by which a sentence says when: « jusqu’à la dissolution », « 5 ans après le départ », « sans limite ». A bare
# « 5 ans », or « 5 ans de conservation », does not.
_SAYS_WHEN = re.compile(
    r"jusqu|apr[eè]s|[àa] compter|[àa] partir|depuis|dès |suivant|pendant|tant que|durant|au terme|[àa] l.issue|\bfin d"
    r"|temps d|dur[eé]e d(?:u |es |e l)|illimit|sans limite|permanen|d[eé]finiti|ind[eé]fini",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a text or the CNIL says of some data: the shortest and the longest time, in days."""

    shortest: int
    longest: int
    source: str
    confirmed: bool


def in_words(line: Retention) -> str | None:
    """The whole life of the data: « 1 an après la fin de l’année scolaire, puis … ». None when nothing is known."""
    if line.unlimited is True:
        return "Sans limite de durée"
    ages = [
        period_in_words(line.active),
        _archived_in_words(line),
        _FATES.get(line.final_fate) if line.final_fate else None,
    ]
    said = ", puis ".join(age for age in ages if age)
    return said[:1].upper() + said[1:] or None


def period_in_words(period: Period | None) -> str | None:
    """One age: « 1 an après la fin de l’année scolaire », « jusqu’au départ de l’agent », or its own words."""
    if period is None:
        return None
    counted = _counted(period)
    if counted is None:
        return period.text
    return f"{counted} ({period.text})" if period.text else counted


def says_when(period: Period | None) -> bool:
    """Whether one can tell from when, or until when: by the trigger, or by the words.

    « 5 ans » says how long and not from when; « jusqu’à la dissolution » says until when, so it needs no trigger.
    """
    if period is None:
        return False
    return period.trigger is not None or (period.text is not None and _SAYS_WHEN.search(period.text) is not None)


def has_intermediate_age(line: Retention) -> bool:
    """Whether the data are kept apart after their everyday use: said so, or given a duration."""
    return line.has_intermediate is True or (line.intermediate is not None and line.intermediate.duration is not None)


def due_on(line: Retention) -> date | None:
    """The last day of the oldest data still kept, or None: event undated, duration in words only, or kept for good.

    An intermediate age that runs from the same event as the active one shares its date.
    """
    if line.unlimited is True:
        return None
    active = _age(line.active, line.triggered_on)
    archived = _age(line.intermediate, _archived_from(line)) if has_intermediate_age(line) else None
    try:
        return retention_end(active, archived).due
    except (OutOfCalendarError, NotInForceError):
        return None


def days_after(line: Retention, trigger: RetentionTrigger) -> int:
    """The longest time the data are kept after that event, in days; 0 when no age is counted from it."""
    return max(
        (
            period.duration.in_days
            for period in (line.active, line.intermediate)
            if period is not None and period.duration is not None and period.trigger is trigger
        ),
        default=0,
    )


def exceeds_model(line: Retention, models: Iterable[ModelRetention]) -> bool:
    """Whether an age is longer than that of the model counted from the same event.

    The line of the model about the same data is the reference; failing that, the most generous of its lines.
    """
    every = tuple(models)
    same = tuple(model for model in every if _same(model.data, line.data)) or every
    return _longer(line.active, ((model.active, model.active_from) for model in same)) or _longer(
        line.intermediate, ((model.intermediate, model.intermediate_from) for model in same)
    )


@cache
def reference(about: str, on: date) -> Reference | None:
    """The reference for LOGS, CANDIDATES, SOCIAL_SUPPORT or APA on that day; None before there was one."""
    if about == "LOGS":
        return _logs(on)
    for row in load_table("retention").rows("references"):
        if row.get("about", str) == about and row.in_force(on):
            longest = Duration.parse(row.get("longest", str)).in_days
            return Reference(shortest=0, longest=longest, source=row.source, confirmed=row.confirmed)
    return None


def _logs(on: date) -> Reference | None:
    try:
        found = parameter("logs_retention_days", on=on)
    except NotInForceError:
        return None
    shortest, longest = found.numbers
    return Reference(shortest=shortest, longest=longest, source=found.source, confirmed=found.confirmed)


def _age(period: Period | None, triggered_on: date | None) -> Age:
    """A period in words only has no end that we can compute: its event is left undated."""
    if period is None or (period.duration is None and period.trigger is None):
        return Age(duration=None, trigger=None, triggered_on=None)
    return Age(duration=period.duration, trigger=period.trigger, triggered_on=triggered_on)


def _archived_from(line: Retention) -> date | None:
    same_event = line.active and line.intermediate and line.active.trigger is line.intermediate.trigger
    return line.intermediate_triggered_on or (line.triggered_on if same_event else None)


def _counted(period: Period) -> str | None:
    if period.trigger is RetentionTrigger.PERMANENT:
        return "en permanence"
    event = _EVENTS.get(period.trigger) if period.trigger else None
    at_most = " au plus" if period.is_maximum is True else ""
    if period.duration is None:
        return None if event is None else _until(event)
    return f"{period.duration.french}{at_most}" + (f" après {event}" if event else "")


def _until(event: str) -> str:
    return f"jusqu’au {event[3:]}" if event.startswith("le ") else f"jusqu’à {event}"


def _archived_in_words(line: Retention) -> str | None:
    if not has_intermediate_age(line):
        return None
    said = period_in_words(line.intermediate)
    if said is None:
        return "archivage intermédiaire"
    if said.startswith("jusqu"):
        return f"archivage intermédiaire {said}"
    counted = line.intermediate and line.intermediate.duration and line.intermediate.trigger
    return f"archivage intermédiaire jusqu’à {said}" if counted else f"archivage intermédiaire : {said}"


def _longer(period: Period | None, models: Iterable[tuple[Duration | None, RetentionTrigger | None]]) -> bool:
    if period is None or period.duration is None:
        return False
    comparable = [duration.in_days for duration, event in models if duration is not None and event is period.trigger]
    return bool(comparable) and period.duration.in_days > max(comparable)


def _same(one: str, other: str | None) -> bool:
    return other is not None and " ".join(one.casefold().split()) == " ".join(other.casefold().split())
