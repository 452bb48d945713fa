"""What a text means in a closed list, whichever list: the French vocabulary first, then the words kept here."""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from egide.formats.french import vocabulary as v
from egide.formats.french.terms import Terms
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    Code,
    Collection,
    DataCategory,
    DataSubjectCategory,
    FinalFate,
    LegalBasis,
    RecipientKind,
    SecurityMeasureCode,
    SpecialCategory,
    Support,
    TransferMechanism,
)

K = TypeVar("K", bound=Code)
_LOOSE = 0.6
_LONGEST_BLANK = 20

_FRENCH: dict[type[Code], Callable[[str], tuple[Any, float] | None]] = {
    ActivityStatus: v.status,
    Article9Exception: v.article9,
    Collection: v.collection,
    DataCategory: v.data_category,
    DataSubjectCategory: v.data_subject,
    FinalFate: v.final_fate,
    LegalBasis: v.legal_basis,
    RecipientKind: v.recipient_kind,
    SecurityMeasureCode: v.security_measure,
    SpecialCategory: v.special_category,
    Support: v.support,
    TransferMechanism: v.mechanism,
}
_EVERY: dict[type[Code], Callable[[str], tuple[Any, ...]]] = {
    DataCategory: v.data_categories,
    DataSubjectCategory: v.data_subjects,
    SecurityMeasureCode: v.security_measures,
}


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("egide.formats.gathering").joinpath("words.toml").read_text(encoding="utf-8"))


def _own_words(member: Code) -> Iterable[str]:
    yield member.label
    yield member.label.split(" – ")[0]
    if "(" in member.label:
        yield member.label.split(" (")[0]
    if len(member.value) > 3:
        yield member.value


@cache
def _terms(kind: type[K]) -> Terms[K]:
    """The words of this module’s table, with label and code of each member when the vocabulary lacks the list."""
    written = _table().get(kind.__name__, {})
    unknown = written.keys() - {member.value for member in kind}
    if unknown:
        raise KeyError(f"words.toml [{kind.__name__}] names no {kind.__name__}: {', '.join(sorted(unknown))}")
    known = kind in _FRENCH
    return Terms({m: [*(() if known else _own_words(m)), *written.get(m.value, [])] for m in kind})


@lru_cache(maxsize=32_768)
def find(kind: type[K], text: str) -> tuple[K, float] | None:
    """The code that a text names, and how sure: 1 for its own words, 0.8 in a sentence, 0.6 loosely, 0.5 of several."""
    french = _FRENCH[kind](text) if kind in _FRENCH else None
    if french is not None and french[1] == 1:
        return french
    own = _terms(kind).best(text)
    if french is None or (own is not None and own[1] > french[1]):
        return own
    if own is not None and own[0] != french[0] and french[1] > _LOOSE < own[1]:
        return french[0], 0.5
    return french


@lru_cache(maxsize=32_768)
def every(kind: type[K], text: str) -> tuple[K, ...]:
    """Every code that a text names for sure, in the order of the list for those of two vocabularies."""
    first = _EVERY[kind](text) if kind in _EVERY else ()
    return tuple(dict.fromkeys((*first, *_terms(kind).every(text))))


def unanswered(text: str) -> bool:
    """« à compléter », « ? », a list that nobody opened. Long texts are answers: they are not looked at."""
    return (len(text) <= _LONGEST_BLANK or text[:1] in "Ss") and v.is_unknown(text)


def is_label(code: Code, text: str) -> bool:
    """Whether the text says no more than the code’s own label."""
    said = v.words(text)
    return said == v.words(code.label) or said == v.words(code.label.split(" (")[0].split(" – ")[0])
