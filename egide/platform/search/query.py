"""What a person asks, as words: each must be there, under one of the terms it goes by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q

from egide.platform.records.stemming import Word, tidied, words

LONGEST: Final = 200
MANY: Final = 12
"""Words beyond these are left out, and it is said."""
SHORTEST_START: Final = 4
_SHORTEST_STEM: Final = 5
_UNFINISHED: Final = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that is looked for. `start`: what it begins with when it may still be being typed, "" when it is whole."""

    word: str
    terms: frozenset[str]
    start: str = ""

    def matches(self, term: str) -> bool:
        """Whether a term of a record answers."""
        return term in self.terms or bool(self.start and term.startswith(self.start))

    def marks(self, word: Word) -> bool:
        """Whether a word of a text answers: it is shown as what was found."""
        begins = self.start and word.terms and word.plain.startswith(self.start)
        return bool(begins or word.terms & self.terms)


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a search. `common`: those too common to be looked for; `left`: how many words were too many."""

    sought: tuple[Sought, ...] = ()
    common: tuple[str, ...] = ()
    left: int = 0

    def __bool__(self) -> bool:
        return bool(self.sought)

    def holds(self, terms: frozenset[str]) -> bool:
        """Whether what is found by these terms answers."""
        return all(any(sought.matches(term) for term in terms) for sought in self.sought)

    def over_many(self) -> "Query":
        """The same over many bodies, where a beginning of two letters would read half of the index."""
        return replace(
            self,
            sought=tuple(Sought(s.word, s.terms) if len(s.start) < SHORTEST_START else s for s in self.sought),
        )

    def condition(self) -> Q:
        """The same of rows that have a `search_text`. Reads them all: the index is for those that are many."""
        found = Q()
        for sought in self.sought:
            one = Q()
            for term in sorted(sought.terms):
                one |= Q(search_text__contains=f" {term} ")
            if sought.start:
                one |= Q(search_text__contains=f" {sought.start}")
            found &= one
        return found

    def marks(self, text: str) -> Iterator[Word]:
        """The words of a tidied text that answer one of those sought."""
        return (word for word in words(text) if any(sought.marks(word) for sought in self.sought))

    def said_by(self, text: str) -> int:
        """How many of the words sought a tidied text says."""
        found = list(words(text))
        return sum(any(sought.marks(word) for word in found) for sought in self.sought)


def read(text: str) -> Query:
    """The query that a text asks. The last word counts by its beginning too, unless something follows it."""
    told = tidied(text[:LONGEST])
    found = list(words(told))
    known = [word for word in found if word.terms]
    kept = known[:MANY]
    return Query(
        sought=tuple(_sought(word, unfinished=word.end == len(told)) for word in kept),
        common=tuple(dict.fromkeys(told[word.start : word.end] for word in found if not word.terms)),
        left=len(known) - len(kept),
    )


def _sought(word: Word, *, unfinished: bool) -> Sought:
    if not unfinished or len(word.plain) < 2:
        return Sought(word.plain, word.terms)
    # « collectivi » is no word: what it will become is found by a stem that is shorter than what is typed.
    shorter = range(max(_SHORTEST_STEM, len(word.plain) - _UNFINISHED), len(word.plain))
    return Sought(word.plain, word.terms | {word.plain[:length] for length in shorter}, word.plain)
