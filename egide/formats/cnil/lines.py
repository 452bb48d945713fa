"""The lines of a fiche: people, recipients, security measures. The CNIL's wording stays in the detail."""

from uuid import UUID

from egide.formats.cnil.labels import Section
from egide.formats.cnil.page import Page
from egide.formats.cnil.pairs import Pair, Words, codes, detail_of, is_label, pairs
from egide.formats.cnil.pen import Pen
from egide.formats.french.vocabulary import (
    data_subject,
    data_subjects,
    recipient_kind,
    security_measure,
    security_measures,
)
from egide.formats.french.words import words
from egide.formats.reading import DoubtKind
from egide.law.facts import DataSubjects, Recipient, SecurityMeasure
from egide.law.facts.codes import RecipientKind

_TYPES = frozenset(
    words(text)
    for text in (
        *(kind.label for kind in RecipientKind),
        "Service interne qui traite les données",
        "Sous-traitants",
        "Destinataires dans des pays tiers ou organisations internationales",
        "Partenaires institutionnels ou commerciaux",
        *("Interne", "Externe", "Service interne", "Destinataires internes", "Organismes externes", "Prestataires"),
    )
)
_SUBJECTS = Words("data_subjects.category", "catégorie de personnes")
_MEASURES = Words("security_measures.code", "mesure de sécurité")


def read_subjects(pen: Pen, page: Page) -> tuple[DataSubjects, ...] | None:
    """Article 30(1)(c): the categories of people."""
    found, denied = pairs(pen, page, Section.SUBJECTS, "data_subjects")
    lines: list[DataSubjects] = []
    for pair in found:
        for code in codes(pen, pair, data_subject, data_subjects, _SUBJECTS):
            line = pen.line("data_subjects")
            lines.append(DataSubjects(id=line, category=code, detail=detail_of(pair, code)))
            pair.used(pen, line, "category", "detail")
    return tuple(lines) if lines or denied else None


def read_measures(pen: Pen, page: Page) -> tuple[SecurityMeasure, ...] | None:
    """Article 30(1)(g): the security measures."""
    found, denied = pairs(pen, page, Section.MEASURES, "security_measures")
    lines: list[SecurityMeasure] = []
    for pair in found:
        for code in codes(pen, pair, security_measure, security_measures, _MEASURES):
            line = pen.line("security_measures")
            lines.append(SecurityMeasure(id=line, code=code, detail=detail_of(pair, code)))
            pair.used(pen, line, "code", "detail")
    return tuple(lines) if lines or denied else None


def read_recipients(pen: Pen, page: Page) -> tuple[Recipient, ...] | None:
    """Article 30(1)(d): the recipients. What is no type of the drop-down list is a name."""
    found, denied = pairs(pen, page, Section.RECIPIENTS, "recipients")
    lines: list[Recipient] = []
    for pair in found:
        line = pen.line("recipients")
        lines.append(_recipient(pen, pair, line))
        pair.used(pen, line, "kind", "name")
    return tuple(lines) if lines or denied else None


def recipient_type(text: str) -> RecipientKind | None:
    """The type that a wording of the drop-down list is; « Trésorerie » is a name, whatever its kind."""
    found = recipient_kind(text) if words(text) in _TYPES else None
    return found[0] if found is not None else None


def _recipient(pen: Pen, pair: Pair, line: UUID) -> Recipient:
    typed = recipient_type(pair.kind)
    if typed is not None:
        wording = None if is_label(pair.kind, typed) else pair.kind
        return Recipient(id=line, kind=typed, name=pair.detail or None, detail=wording)
    if pair.says_other:
        guess, name, detail = recipient_kind(pair.detail), pair.detail, pair.kind
    else:
        guess, name = recipient_kind(pair.text), pair.kind or pair.detail
        detail = pair.detail if pair.kind else ""
    _kind_doubt(pen, pair, guess[0].label if guess else None)
    return Recipient(id=line, kind=guess[0] if guess else None, name=name or None, detail=detail or None)


def _kind_doubt(pen: Pen, pair: Pair, label: str | None) -> None:
    if label is not None:
        message = f"« {pair.text} » lu comme : {label}"
        pen.doubt(DoubtKind.GUESSED, message, pair.first, "recipients.kind", 0.8)
    else:
        message = f"type de destinataire non reconnu : « {pair.text} »"
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, pair.first, "recipients.kind")
