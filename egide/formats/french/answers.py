"""What people write when they mean yes, no, none, not yet or not concerned. A negation never becomes a value."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from egide.formats.french.words import fold, words

_NEGATION = re.compile(
    r"(?:non concernee?s?|non applicables?|n/a|n\.a\.?|na|neant|nean|sans objet|s\.?o\.?|ras|rien|pas concernee?s?"
    r"|ne s'applique pas|ne concerne pas|non|aucune?s?|pas de transferts?|pas d'objet)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_REASON = re.compile(
    r"\s*\((?P<bracketed>.*)\)|(?:\s*[:;,.(]|\s+-|-\s+|\s*\bcar\b|\s*\bparce qu|\s*\bpuisqu)\s*(?P<plain>.*?)\s*",
    re.DOTALL,
)
_SURE = ("sans objet", "non concern", "non applicable", "n/a", "pas concern")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("egide.formats.french").joinpath("answers.toml").read_text(encoding="utf-8"))


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(text) for text in _table()[name])


@cache
def _hollow() -> frozenset[str]:
    return frozenset(words(_table()["hollow"]))


def is_placeholder(text: str) -> bool:
    """The text of a drop-down list that nobody opened."""
    return fold(text).startswith(fold(_table()["placeholder"]))


def is_unknown(text: str) -> bool:
    """Nothing yet: an empty text, a placeholder, « à compléter », « ? »."""
    folded = fold(text)
    return not folded or not _folded("unknown").isdisjoint((folded, folded.rstrip(" .!:"))) or is_placeholder(text)


def is_ditto(text: str) -> bool:
    """« Idem »: the answer is in another cell, and which one is for its author to say."""
    return len(text) < 20 and fold(text) in _folded("ditto")


def is_negation(text: str) -> bool:
    """« Non concerné », « N/A », « — », « Aucun transfert hors UE », with or without a reason after it."""
    return _negated(text) is not None


def negation_reason(text: str) -> str | None:
    """The reason that follows a negation, in its own words: « responsable établi dans l’UE ». None without one."""
    return _negated(text) or None


def yes_no(text: str) -> bool | None:
    """True for « Oui », « X », « ☑ »; False for « Non » and negations; None for anything else."""
    folded = fold(text).rstrip(" .!")
    if folded in _folded("yes") or re.match(r"oui\s*[-:;,.(]", folded):
        return True
    return False if folded in _folded("no") or is_negation(text) else None


def _negated(text: str) -> str | None:
    """What follows the negation (empty without a reason), or None when the text is not a negation."""
    trimmed = " ".join(text.split()).rstrip(" .!…")
    folded = fold(trimmed)
    if folded in _folded("symbols"):
        return ""
    found = _NEGATION.fullmatch(folded)
    if found is None:
        return None
    rest = found["rest"]
    if reason := _REASON.fullmatch(rest):
        return _as_written(trimmed, reason["bracketed"] or reason["plain"] or "")
    if rest and not rest[0].isspace():
        return None
    if folded.startswith(_SURE):
        return _as_written(trimmed, rest.strip())
    return "" if all(word in _hollow() for word in words(rest)) else None


def _as_written(trimmed: str, folded_end: str) -> str:
    """The end of the text as it was typed. Folding may change its length by a few letters: œ, spaces, ellipses."""
    if not folded_end:
        return ""
    whole = trimmed[:-1].rstrip() if fold(trimmed).endswith(folded_end + ")") else trimmed
    likely = len(whole) - len(folded_end)
    starts = sorted(range(max(0, likely - 8), min(len(whole), likely + 9)), key=lambda start: abs(start - likely))
    return next((whole[start:].strip() for start in starts if fold(whole[start:]) == folded_end), folded_end)
