"""Finds the code that French words stand for. A loose term, written with a leading « ~ », is only a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from egide.formats.french.words import words

C = TypeVar("C", bound=str)

_LOOSE = 0.6
_WITHIN = 0.8
_AMBIGUOUS = 0.5


@dataclass(frozen=True, slots=True)
class _Term(Generic[C]):
    tokens: tuple[str, ...]
    code: C
    loose: bool


@dataclass(frozen=True, slots=True)
class _Hit(Generic[C]):
    start: int
    term: _Term[C]

    @property
    def end(self) -> int:
        return self.start + len(self.term.tokens)


class Terms(Generic[C]):
    """A closed list with the words that people use for each of its codes."""

    def __init__(self, written: Mapping[C, Iterable[str]]) -> None:
        self._by_first: defaultdict[str, list[_Term[C]]] = defaultdict(list)
        for code, phrases in written.items():
            for phrase in phrases:
                term = _Term(words(phrase.removeprefix("~")), code, phrase.startswith("~"))
                self._by_first[term.tokens[0]].append(term)
        for terms in self._by_first.values():
            terms.sort(key=lambda t: -len(t.tokens))

    def best(self, text: str) -> tuple[C, float] | None:
        """The code meant by a text and how sure: 1 for the whole text, less within a sentence or among several."""
        tokens = words(text)
        hits = self._hits(tokens)
        if not hits:
            return None
        whole = next((h for h in hits if h.start == 0 and h.end == len(tokens)), None)
        if whole is not None:
            return whole.term.code, _LOOSE if whole.term.loose else 1.0
        chosen = max(hits, key=lambda h: (not h.term.loose, len(h.term.tokens), -h.start))
        several = len({h.term.code for h in hits if h.term.loose == chosen.term.loose}) > 1
        certainty = _LOOSE if chosen.term.loose else _WITHIN
        return chosen.term.code, min(certainty, _AMBIGUOUS) if several else certainty

    def every(self, text: str) -> tuple[C, ...]:
        """Every code that the text names by a sure term, in the order of the text, each once."""
        return tuple(dict.fromkeys(h.term.code for h in self._hits(words(text)) if not h.term.loose))

    def _hits(self, tokens: tuple[str, ...]) -> list[_Hit[C]]:
        """The longest term at each place, none within another."""
        hits: list[_Hit[C]] = []
        position = 0
        while position < len(tokens):
            term = self._longest_at(tokens, position)
            if term is None:
                position += 1
                continue
            hits.append(_Hit(position, term))
            position += len(term.tokens)
        return hits

    def _longest_at(self, tokens: tuple[str, ...], position: int) -> _Term[C] | None:
        for term in self._by_first.get(tokens[position], ()):
            if tokens[position : position + len(term.tokens)] == term.tokens:
                return term
        return None
