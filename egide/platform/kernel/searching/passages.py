"""Where a record says what is sought: the field that says most of it, the sentence around, the words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import slugify

from egide.law.facts.codes import Code
from egide.law.facts.paths import label_of, leaves, schema_path
from egide.platform.kernel.registers import Register
from egide.platform.records.stemming import tidied
from egide.platform.search.query import Query
from egide.typography import french

BEFORE, AFTER = 60, 120
"""Characters kept on each side of the first word found."""
_ELSEWHERE: Final = ("", "")

Pieces = tuple[tuple[str, bool], ...]
"""A text cut in pieces; True for those that are words found."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A field that answers: its label, its section, where that stands in the fiche ("" when nowhere), its words."""

    label: str
    section: str
    anchor: str
    pieces: Pieces


def marked(query: Query, text: str) -> Pieces:
    """A whole text, its words found marked."""
    told = tidied(french(text))
    return tuple(_cut(told, 0, len(told), query.marks(told)))


def passage_of(query: Query, register: Register, facts: Any) -> Passage | None:
    """The field that says the most of what is sought, the first of equals. The title is shown above: it counts not."""
    best, most = _ELSEWHERE, 0
    for path, text in _texts(facts, register.storage.titled_by):
        said = query.said_by(tidied(text))
        if said > most:
            best, most = (path, text), said
            if said == len(query.sought):
                break
    return _shown(query, register, *best) if most else None


def _texts(facts: Any, title: str) -> Iterator[tuple[str, str]]:
    for path, value in leaves(facts):
        if path == title:
            continue
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, Code):
                yield path, text.label
            elif isinstance(text, str):
                yield path, text


def _shown(query: Query, register: Register, path: str, text: str) -> Passage:
    head = schema_path(path).partition(".")[0]
    section = next((s.title for s in register.sections if head in s.facts), "")
    label = label_of(register.storage.shape, path)
    return Passage(label, section, slugify(section), excerpt(query, text))


def excerpt(query: Query, text: str) -> Pieces:
    """The sentence around the first word found, cut between words, with « … » where something was left out."""
    told = tidied(french(" ".join(text.split())))
    marks = list(query.marks(told))
    first = marks[0].start if marks else 0
    start = 0 if first <= BEFORE else _next_word(told, first - BEFORE, first)
    end = len(told) if len(told) - first <= AFTER else _last_word(told, first + AFTER)
    cut = list(_cut(told, start, end, marks))
    opened = [("… ", False)] if start else []
    closed = [(" …", False)] if end < len(told) else []
    return (*opened, *cut, *closed)


def _next_word(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return limit if space < 0 else space + 1


def _last_word(text: str, end: int) -> int:
    space = text.rfind(" ", 0, end)
    return end if space < 0 else space


def _cut(text: str, start: int, end: int, marks: Any) -> Iterator[tuple[str, bool]]:
    place = start
    for word in marks:
        if word.start >= place and word.end <= end:
            if word.start > place:
                yield text[place : word.start], False
            yield text[word.start : word.end], True
            place = word.end
    if place < end:
        yield text[place:end], False
