"""The French words of registers and what they mean: codes, countries, yes and no, dates. One door for every reader.

Each finder gives `(code, certainty)` or None: 1 for the words themselves, 0.8 within a sentence, 0.5 among several,
0.6 for a loose word. The file's own wording is the reader's to keep.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from egide.formats.french.answers import is_negation, is_placeholder, is_unknown, negation_reason, yes_no
from egide.formats.french.dates import read_date
from egide.formats.french.terms import Terms
from egide.formats.french.words import fold, words
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    Collection,
    DataCategory,
    DataSubjectCategory,
    FinalFate,
    LegalBasis,
    RecipientKind,
    RetentionTrigger,
    SecurityMeasureCode,
    SpecialCategory,
    Support,
    TransferMechanism,
)
from egide.law.facts.codes.base import Code

__all__ = [
    "article9",
    "collection",
    "country",
    "country_codes",
    "country_name",
    "data_categories",
    "data_category",
    "data_subject",
    "data_subjects",
    "final_fate",
    "fold",
    "is_negation",
    "is_placeholder",
    "is_unknown",
    "legal_basis",
    "mechanism",
    "negation_reason",
    "read_date",
    "recipient_kind",
    "security_measure",
    "security_measures",
    "span_end",
    "special_category",
    "status",
    "support",
    "trigger",
    "words",
    "yes_no",
]

K = TypeVar("K", bound=Code)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("egide.formats.french").joinpath(name).read_text(encoding="utf-8"))


@cache
def _terms(section: str, kind: type[K]) -> Terms[K]:
    """The words of the table, with the label and the code itself of each member."""
    written: dict[str, list[str]] = _table("vocabulary.toml")[section]
    unknown = written.keys() - {member.value for member in kind}
    if unknown:
        raise KeyError(f"vocabulary.toml [{section}] names no {kind.__name__}: {', '.join(sorted(unknown))}")
    return Terms({member: [*_own_words(member), *written.get(member.value, [])] for member in kind})


def _own_words(member: Code) -> Iterable[str]:
    yield member.label
    if len(member.value) > 3:
        yield member.value


def data_subject(text: str) -> tuple[DataSubjectCategory, float] | None:
    """Whose data: « Salariés » gives AGENTS."""
    return _terms("data_subjects", DataSubjectCategory).best(text)


def data_subjects(text: str) -> tuple[DataSubjectCategory, ...]:
    """Every category that a text names: « Élèves et leurs parents » gives PUPILS and PARENTS."""
    return _terms("data_subjects", DataSubjectCategory).every(text)


def data_category(text: str) -> tuple[DataCategory, float] | None:
    """Which family of data: « RIB » gives BANK."""
    return _terms("data_categories", DataCategory).best(text)


def data_categories(text: str) -> tuple[DataCategory, ...]:
    """Every family that a text names: « Nom, prénom, RIB » gives IDENTITY and BANK."""
    return _terms("data_categories", DataCategory).every(text)


def special_category(text: str) -> tuple[SpecialCategory, float] | None:
    """Which special category of article 9(1)."""
    return _terms("special_categories", SpecialCategory).best(text)


def security_measure(text: str) -> tuple[SecurityMeasureCode, float] | None:
    """Which security measure: « Sauvegarde des données » gives M17_SAUVEGARDES."""
    return _terms("security_measures", SecurityMeasureCode).best(text)


def security_measures(text: str) -> tuple[SecurityMeasureCode, ...]:
    """Every measure that a text names."""
    return _terms("security_measures", SecurityMeasureCode).every(text)


def legal_basis(text: str) -> tuple[LegalBasis, float] | None:
    """Which legal basis of article 6(1)."""
    return _terms("legal_bases", LegalBasis).best(text)


def article9(text: str) -> tuple[Article9Exception, float] | None:
    """Which exception of article 9(2)."""
    return _terms("article_9", Article9Exception).best(text)


def recipient_kind(text: str) -> tuple[RecipientKind, float] | None:
    """What kind of recipient a wording or a name is."""
    return _terms("recipients", RecipientKind).best(text)


def mechanism(text: str) -> tuple[TransferMechanism, float] | None:
    """What allows a transfer. « Privacy Shield » gives None: it was annulled (CJEU, C-311/18)."""
    return _terms("mechanisms", TransferMechanism).best(text)


def collection(text: str) -> tuple[Collection, float] | None:
    """Whether data come from the person or from elsewhere."""
    return _terms("collections", Collection).best(text)


def support(text: str) -> tuple[Support, float] | None:
    """What the data are kept on."""
    return _terms("supports", Support).best(text)


def final_fate(text: str) -> tuple[FinalFate, float] | None:
    """What becomes of the data at the end."""
    return _terms("final_fates", FinalFate).best(text)


def trigger(text: str) -> tuple[RetentionTrigger, float] | None:
    """The event that a period runs from: « la fin du contrat » gives END_OF_RELATION."""
    return _terms("triggers", RetentionTrigger).best(text)


def span_end(text: str) -> tuple[RetentionTrigger, float] | None:
    """The event that ends what lasts: « (durée du) contrat » gives END_OF_RELATION."""
    return _terms("spans", RetentionTrigger).best(text)


def status(text: str) -> tuple[ActivityStatus, float] | None:
    """Where a record stands in its life."""
    return _terms("statuses", ActivityStatus).best(text)


@cache
def _countries() -> Terms[str]:
    return Terms(_table("countries.toml"))


def country(text: str) -> tuple[str, float] | None:
    """The ISO 3166-1 code of a country named in French, or written as its two-letter code."""
    trimmed = text.strip()
    if trimmed in _table("countries.toml"):
        return trimmed, 1.0
    return _countries().best(trimmed)


def country_name(code: str) -> str:
    """The French name of an ISO 3166-1 code; the code itself when it is not in the table."""
    names: list[str] = _table("countries.toml").get(code, [code])
    return names[0]


def country_codes() -> tuple[str, ...]:
    """The ISO 3166-1 codes of the table."""
    return tuple(_table("countries.toml"))
