"""Facts to plain JSON values, driven by the shapes: a new fact needs nothing here. Unknown (None) is left out."""

import dataclasses
import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts import NotApplicable
from egide.law.facts.codes import Code
from egide.law.facts.describing import is_shape


def encode(value: Any) -> Any:
    """The JSON value of a fact, a line or a record; a record is a dict in the order of its declaration.

    Raises ValueError on a number that JSON cannot write, TypeError on a value that is no fact.
    """
    kind: type = type(value)
    return _encoder(kind)(value)


@cache
def _encoder(kind: type) -> Callable[[Any], Any]:
    if kind in _LEAVES:
        return _LEAVES[kind]
    if issubclass(kind, Code):
        return lambda code: code.value
    if is_shape(kind) or kind is NotApplicable:
        return _encode_fields(tuple(f.name for f in dataclasses.fields(kind)))
    raise TypeError(f"{kind.__name__} is no fact")


def _encode_fields(names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    return lambda shape: {n: encode(v) for n in names if (v := getattr(shape, n)) is not None and _is_told(n, v)}


def _is_told(name: str, value: Any) -> bool:
    """No answer « sans objet » is the ordinary state of a record: it is not written."""
    return bool(value) or name != "not_applicable"


def _encode_float(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"nombre impossible à écrire\u202f: {value}")
    return value


def _same(value: Any) -> Any:
    return value


_LEAVES: Mapping[type, Callable[[Any], Any]] = {
    str: _same,
    bool: _same,
    int: _same,
    float: _encode_float,
    date: date.isoformat,
    Duration: str,
    UUID: str,
    tuple: lambda values: [encode(value) for value in values],
}
