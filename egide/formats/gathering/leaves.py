"""One cell, one fact: by the type of the fact, a date, a number, yes or no, a code, a text."""

import math
import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from egide.formats.french.vocabulary import read_date, yes_no
from egide.formats.gathering.contacts import contact_of
from egide.formats.gathering.meaning import every, find
from egide.formats.gathering.splitting import split
from egide.law.durations import Duration
from egide.law.facts import Contact
from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types

SURE = 0.8
_NUMBER = re.compile(
    r"(?:environ|env\.?|~|≈|près de|plus de|>|<)?\s*(\d{1,3}(?:[\s\u00a0\u202f]\d{3})+|\d+)(?![\d/.,-])"
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value read; `more` when the text says more than the value, `certainty` under 1 when it is a guess."""

    value: Any
    more: bool = False
    certainty: float = 1.0


Parser = Callable[[Any, str], Leaf | None]


@cache
def type_at(shape: type, path: str) -> Any:
    """The type of the fact at a dotted path of a shape, without its « or unknown »."""
    head, _, rest = path.partition(".")
    annotation = _known(field_types(shape)[head])
    if not rest:
        return annotation
    inner = typing.get_args(annotation)[0] if typing.get_origin(annotation) is tuple else annotation
    return type_at(inner, rest)


def _known(annotation: Any) -> Any:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next(part for part in typing.get_args(annotation) if part is not types.NoneType)
    return annotation


@cache
def parser_for(shape: type, path: str) -> Parser | None:
    """How to read the fact at that path from a cell (its value, its text). None: no cell can hold it."""
    annotation = type_at(shape, path)
    if typing.get_origin(annotation) is tuple:
        return _several(typing.get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, Code):
        return _code(annotation)
    return _PLAIN.get(annotation)


def _text(_: Any, text: str) -> Leaf:
    return Leaf(text)


def _date(value: Any, text: str) -> Leaf | None:
    found = read_date(text if isinstance(value, float) and not math.isfinite(value) else value) or read_date(text)
    if found is None and text.isdigit() and len(text) == 5:
        found = read_date(int(text))  # a serial number kept as a text by a CSV
    return None if found is None else Leaf(found)


def _yes_no(_: Any, text: str) -> Leaf | None:
    answer = yes_no(text)
    return (
        None if answer is None else Leaf(answer, more=len(text) > 4 and text.lower() not in ("vrai", "faux", "false"))
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _integer(value: Any, text: str) -> Leaf | None:
    if _is_number(value):
        return Leaf(round(value))
    found = _NUMBER.match(text)
    if found is None:
        return None
    number = int(re.sub(r"\D", "", found[1]))
    return Leaf(number, more=found.end() != len(text) or found.start(1) > 0)


def _decimal(value: Any, text: str) -> Leaf | None:
    if _is_number(value):
        return Leaf(float(value))
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    return Leaf(float(bare)) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def _duration(_: Any, text: str) -> Leaf | None:
    try:
        return Leaf(Duration.parse(text))
    except ValueError:
        return None


def _contact(_: Any, text: str) -> Leaf:
    return Leaf(contact_of(text))


def _code(kind: type[Code]) -> Parser:
    def read(_: Any, text: str) -> Leaf | None:
        found = find(kind, text)
        if found is None:
            return None
        return Leaf(found[0], more=found[1] < 1, certainty=1.0 if found[1] >= SURE else found[1])

    return read


def _several(kind: Any) -> Parser | None:
    if kind is str:
        return lambda _, text: Leaf(tuple(split(text, ";")))
    if isinstance(kind, type) and issubclass(kind, Code):
        return lambda _, text: _codes(kind, text)
    if kind is int:
        return lambda _, text: Leaf(tuple(int(n) for n in re.findall(r"\d+", text))) if re.search(r"\d", text) else None
    return None


def _codes(kind: type[Code], text: str) -> Leaf | None:
    found = every(kind, text)
    return Leaf(found, more=True) if found else None


_PLAIN: dict[Any, Parser] = {
    str: _text,
    bool: _yes_no,
    date: _date,
    int: _integer,
    float: _decimal,
    Duration: _duration,
    Contact: _contact,
}
