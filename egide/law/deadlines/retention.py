"""When data reach the end of their life: each age runs from its own event, and the second does not add to the first."""

from dataclasses import dataclass
from datetime import date

from egide.law.calendar import add_duration, end_of_year, refuse_time
from egide.law.dated import parameter
from egide.law.durations import Duration
from egide.law.french import long_date

_ACTIVE = "RGPD art. 5(1)(e)"
_ARCHIVES = "Code du patrimoine L212-2 et L212-3"
_PERMANENT = "PERMANENT"
_CLOSINGS = {"END_OF_BUDGET_YEAR": "budget_year_end", "END_OF_SCHOOL_YEAR": "school_year_end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """One age of the data. `duration` None: until the event itself. `triggered_on` None: the event is not dated.

    `trigger` is a code of `RetentionTrigger`; the two ends of year move the event to the close of its year.
    """

    duration: Duration | None
    trigger: str | None
    triggered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionEnd:
    """When each age ends and when disposal is due; None where an event is not dated, or for data kept for good.

    `permanent` tells the two apart. Nothing is destroyed without the visa of the archives, due or not.
    """

    active_end: date | None
    intermediate_end: date | None
    due: date | None
    permanent: bool
    basis: tuple[str, ...]
    explanation: str
    doubts: tuple[str, ...] = ()

    def overdue(self, today: date) -> bool:
        """Whether disposal should have taken place. False when the due date is not known."""
        return self.due is not None and today > self.due


def retention_end(
    active: Age, intermediate: Age | None = None, *, school_year_end: tuple[int, int] | None = None
) -> RetentionEnd:
    """The end of each age and the due date: that of the intermediate age if there is one, else of the active one.

    The intermediate duration is the TOTAL from its own event. `school_year_end` is (month, day), 31 August by default.
    Raises OutOfCalendarError for a duration that no calendar holds.
    """
    permanent = _PERMANENT in {active.trigger, intermediate.trigger if intermediate else None}
    active_end = _end(active, school_year_end)
    intermediate_end = _end(intermediate, school_year_end) if intermediate else None
    last = intermediate_end if intermediate else active_end
    due = None if permanent else last
    return RetentionEnd(
        active_end=active_end,
        intermediate_end=intermediate_end,
        due=due,
        permanent=permanent,
        basis=(_ACTIVE, _ARCHIVES),
        explanation=_explained(due, permanent, intermediate is not None),
        doubts=_doubts(active_end, intermediate_end),
    )


def _end(age: Age, school_year_end: tuple[int, int] | None) -> date | None:
    if age.triggered_on is None or age.trigger == _PERMANENT:
        return None
    refuse_time(age.triggered_on)
    event = _closed_year(age.trigger, age.triggered_on, school_year_end)
    return event if age.duration is None else add_duration(event, age.duration)


def _closed_year(trigger: str | None, event: date, school_year_end: tuple[int, int] | None) -> date:
    name = _CLOSINGS.get(trigger or "")
    if name is None:
        return event
    if name == "school_year_end" and school_year_end is not None:
        return end_of_year(event, school_year_end)
    month, day = parameter(name, on=event).numbers
    return end_of_year(event, (month, day))


def _explained(due: date | None, permanent: bool, archived: bool) -> str:
    if permanent:
        return "Conservation définitive : aucune élimination."
    if due is None:
        return "La date de l’événement de départ n’est pas connue : l’échéance ne peut pas être calculée."
    age = "de l’archivage intermédiaire, compté depuis son propre point de départ" if archived else "de la base active"
    return f"Fin {age} : {long_date(due)}. Toute élimination attend le visa des archives."


def _doubts(active_end: date | None, intermediate_end: date | None) -> tuple[str, ...]:
    if active_end is None or intermediate_end is None or active_end <= intermediate_end:
        return ()
    inverted = (
        f"L’archivage intermédiaire finit le {long_date(intermediate_end)}, avant la base active "
        f"({long_date(active_end)}) : vérifiez les deux durées."
    )
    return (inverted,)
