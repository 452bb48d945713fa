"""Paths to facts. `purposes.legal_basis` names a field of every line; `purposes[<uuid>].legal_basis` that of one."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import Any
from uuid import UUID

from egide.law.facts.describing import Description, descriptions, field_types, is_list, is_shape, shape_within

_LINE = re.compile(r"\[([0-9a-f-]{36})\]")


def schema_path(path: str) -> str:
    """The path without its lines: `purposes[…].text` gives `purposes.text`."""
    return _LINE.sub("", path)


def line_of(path: str) -> UUID | None:
    """The last line that the path goes through, or None."""
    found = _LINE.findall(path)
    return UUID(found[-1]) if found else None


@cache
def describe_path(shape: type, path: str) -> Description:
    """What people read about the field at `path` of a shape. Raises KeyError, naming the valid fields, on a typo."""
    head, _, rest = schema_path(path).partition(".")
    known = descriptions(shape)
    if head not in known:
        raise KeyError(f"{shape.__name__} has no fact « {head} »; it has: {', '.join(known)}")
    if not rest:
        return known[head]
    within = shape_within(field_types(shape)[head])
    if within is None:
        raise KeyError(f"{shape.__name__}.{head} has no field within (asked: « {rest} »)")
    return describe_path(within, rest)


@cache
def schema_paths(shape: type) -> tuple[str, ...]:
    """Every path of a shape, containers before what they contain, in the order of declaration."""
    found: list[str] = []
    for name in descriptions(shape):
        found.append(name)
        within = shape_within(field_types(shape)[name])
        if within is not None:
            found.extend(f"{name}.{rest}" for rest in schema_paths(within))
    return tuple(found)


def label_of(shape: type, path: str) -> str:
    """The French label of a path, container first: « Sous-traitants : contrat signé »."""
    head, _, rest = schema_path(path).partition(".")
    label = describe_path(shape, head).label
    if not rest:
        return label
    within = shape_within(field_types(shape)[head])
    if within is None:
        raise KeyError(f"{shape.__name__}.{head} has no field within (asked: « {rest} »)")
    inner = label_of(within, rest)
    acronym = inner[1:2].isupper()
    return f"{label}\u00a0: {inner if acronym else inner[:1].lower() + inner[1:]}"


def is_group(value: Any) -> bool:
    """Whether a value is a nested shape of ours, rather than a leaf."""
    shape: type = value.__class__
    return is_shape(shape)


class _Part(Enum):
    """How a fact is made, by its annotation."""

    LEAF = auto()
    GROUP = auto()
    LINES = auto()


@cache
def _parts(shape: type) -> tuple[tuple[str, _Part], ...]:
    return tuple((name, _part(field_types(shape)[name])) for name in descriptions(shape))


def _part(annotation: Any) -> _Part:
    within = shape_within(annotation)
    if within is None:
        return _Part.LEAF
    if not is_list(annotation):
        return _Part.GROUP
    return _Part.LINES if "id" in field_types(within) else _Part.LEAF


def leaves(facts: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every known value of a record with its path, lines by their UUID. Unknowns (None) are left out; `()` is not."""
    shape: type = facts.__class__
    for name, part in _parts(shape):
        value = getattr(facts, name)
        if value is None:
            continue
        if part is _Part.GROUP:
            yield from leaves(value, f"{prefix}{name}.")
        elif part is _Part.LINES and value:
            for line in value:
                yield from leaves(line, f"{prefix}{name}[{line.id}].")
        else:
            yield f"{prefix}{name}", value
