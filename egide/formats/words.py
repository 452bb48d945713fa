"""Folding of French text, so that words typed by anyone compare: accents, case, apostrophes, spaces, plurals."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"\s*[’‘ʼ`´']\s*")
_DASHES = re.compile(r"[‐‑‒–—―−]")
_INCLUSIVE = re.compile(r"\(e\)(?:\(?s\)?)?|\(s\)|[·•.]e(?:[·•.]?s)?\b|[·•.]s\b|\(trice\)s?|\(euse\)s?")
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no accent, plain apostrophes and dashes, single spaces: two labels that look the same are equal."""
    opened = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("\u200b", "").replace("\ufeff", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(c))
    plain = _DASHES.sub("-", _APOSTROPHES.sub("'", plain))
    return " ".join(plain.lower().split())


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in the singular as far as a rule of thumb goes, inclusive endings removed."""
    return tuple(_singular(word) for word in _WORD.findall(_INCLUSIVE.sub("", fold(text))))


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith(("s", "x")) or word.endswith("ss"):
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    return word[:-1]
