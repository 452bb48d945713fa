"""What a list of the API was asked to show: the parameters of the screen, by the same names, but none left out."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from egide.platform.api import parameters, problems
from egide.platform.api.paging import PAGES
from egide.platform.api.parameters import Parameter
from egide.platform.api.problems import Complaint, ProblemError
from egide.platform.kernel.filters import Filter
from egide.platform.kernel.registers import Register
from egide.platform.kernel.selection import Selection
from egide.platform.records.models import State

ON_DAY: Final = parameters.day("au", "L’état à la fin de ce jour passé.")
_NOT_PAST: Final = ("attendu : un jour passé", "expected: a day in the past")
_NOT_THEN: Final = (
    "sans effet sur un jour passé : seuls q, situation, page, taille et tri=title valent avec « au »",
    "means nothing on a past day: only q, situation, page, taille and tri=title go with “au”",
)


def list_parameters(register: Register | None) -> tuple[Parameter, ...]:
    """Of a list of records of one body."""
    return (*territory_parameters(register), ON_DAY, *_filters(register, coded=False))


def territory_parameters(register: Register | None) -> tuple[Parameter, ...]:
    """Of a list over several bodies: the filters whose choices are those of one body mean nothing there."""
    if register is None:
        return PAGES
    orders = [c.name for c in register.all_columns if c.sort]
    return (
        parameters.text("q", "Les mots cherchés : tous doivent y être."),
        parameters.one_of("tri", "L’ordre ; « - » devant, à rebours.", _both_ways(orders), default="title"),
        parameters.one_of("situation", "En service, archivées, à la corbeille.", State.values, default=State.ACTIVE),
        *PAGES,
        *_filters(register, coded=True),
    )


def day_parameters(register: Register | None) -> tuple[Parameter, ...]:
    """Of one record."""
    del register
    return (ON_DAY,)


def _both_ways(names: Iterable[str]) -> list[str]:
    return [way for name in names for way in (name, f"-{name}")]


def _filters(register: Register | None, *, coded: bool) -> list[Parameter]:
    found = register.all_filters if register is not None else ()
    return [_filter(register, f) for f in found if f.is_coded is coded]


def _filter(register: Any, found: Filter) -> Parameter:
    if found.is_day:
        return parameters.day(found.name, f"{found.label} ce jour, ce jour compris.")
    help_ = f"{found.label}. « ? » : non renseigné."
    if not found.is_coded:
        return parameters.text(found.name, help_)
    options = found.options(QuerySet(register.model).none())
    return parameters.one_of(found.name, help_, [value for value, _ in options])


def selection(register: Register, given: dict[str, Any]) -> Selection:
    """The selection asked. Raises ProblemError when a past day is asked with what has no meaning then."""
    names = {f.name for f in register.all_filters}
    sort = given.get("tri", "title")
    chosen = Selection(
        register=register,
        words=given.get("q", ""),
        filters={name: value for name, value in given.items() if name in names and value},
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=given.get("page", 1),
        state=given.get("situation", State.ACTIVE),
        on=given.get("au"),
    )
    if chosen.on is not None:
        _check_past(chosen)
    return chosen


def _check_past(chosen: Selection) -> None:
    if chosen.on is not None:
        past_day(chosen.on)
    wrong = [*chosen.filters, *(["tri"] if chosen.sort != "title" else [])]
    if wrong:
        raise ProblemError(problems.BAD_PARAMETERS, [Complaint(name, *_NOT_THEN) for name in wrong])


def past_day(on: Any) -> None:
    """Refuse a day to come. Raises ProblemError."""
    if on > timezone.localdate():
        raise ProblemError(problems.BAD_PARAMETERS, [Complaint("au", *_NOT_PAST)])
