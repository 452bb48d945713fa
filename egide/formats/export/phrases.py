"""The words of a line, understood again: what `in_words` says, and what a person types in the same way."""

import itertools
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from egide.formats.export.cells import JSON, UnreadCellError, from_cell
from egide.formats.export.summaries import EMPTY, in_words, naming
from egide.law.facts import Contact
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions, field_types, shape_within

_MOST_PARTS: Final = 4
_NO_ONE: Final = UUID(int=0)


def shaped(shape: type, facts: Mapping[str, Any], identifier: UUID) -> Any:
    """A shape from nested dicts: every fact that is not there is unknown."""
    made: dict[str, Any] = dict(_unknown(shape))
    for name, value in facts.items():
        within = shape_within(field_types(shape)[name])
        made[name] = shaped(within, value, identifier) if isinstance(value, dict) and within is not None else value
    if "id" in field_types(shape):
        made["id"] = identifier
    return shape(**made)


@cache
def _unknown(shape: type) -> Mapping[str, None]:
    return {name: None for name, kind in field_types(shape).items() if types.NoneType in typing.get_args(kind)}


def phrases(text: str) -> list[str]:
    """The words of each line in a cell; a JSON list holds those that would mean something else."""
    if text.startswith(f"{JSON}["):
        try:
            return list(from_cell(tuple[str, ...], text, text))
        except UnreadCellError:
            pass
    return [line.strip() for line in text.split("\n") if line.strip()]


def from_words(shape: type, text: str, identifier: UUID) -> Any:
    """The line that these words tell, or None when they tell none.

    Words that our own summary would say give back their facts; any other words are taken as the first fact, or as the
    details of a line whose first fact is a code.
    """
    if text == EMPTY:
        return shaped(shape, {}, identifier)
    facts = _best(shape, text) or _plainly(shape, text)
    return shaped(shape, facts, identifier) if facts else None


@lru_cache(maxsize=8192)
def _best(shape: type, text: str) -> dict[str, Any] | None:
    """The reading that finds the most codes: « Charte informatique (En place) » tells a status, not a detail."""
    return max(_readings(shape, text), key=_codes, default=None)


def _codes(facts: Mapping[str, Any]) -> int:
    return sum(_codes(value) if isinstance(value, dict) else _is_sure(name, value) for name, value in facts.items())


def _is_sure(name: str, value: Any) -> bool:
    return isinstance(value, Code) or (name == "email" and "@" in value)


def _readings(shape: type, text: str) -> Iterator[dict[str, Any]]:
    """Facts which, said in words, give exactly this text."""
    names = naming(shape) or ()
    for head, tail in _splits(text):
        parts = [head, *tail]
        if not all(map(_is_balanced, parts)):
            continue
        for chosen in itertools.combinations(names, len(parts)):
            facts = _facts(shape, chosen, parts)
            if facts is not None and in_words(shaped(shape, facts, _NO_ONE), sys.maxsize) == text:
                yield facts


def _splits(text: str) -> Iterator[tuple[str, list[str]]]:
    """« a (b, c) » as a, [b, c], then as a, [« b, c »], then as a whole."""
    if text.endswith(")"):
        start = 0
        while (start := text.find(" (", start + 1)) > 0:
            head, inside = text[:start], text[start + 2 : -1]
            parts = inside.split(", ")
            if 1 < len(parts) < _MOST_PARTS:
                yield head, parts
            yield head, [inside]
    yield text, []


def _is_balanced(text: str) -> bool:
    """Whether each bracket that is closed was opened before."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _facts(shape: type, names: Sequence[str], parts: Sequence[str]) -> dict[str, Any] | None:
    found = {}
    for name, part in zip(names, parts, strict=True):
        value = _fact(field_types(shape)[name], part)
        if value is None:
            return None
        found[name] = value
    return found


def _fact(annotation: Any, text: str) -> Any:
    if str in typing.get_args(annotation):  # words are no cell: « json: » means nothing here
        return text
    within = shape_within(annotation)
    if within is not None:
        return _best(within, text)
    try:
        return from_cell(annotation, text, text)
    except UnreadCellError:
        return None


def _plainly(shape: type, text: str) -> dict[str, Any] | None:
    if shape is Contact:
        return {"text": text}
    first = next(iter(descriptions(shape)))
    annotation = field_types(shape)[first]
    within = shape_within(annotation)
    if within is not None:
        inner = _plainly(within, text)
        return {first: inner} if inner else None
    value = _fact(annotation, text)
    if value is not None:
        return {first: value}
    return {"detail": text} if "detail" in descriptions(shape) else None
