"""The registers of the demonstration, as facts: the same day gives the same registers, to the last identifier."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from demo.content.bodies import KEYS, Body, bodies, identifier
from demo.content.completing import from_catalogue
from demo.content.gaps import GAPS
from demo.content.machines import USED_BY, ai_systems
from demo.content.own import own_activities
from demo.content.selection import SELECTED
from demo.content.typeset import typeset
from egide.law.facts import ProcessingActivity, ProcessorActivity, Register

__all__ = ["KEYS", "Body", "bodies", "identifier", "register", "registers"]

Activity = ProcessingActivity | ProcessorActivity


@cache
def register(key: str, on: date) -> Register:
    """The register of a body (one of KEYS) as it stands on a day. Raises KeyError on another key."""
    body = bodies(on)[key]
    chosen = [from_catalogue(body, name, number, on) for number, name in enumerate(SELECTED[key], 1)]
    activities = [*chosen, *own_activities(body, len(chosen) + 1, on)]
    return Register(
        organization=typeset(body.facts),
        activities=tuple(typeset(_with_machines(key, _with_gaps(key, each))) for each in _controller_first(activities)),
        ai_systems=typeset(ai_systems(key, on)),
    )


def registers(on: date) -> dict[str, Register]:
    """Every register of the demonstration, by the key of its body."""
    return {key: register(key, on) for key in KEYS}


def _controller_first(activities: Iterable[Activity]) -> list[Activity]:
    return sorted(activities, key=lambda each: isinstance(each, ProcessorActivity))


def _with_gaps(key: str, record: Activity) -> Activity:
    if isinstance(record, ProcessingActivity):
        for name, gaps in GAPS.get(key, {}).items():
            if record.catalogue_id == name or record.id == identifier(key, name):
                for gap in gaps:
                    record = gap(record)
    return record


def _with_machines(key: str, record: Activity) -> Activity:
    system = USED_BY.get(key, {}).get(record.catalogue_id or "")
    if system is None or not isinstance(record, ProcessingActivity):
        return record
    return replace(record, ai_systems=(identifier(key, "ai", system),))
