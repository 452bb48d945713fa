"""Which rights people have over an activity: they follow from the legal basis of each purpose, and from a few facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from uuid import UUID

from egide.law.dated import Row, load_table
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import (
    Article9Exception,
    Code,
    Collection,
    Domain,
    LegalBasis,
    Regime,
    Right,
    Support,
)


class Answer(Code):
    """Whether a right applies, from the most to the least favourable to the person."""

    APPLIES = "APPLIES", "S’applique"
    CONDITIONAL = "CONDITIONAL", "Sous conditions"
    CANNOT_SAY = "CANNOT_SAY", "Impossible à dire"
    DOES_NOT_APPLY = "DOES_NOT_APPLY", "Ne s’applique pas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a right applies or not, in French, with its article; `purpose` is the line it follows from, if any."""

    answer: Answer
    why: str
    article: str
    confirmed: bool
    purpose: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightAnswer:
    """Whether a right applies to an activity, and every reason, purpose by purpose."""

    right: Right
    answer: Answer
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Law:
    """The tables as they stood on a day."""

    gdpr: Mapping[Right, Row]
    led: Mapping[Right, Row]
    notes: Mapping[str, Row]


# Rights that Loi Informatique et Libertés art. 78 limits for archives kept in the public interest.
_LIMITED_FOR_ARCHIVES = frozenset(
    {Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION, Right.PORTABILITY, Right.OBJECTION}
)
_ORDER = tuple(Answer)


def applicable_rights(activity: ProcessingActivity, on: date) -> Mapping[Right, RightAnswer]:
    """Every right, in the order of the articles. A right applies if it applies for one purpose at least.

    An unknown regime is read as the general law. An unknown legal basis gives CANNOT_SAY, except for the rights that
    all six bases give alike. Before the law was in force the mapping is empty.
    """
    law = _law(on)
    if activity.regime is Regime.STATE_SECURITY:
        return {right: _answered(right, [_noted(law, "STATE_SECURITY")]) for right in law.led}
    if activity.regime is Regime.LED:
        return {right: _answered(right, [_stated(row)]) for right, row in law.led.items()}
    return {right: _answered(right, _reasons(right, row, law, activity)) for right, row in law.gdpr.items()}


def _answered(right: Right, reasons: Iterable[Reason]) -> RightAnswer:
    found = tuple(reasons)
    strongest = min((reason.answer for reason in found), key=_ORDER.index)
    return RightAnswer(right=right, answer=strongest, reasons=found)


def _reasons(right: Right, row: Row, law: _Law, activity: ProcessingActivity) -> Iterator[Reason]:
    excluded = _excluded_by_facts(right, activity)
    for purpose in activity.purposes or ():
        reason = _by_basis(row, law, purpose.legal_basis, purpose.id)
        if excluded is not None and reason.answer is not Answer.DOES_NOT_APPLY:
            reason = _noted(law, excluded, purpose.id)
        yield _for_archives(right, reason, law, activity, purpose.id)
    if not activity.purposes:
        yield _for_archives(right, _by_basis(row, law, None, None), law, activity, None)
    for code in _given_by_facts(right, activity):
        yield _noted(law, code)


def _by_basis(row: Row, law: _Law, basis: LegalBasis | None, purpose: UUID | None) -> Reason:
    cells = row.get("bases", MappingProxyType)
    if basis is None:
        codes = set(cells.values())
        return _cell(row, law, codes.pop() if len(codes) == 1 else "UNKNOWN_BASIS", purpose)
    return _cell(row, law, cells[basis], purpose)


def _cell(row: Row, law: _Law, code: str, purpose: UUID | None) -> Reason:
    if code == "Y":
        return _plain(Answer.APPLIES, row, "yes", purpose)
    if code == "N":
        return _plain(Answer.DOES_NOT_APPLY, row, "no", purpose)
    return _noted(law, code, purpose)


def _plain(answer: Answer, row: Row, why: str, purpose: UUID | None) -> Reason:
    return Reason(answer=answer, why=row.get(why, str), article=row.source, confirmed=row.confirmed, purpose=purpose)


def _noted(law: _Law, code: str, purpose: UUID | None = None) -> Reason:
    return _stated(law.notes[code], purpose)


def _stated(row: Row, purpose: UUID | None = None) -> Reason:
    return _plain(Answer(row.get("answer", str)), row, "why", purpose)


def _excluded_by_facts(right: Right, activity: ProcessingActivity) -> str | None:
    if right is Right.PORTABILITY and activity.support is Support.PAPER:
        return "PAPER"
    if right is Right.PORTABILITY and activity.collection is Collection.INDIRECT:
        return "NOT_PROVIDED"
    if right is Right.AUTOMATED_DECISION and _machine_never_decides(activity):
        return "NO_DECISION"
    return None


def _machine_never_decides(activity: ProcessingActivity) -> bool:
    algorithm = activity.algorithm
    if algorithm is None:
        return activity.waived("algorithm") is not None
    return algorithm.solely_automated is False or algorithm.individual_decision is False


def _given_by_facts(right: Right, activity: ProcessingActivity) -> Iterator[str]:
    if right is Right.OBJECTION and activity.commercial_use is True:
        yield "PROSPECTING"
    if right is Right.WITHDRAW_CONSENT and _explicit_consent(activity):
        yield "EXPLICIT_CONSENT"


def _explicit_consent(activity: ProcessingActivity) -> bool:
    return any(line.exception is Article9Exception.ART9_2_A for line in activity.special_data or ())


def _for_archives(
    right: Right, reason: Reason, law: _Law, activity: ProcessingActivity, purpose: UUID | None
) -> Reason:
    if activity.domain is Domain.ARCHIVES and right in _LIMITED_FOR_ARCHIVES and reason.answer is Answer.APPLIES:
        return _noted(law, "ARCHIVES", purpose)
    return reason


@cache
def _law(on: date) -> _Law:
    table = load_table("rights")
    notes = {row.get("code", str): row for row in table.rows("notes") if row.in_force(on)}
    by_right = {
        section: {Right(row.get("right", str)): row for row in table.rows(section) if row.in_force(on)}
        for section in ("gdpr", "led")
    }
    return _Law(by_right["gdpr"], by_right["led"], notes)
