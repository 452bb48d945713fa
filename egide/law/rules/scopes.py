"""To which records a rule speaks, and what several rules ask of them.

The situation is accepted and unused where a scope serves as `applies`: every condition has the same two arguments.
"""

from typing import Any

from egide.law.dated import UnknownCountryError, country_code
from egide.law.facts import ProcessingActivity, ProcessorActivity, SecurityMeasure
from egide.law.facts.codes import ActivityStatus, DataCategory, MeasureStatus, SecurityMeasureCode, SpecialCategory
from egide.law.rules.rule import CannotSay, Situation

_ACTIVE = ActivityStatus.ACTIVE
_PLANNED = MeasureStatus.PLANNED


def active(a: ProcessingActivity | ProcessorActivity, _s: Situation) -> bool:
    """Whether the record is of a processing under way; an unknown state is not."""
    return a.status is _ACTIVE


def is_controller_record(a: Any) -> bool:
    """Whether the body keeps the record as controller, alone or jointly (GDPR art. 30(1)), with its role known."""
    return getattr(a, "role", None) is not None


def active_controller(a: ProcessingActivity, _s: Situation) -> bool:
    """Whether the record is of a processing under way of which the body is controller, alone or jointly."""
    return a.status is _ACTIVE and a.role is not None


def has_measure(a: ProcessingActivity | ProcessorActivity, code: SecurityMeasureCode) -> bool:
    """Whether a security measure is in place, at least in part; a planned one is not."""
    return any(m.code is code and not _is_planned(m) for m in a.security_measures or ())


def _is_planned(measure: SecurityMeasure) -> bool:
    """A source that cannot tell what is planned from what is done writes down what is done."""
    try:
        return measure.status is _PLANNED
    except CannotSay:
        return False


def has_data(a: ProcessingActivity | ProcessorActivity, *categories: DataCategory) -> bool:
    """Whether one of these categories of personal data is processed."""
    return any(line.category in categories for line in a.personal_data or ())


def has_special_data(a: ProcessingActivity, *categories: SpecialCategory) -> bool:
    """Whether one of these special categories is declared (GDPR art. 9(1))."""
    return any(line.category in categories for line in a.special_data or ())


def known_country(country: str | None, path: str) -> str:
    """The code of a country. One that is not a code is as good as unknown: raises CannotSay for the fact at `path`."""
    try:
        return country_code(country or "")
    except UnknownCountryError:
        raise CannotSay(path) from None
