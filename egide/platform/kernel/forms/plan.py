"""What a form of a shape is made of, found once: a field, a group of fields or a list of lines for each fact."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from egide.law.facts.describing import Description, descriptions, field_types, is_list, shape_within

Kind = Literal["field", "group", "lines"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One fact of a shape. `within`: the shape of the group or of each line."""

    shape: type
    name: str
    kind: Kind
    description: Description
    within: Any


@cache
def plan(shape: type) -> tuple[Planned, ...]:
    """Every described fact, in the order of declaration."""
    return tuple(_planned(shape, name) for name in descriptions(shape))


@cache
def planned(shape: type, name: str) -> Planned:
    """One fact of a shape. Raises KeyError if there is none of that name."""
    return {each.name: each for each in plan(shape)}[name]


def _planned(shape: type, name: str) -> Planned:
    annotation = field_types(shape)[name]
    within = shape_within(annotation)
    kind: Kind = "field" if within is None else "lines" if is_list(annotation) else "group"
    return Planned(shape, name, kind, descriptions(shape)[name], within)


def is_empty(facts: Any) -> bool:
    """Whether nothing is known in a group or in a line."""
    return all(getattr(facts, name) is None for name in descriptions(facts.__class__))
