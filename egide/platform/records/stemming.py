"""French text as words that a search compares: stems without accents, the same on every database.

The stem is taken of the accented form, then its accents go: « collectivité » would otherwise become another word. The
stem of the bare form is kept beside it, for those who write « deliberation » (and « deleguee », whose ending needs its
accent to be known for a feminine).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Final

import Stemmer

from egide.platform.records.collation import sortable

LONGEST: Final = 40
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_FEMININE = re.compile("ee(s?)$")
_APOSTROPHES: Final = "'’ʼ"
_ELIDED: Final = frozenset({*"ldjmtsnc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})
_COMMON: Final = """
a à au aux avec ce ces cet cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui ma mais me
même mêmes mes moi mon ne nos notre nous on ont ou où par pas pour qu que qui sa sans se ses si son sont sur ta te tes
toi ton tu un une vos votre vous y
"""
STOP_WORDS: Final = frozenset(_COMMON.split())
"""Too common to tell a record from another. « Été » is not one of them: a holiday camp is held in it."""

_BARE_STOP_WORDS: Final = frozenset(map(sortable, STOP_WORDS))
_per_thread = local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a text: where it stands, without accents, and the terms it is found by (none for a common word)."""

    start: int
    end: int
    plain: str
    terms: frozenset[str]


def tidied(text: str) -> str:
    """The text that the places of words are counted in: composed accents, no invisible character."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> Iterator[Word]:
    """The words of a text that is `tidied`, elided articles left out: « l’état » is one word."""
    for word, found in _said(text):
        plain, terms = known(word)
        yield Word(found.start(), found.end(), plain, terms)


def _said(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for found in _WORD.finditer(text):
        word, end = found[0].lower(), found.end()
        if not (word in _ELIDED and text[end : end + 1] in _APOSTROPHES and end < len(text)):
            yield word, found


def terms_of(texts: Iterable[str]) -> frozenset[str]:
    """The terms that texts are found by."""
    said = {word for text in texts for word, _ in _said(tidied(text))}
    return frozenset().union(*(known(word)[1] for word in said))


def title_terms(title: str) -> frozenset[str]:
    """Those of a title: its words whole too, since a title is what people begin to type."""
    found = [word for word in words(tidied(title)) if word.terms]
    return frozenset().union(*(word.terms | {word.plain} for word in found))


@lru_cache(maxsize=50_000)
def known(word: str) -> tuple[str, frozenset[str]]:
    """A word in lower case without accents, and its terms."""
    plain = sortable(word)[:LONGEST]
    if word in STOP_WORDS or plain in _BARE_STOP_WORDS:
        return plain, frozenset()
    stemmed = sortable(_stem(word.replace("œ", "oe").replace("æ", "ae")))[:LONGEST]
    return plain, frozenset({stemmed, _stem(plain), _stem(_FEMININE.sub(r"ée\1", plain))})


def _stem(word: str) -> str:
    """Each thread has a stemmer of its own: they keep a state while they work."""
    if not hasattr(_per_thread, "stemmer"):
        _per_thread.stemmer = Stemmer.Stemmer("french")
    return str(_per_thread.stemmer.stemWord(word))
