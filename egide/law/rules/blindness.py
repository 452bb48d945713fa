"""Facts seen through what their source can hold: reading an unknown one that it cannot hold raises CannotSay.

A view is an instance of a generated subclass of the shape. Facts that can be held are read at native speed; only blind
ones go through a property. A known value is always readable: blindness is about silence, not about secrecy.
"""

import operator
from collections.abc import Callable, Collection
from dataclasses import fields
from functools import lru_cache
from typing import Any

from egide.law.facts.contacts import Contact
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import schema_paths
from egide.law.rules.rule import CannotSay

See = Callable[[Any], Any]


def blind_to(shape: type, paths: Collection[str], prefix: str = "") -> See:
    """How to look at instances of `shape` when the facts at `paths`, and what they contain, cannot be held.

    Paths that the shape has not are left aside. `prefix` comes before the path in what is raised.
    """
    blind = _with_contents(shape, frozenset(paths)) if paths else None
    return _view(shape, blind, prefix) if blind else _plainly


@lru_cache(maxsize=256)
def _with_contents(shape: type, paths: frozenset[str]) -> frozenset[str]:
    containers = tuple(f"{path}." for path in paths)
    return frozenset(path for path in schema_paths(shape) if path in paths or path.startswith(containers))


def _plainly(facts: Any) -> Any:
    return facts


@lru_cache(maxsize=256)
def _view(shape: type, blind: frozenset[str], prefix: str) -> See:
    names = [field.name for field in fields(shape)]
    guarded = [name for name in names if name in blind]
    namespace = {name: _guard(getattr(shape, name), prefix + name) for name in guarded}
    seen_as: Any = type(shape.__name__, (shape,), {"__slots__": (), "__module__": shape.__module__} | namespace)
    writers = [getattr(shape, name).__set__ for name in names]
    inner = _inner_views(shape, blind, prefix)
    converters = [(i, inner[name]) for i, name in enumerate(names) if name in inner]
    read = operator.attrgetter(*names)
    new = seen_as.__new__

    def see(facts: Any) -> Any:
        values = list(read(facts))
        for i, convert in converters:
            values[i] = convert(values[i])
        seen = new(seen_as)
        for write, value in zip(writers, values, strict=True):
            write(seen, value)
        return seen

    return see


def _guard(slot: Any, path: str) -> property:
    read = slot.__get__

    def get(facts: Any) -> Any:
        value = read(facts)
        if value is None:
            raise CannotSay(path)
        return value

    return property(get)


def _inner_views(shape: type, blind: frozenset[str], prefix: str) -> dict[str, See]:
    """How to look at groups and lines. A contact is held or not: one way to reach somebody is as good as another."""
    found: dict[str, See] = {}
    for name in descriptions(shape):
        annotation = field_types(shape)[name]
        within = shape_within(annotation)
        inside = frozenset(path[len(name) + 1 :] for path in blind if path.startswith(f"{name}."))
        if within is not None and within is not Contact and inside:
            see = _view(within, inside, f"{prefix}{name}.")
            found[name] = _each(see) if is_list(annotation) else _group(see, within, name in blind)
    return found


def _each(see: See) -> See:
    return lambda lines: lines and tuple(map(see, lines))


def _group(see: See, shape: type, blind: bool) -> See:
    """An unknown group that can be held in part is a group of unknowns, so that its blind facts stay guarded."""
    if blind:
        return lambda group: None if group is None else see(group)
    nothing_known = see(shape())
    return lambda group: nothing_known if group is None else see(group)
