"""Every text of a register set the French way, whatever its depth. Codes, identifiers and dates pass through."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from egide.typography import french


def typeset(value: Any) -> Any:
    """The same value, its texts set."""
    if type(value) is str:
        return french(value)
    if type(value) is tuple:
        return tuple(typeset(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: typeset(getattr(value, each.name)) for each in fields(value)})
    return value
