"""Every text of a register set the French way, whatever its depth. Codes, identifiers and dates pass through."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from egide.law.facts.describing import is_shape
from egide.typography import french

Shape = TypeVar("Shape")


def typeset(value: Shape) -> Shape:
    """The same value, its texts set."""
    if type(value) is str:
        return french(value)
    if type(value) is tuple:
        return tuple(typeset(each) for each in value)
    if is_dataclass(value) and is_shape(type(value)):
        changes = {each.name: typeset(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **changes)
    return value
