"""Which rights people have over an activity: they follow from the legal basis of each purpose, and from a few facts."""

from collections.abc import Iterator, Mapping
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
    """The tables as they stood on a day: reasons that only lack the purpose they are applied to.

    Under the basis None stands what can be said when the basis is unknown.
    """

    gdpr: Mapping[Right, Mapping[LegalBasis | None, Reason]]
    led: Mapping[Right, Reason]
    notes: Mapping[str, Reason]


# Rights that Loi Informatique et Libertés art. 78 limits for archives kept in the public interest.
_LIMITED_FOR_ARCHIVES = frozenset(
    {Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION, Right.PORTABILITY, Right.OBJECTION}
)
_OTHER_REGIMES = frozenset({Regime.LED, Regime.STATE_SECURITY})


def applicable_rights(activity: ProcessingActivity, on: date) -> Mapping[Right, RightAnswer]:
    """Every right, in the order of the articles. Before the law was in force the mapping is empty."""
    answers = ((right, right_answer(right, activity, on)) for right in Right)
    return {right: found for right, found in answers if found is not None}


def right_answer(right: Right, activity: ProcessingActivity, on: date) -> RightAnswer | None:
    """Whether people have this right. It applies if it applies for one purpose at least. None before the law.

    An unknown regime is read as the general law. An unknown legal basis gives CANNOT_SAY, except for the rights that
    all six bases give alike.
    """
    law = _law(on)
    if activity.regime in _OTHER_REGIMES:
        if right not in law.led:
            return None
        state_security = activity.regime is Regime.STATE_SECURITY
        return _answered(right, (law.notes["STATE_SECURITY"] if state_security else law.led[right],))
    return _answered(right, tuple(_reasons(right, law, activity))) if right in law.gdpr else None


def _answered(right: Right, reasons: tuple[Reason, ...]) -> RightAnswer:
    given = {reason.answer for reason in reasons}
    return RightAnswer(right=right, answer=next(answer for answer in Answer if answer in given), reasons=reasons)


def _reasons(right: Right, law: _Law, activity: ProcessingActivity) -> Iterator[Reason]:
    by_basis = law.gdpr[right]
    for purpose in activity.purposes or ():
        yield _for_purpose(_settled(right, by_basis[purpose.legal_basis], law, activity), purpose.id)
    if not activity.purposes:
        yield _settled(right, by_basis[None], law, activity)
    for code in _given_by_facts(right, activity):
        yield law.notes[code]


def _for_purpose(reason: Reason, purpose: UUID) -> Reason:
    return Reason(
        answer=reason.answer, why=reason.why, article=reason.article, confirmed=reason.confirmed, purpose=purpose
    )


def _settled(right: Right, reason: Reason, law: _Law, activity: ProcessingActivity) -> Reason:
    """What facts make of the answer of the basis: they take away or limit, and are read only where they matter."""
    if reason.answer is Answer.DOES_NOT_APPLY:
        return reason
    if right in _LIMITED_FOR_ARCHIVES and reason.answer is Answer.APPLIES and activity.domain is Domain.ARCHIVES:
        return law.notes["ARCHIVES"]
    excluded = _excluded_by_facts(right, activity)
    return reason if excluded is None else law.notes[excluded]


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


@cache
def _law(on: date) -> _Law:
    table = load_table("rights")
    notes = {row.get("code", str): _stated(row) for row in table.rows("notes") if row.in_force(on)}
    gdpr = {Right(row.get("right", str)): _cells(row, notes) for row in table.rows("gdpr") if row.in_force(on)}
    led = {Right(row.get("right", str)): _stated(row) for row in table.rows("led") if row.in_force(on)}
    return _Law(gdpr, led, notes)


def _cells(row: Row, notes: Mapping[str, Reason]) -> Mapping[LegalBasis | None, Reason]:
    codes = row.get("bases", MappingProxyType)
    found: dict[LegalBasis | None, Reason] = {basis: _cell(row, codes[basis], notes) for basis in LegalBasis}
    alike = len(set(codes.values())) == 1
    return found | {None: next(iter(found.values())) if alike else notes["UNKNOWN_BASIS"]}


def _cell(row: Row, code: str, notes: Mapping[str, Reason]) -> Reason:
    if code == "Y":
        return _reason(Answer.APPLIES, row, "yes")
    return _reason(Answer.DOES_NOT_APPLY, row, "no") if code == "N" else notes[code]


def _stated(row: Row) -> Reason:
    return _reason(Answer(row.get("answer", str)), row, "why")


def _reason(answer: Answer, row: Row, why: str) -> Reason:
    return Reason(answer=answer, why=row.get(why, str), article=row.source, confirmed=row.confirmed)
