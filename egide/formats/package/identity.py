"""Identifiers of a register: none may be given twice, and those that point at something should find it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from egide.law.facts import Register
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within

Identified = tuple[UUID, str]


def records(register: Register) -> Iterator[tuple[Any, str]]:
    """Every record of a register with its JSON path."""
    yield register.organization, "organization"
    for name in ("activities", "ai_systems"):
        for n, record in enumerate(getattr(register, name)):
            yield record, f"{name}[{n}]"


def lines(facts: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Every line of a record with its JSON path, lines within lines and groups included."""
    shape: type = facts.__class__
    for name in descriptions(shape):
        annotation = field_types(shape)[name]
        value = getattr(facts, name)
        if value is None or shape_within(annotation) is None:
            continue
        if not is_list(annotation):
            yield from lines(value, f"{path}.{name}")
            continue
        for n, line in enumerate(value):
            yield line, f"{path}.{name}[{n}]"
            yield from lines(line, f"{path}.{name}[{n}]")


def repeated(register: Register) -> Iterator[str]:
    """The JSON paths of identifiers given twice: among records, or among the lines of one record."""
    yield from _doubles((record.id, path) for record, path in records(register))
    for record, path in records(register):
        yield from _doubles((line.id, place) for line, place in lines(record, path))


def _doubles(identified: Iterator[Identified]) -> Iterator[str]:
    seen: dict[UUID, str] = {}
    for identifier, path in identified:
        first = seen.setdefault(identifier, path)
        if first != path:
            yield f"{path}.id\u202f: identifiant déjà donné à {first}"


def dangling(register: Register) -> Iterator[tuple[str, UUID]]:
    """What points at a line or a system that is not there: a French message, and the record concerned."""
    systems = {system.id for system in register.ai_systems}
    for record, path in records(register):
        known = systems | {line.id for line, _ in lines(record, path)}
        for holder, place in [(record, path), *lines(record, path)]:
            for name, n, target in _references(holder):
                if target not in known:
                    yield f"{place}.{name}[{n}]\u202f: ne désigne rien de ce registre ({target})", record.id


def _references(facts: Any) -> Iterator[tuple[str, int, UUID]]:
    shape: type = facts.__class__
    for name in descriptions(shape):
        value = getattr(facts, name)
        if isinstance(value, tuple):
            yield from ((name, n, item) for n, item in enumerate(value) if isinstance(item, UUID))
