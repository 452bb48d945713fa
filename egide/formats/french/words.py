"""Folding of French text, so that words typed by anyone compare: accents, case, apostrophes, spaces, plurals."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"\s*[’‘ʼ`´']\s*")
_COMBINING = re.compile(f"[{''.join(c for c in map(chr, range(0x300, 0x3100)) if unicodedata.combining(c))}]")
_DASHES = re.compile(r"[‐‑‒–—―−]")
_INCLUSIVE = re.compile(r"(?<=[a-z])(?:\(e\)(?:\(?s\)?)?|\(s\)|[·•.]e(?:[·•.]?s)?\b|[·•.]s\b|\(trice\)s?|\(euse\)s?)")
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no accent, plain apostrophes and dashes, single spaces: two labels that look the same are equal."""
    plain = text if text.isascii() else _without_accents(text)
    return " ".join(_APOSTROPHES.sub("'", plain).lower().split())


def _without_accents(text: str) -> str:
    opened = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("\u200b", "").replace("\ufeff", "")
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", opened))
    return _DASHES.sub("-", plain)


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
