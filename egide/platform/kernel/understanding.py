"""Filters in plain words: « sans durée de conservation », « service : Enfance », « modifiés depuis mars 2026 ».

Nothing is listed here: what is understood are the labels of the filters of a register and those of their options, by
the words that a search compares. It becomes the filter of the URL; the rest is searched as words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from egide.formats.french.dates import read_date
from egide.platform.kernel.filters import UNKNOWN, WITH_OR_WITHOUT, Filter, Options
from egide.platform.records.stemming import Word, terms_of, tidied, words

LONGEST: Final = 10
"""Words of one filter."""
YES, NO = "1", "0"
_MONTH = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?([^\W\d_]+)\s+(\d{4})|(\d{4})")
_DETERMINERS: Final = frozenset({"le", "la", "l", "les", "du", "de", "d", "des", "au", "aux", "un", "une"})

Offered = Callable[[Filter], Options]
Terms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of what was typed, the filter it is, its value, and what it asks in words."""

    typed: str
    filter: Filter
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood, at most once for each filter, and the words that are left."""

    found: tuple[Understood, ...]
    rest: str

    @property
    def filters(self) -> dict[str, str]:
        """By name."""
        return {each.filter.name: each.value for each in self.found}


def understand(text: str, filters: Sequence[Filter], offered: Offered, about: str = "") -> Understanding:
    """Read a text with the filters of a register. `offered` gives the options of one whose label is said.

    `about`: what the records are called; « les traitements sans durée » are not searched for « traitements ».
    """
    told = tidied(text)
    typed = list(words(told))
    found: list[Understood] = []
    left: list[Word] = []
    place = 0
    while place < len(typed):
        taken = {each.filter.name for each in found}
        match, size = _at(told, typed[place : place + LONGEST], [f for f in filters if f.name not in taken], offered)
        if match is None:
            left.append(typed[place])
        else:
            found.append(match)
        place += size
    if not found:
        return Understanding((), text)
    names = terms_of([about])
    return Understanding(tuple(found), " ".join(told[w.start : w.end] for w in left if w.terms and not w.terms & names))


def _at(told: str, typed: Sequence[Word], filters: Sequence[Filter], offered: Offered) -> tuple[Understood | None, int]:
    """The longest filter that begins here, and how many words it takes."""
    for size in range(len(typed), 0, -1):
        if (found := _whole(told, typed[:size], filters, offered)) is not None:
            known, value = found
            start, end = typed[0].start, typed[size - 1].end
            return Understood(told[start:end], known, value, known.said(value, offered(known))), size
    return None, 1


def _whole(told: str, typed: Sequence[Word], filters: Sequence[Filter], offered: Offered) -> tuple[Filter, str] | None:
    """The filter that these words are, all of them."""
    if typed[-1].plain in _DETERMINERS:
        return None
    colons = [n for n in range(1, len(typed)) if ":" in told[typed[n - 1].end : typed[n].start]]
    if len(colons) == 1:
        return _named(typed[: colons[0]], typed[colons[0] :], filters, offered)
    if colons:
        return None
    first, rest = typed[0].plain, typed[1:]
    if first in {"sans", "avec"} and rest:
        return _without(rest, filters, offered) if first == "sans" else _with(rest, filters, offered)
    return _since(told, typed, filters) or _spoken(typed, filters, offered)


def _named(
    label: Sequence[Word], value: Sequence[Word], filters: Sequence[Filter], offered: Offered
) -> tuple[Filter, str] | None:
    """« service : Enfance »."""
    for known in _labelled(label, filters):
        if not known.is_day and (option := _option(value, offered(known))) is not None:
            return known, option
    return None


def _without(rest: Sequence[Word], filters: Sequence[Filter], offered: Offered) -> tuple[Filter, str] | None:
    """« sans durée de conservation »: no line, not filled in; for a question, its whole label answered by no."""
    for known in _labelled(rest, filters):
        options = offered(known)
        if _is_question(options):
            if _says_all(rest, known.label):
                return known, NO
        elif options == list(WITH_OR_WITHOUT):
            return known, NO
        elif UNKNOWN in dict(options):
            return known, UNKNOWN
    return None


def _with(rest: Sequence[Word], filters: Sequence[Filter], offered: Offered) -> tuple[Filter, str] | None:
    """« avec mineurs », « avec une AIPD validée »: the whole label of a question, or a label and one of its options."""
    for known in _labelled(rest, filters):
        options = offered(known)
        if options == list(WITH_OR_WITHOUT) or (_is_question(options) and _says_all(rest, known.label)):
            return known, YES
    for cut in range(1, len(rest)):
        if (found := _named(rest[:cut], rest[cut:], filters, offered)) is not None:
            return found
    return None


def _since(told: str, typed: Sequence[Word], filters: Sequence[Filter]) -> tuple[Filter, str] | None:
    """« modifiés depuis mars 2026 », « modifiée depuis le 12/03/2026 »."""
    for known in filters:
        label = _label(known.label)
        if known.is_day and len(typed) > len(label) and _same(typed[: len(label)], label):
            day = day_typed(told[typed[len(label)].start : typed[-1].end])
            if day is not None:
                return known, day.isoformat()
    return None


def _spoken(typed: Sequence[Word], filters: Sequence[Filter], offered: Offered) -> tuple[Filter, str] | None:
    """« incomplets »."""
    for known in filters:
        for value, label in offered(known) if known.is_spoken else ():
            if _same(typed, _label(label)):
                return known, value
    return None


def day_typed(text: str) -> date | None:
    """The day that is typed; the first of a month or of a year when no more is said."""
    bare = text.strip().removeprefix("le ")
    found = _MONTH.fullmatch(bare)
    if found is None:
        return read_date(bare)
    if found[4]:
        return read_date(f"01/01/{found[4]}")
    return read_date(f"{found[1] or 1} {found[2]} {found[3]}")


def _labelled(typed: Sequence[Word], filters: Sequence[Filter]) -> Iterator[Filter]:
    """The filters whose label says all these words, those that say the fewest others first."""
    yield from (known for _, _, known in sorted(_measured(typed, filters), key=lambda each: each[:2]))


def _measured(typed: Sequence[Word], filters: Sequence[Filter]) -> Iterator[tuple[int, int, Filter]]:
    for place, known in enumerate(filters):
        more = _more(typed, known.label)
        if more is not None:
            yield more, place, known


def _more(typed: Sequence[Word], label: str) -> int | None:
    """How many words a label says beside those typed; None when it does not say them all, or none was typed."""
    asked = [word.terms for word in typed if word.terms]
    said = [word.terms for word in _label(label) if word.terms]
    if not asked or not all(any(terms & each for each in said) for terms in asked):
        return None
    return sum(not any(each & terms for terms in asked) for each in said)


def _says_all(typed: Sequence[Word], label: str) -> bool:
    return _more(typed, label) == 0


def _option(typed: Sequence[Word], options: Options) -> str | None:
    """The option that says all these words, and the fewest others; None when two of them do."""
    found = sorted((more, value) for value, label in options if (more := _more(typed, label)) is not None)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _same(typed: Sequence[Word], label: Sequence[Word]) -> bool:
    """Word for word, plurals and genders apart."""
    return len(typed) == len(label) and all(
        one.terms & other.terms or one.plain == other.plain for one, other in zip(typed, label, strict=True)
    )


def _is_question(options: Options) -> bool:
    """Whether one answers by yes or no: then the whole label is the question."""
    return dict(options).get(YES) == "Oui"


@lru_cache(maxsize=1_000)
def _label(label: str) -> tuple[Word, ...]:
    return tuple(words(tidied(label)))
