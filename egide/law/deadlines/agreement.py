"""The dates of the agreement with the management centre: term, express renewal, termination (its art. 2 and 7).

Silence never renews; a termination is grounded, takes effect on the first of the next month, and refunds nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from egide.law.calendar import Territory, add_months, anniversary, refuse_time, roll_back
from egide.law.dated import parameter
from egide.law.deadlines.deadline import Deadline
from egide.law.facts.codes import Code
from egide.law.french import long_date, weekday_date

_ARTICLE_2 = "Convention art. 2"
_ARTICLE_7 = "Convention art. 7"
_ONE_DAY = timedelta(days=1)


class TermReading(Code):
    """How the day of signature counts in the term (decision DEC-02)."""

    SIGNATURE_DAY_COUNTS = "SIGNATURE_DAY_COUNTS", "Le jour de la signature est le premier jour"
    DIES_A_QUO_EXCLUDED = "DIES_A_QUO_EXCLUDED", "Le jour de la signature ne compte pas (CPC art. 641)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of the agreement. `counted_from` is the day the years are counted from; `last_day` is in force.

    `renewal` is the last day for both parties to decide, in writing, to renew (decision DEC-03).
    """

    start: date
    counted_from: date
    end_exclusive: date
    last_day: date
    renewal: Deadline
    reading: TermReading
    years: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder before the renewal deadline: the day counted, and the working day to act on at the latest."""

    months_before: int
    on: date
    act_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """Whether the acts of both parties renew the agreement, for which term, and what remains doubtful."""

    valid: bool
    decided_on: date | None
    next_term: Term | None
    explanation: str
    basis: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """What a termination does. `in_force_until` is the eve of its effect; `actual_end` never exceeds the term."""

    notified_on: date
    effective_on: date
    in_force_until: date
    actual_end: date
    notice_days: int
    without_effect: bool
    basis: tuple[str, ...]
    explanation: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The day the agreement starts, and whether each signatory could sign that day (CNV-001)."""

    on: date
    authorised: bool
    basis: tuple[str, ...]
    explanation: str


def signature(member_signed_on: date, centre_signed_on: date, *, enforceable_on: date | None) -> Signature:
    """The start of the agreement: the later signature (decision DEC-01), REQ-SIG.

    `enforceable_on` is the day the deliberation of the member was both transmitted and published; None: not yet.
    """
    on = max(member_signed_on, centre_signed_on)
    authorised = enforceable_on is not None and enforceable_on <= on
    state = (
        f"Départ au {long_date(on)}, date de la dernière signature (DEC-01)."
        if authorised
        else f"Signature du {long_date(on)} sans délibération exécutoire : nouvelle signature après transmission "
        "et publication (CNV-001)."
    )
    return Signature(
        on=on,
        authorised=authorised,
        basis=(_ARTICLE_2, "CGCT L2131-1, L3131-1, L5211-3"),
        explanation=state,
    )


def term(signed_on: date, *, reading: TermReading = TermReading.SIGNATURE_DAY_COUNTS, years: int | None = None) -> Term:
    """The first term of an agreement signed on that day (REQ-A2-1): three years unless `years` says otherwise.

    Raises NotInForceError for a signature before the first such agreement.
    """
    refuse_time(signed_on)
    length = parameter("agreement_years", on=signed_on).whole if years is None else years
    return _term(signed_on, signed_on, reading, length)


def renewed(previous: Term) -> Term:
    """The term that follows, as long as the first: it starts the day after, and is never counted from the signature."""
    if previous.reading is TermReading.DIES_A_QUO_EXCLUDED:
        return _term(previous.end_exclusive, previous.last_day, previous.reading, previous.years)
    return _term(previous.end_exclusive, previous.end_exclusive, previous.reading, previous.years)


def reminders(of: Term, territory: Territory = Territory.METROPOLE) -> tuple[Reminder, ...]:
    """When to remind both parties: six, three and one months before the renewal deadline, the earliest first."""
    months = parameter("agreement_reminder_months", on=of.start).numbers
    days = [(count, add_months(of.renewal.due, -count)) for count in months]
    return tuple(Reminder(count, on, roll_back(on, territory)) for count, on in days)


def last_working_day(of: Term, territory: Territory = Territory.METROPOLE) -> date:
    """The working day to act on at the latest: the renewal deadline, or the working day before it."""
    return roll_back(of.renewal.due, territory)


def renewal(of: Term, *, member_act_on: date | None, centre_act_on: date | None, renewals_so_far: int = 0) -> Renewal:
    """Whether two positive acts renew the term (REQ-A2-2): valid if and only if both are in time.

    Raises ValueError, in French, for an act that precedes the term it would renew.
    """
    for act_on in (member_act_on, centre_act_on):
        if act_on is not None and act_on < of.start:
            raise ValueError(
                f"l’acte de reconduction du {long_date(act_on)} précède le début de la période "
                f"({long_date(of.start)}) : vérifiez la date"
            )
    decided_on = None if member_act_on is None or centre_act_on is None else max(member_act_on, centre_act_on)
    valid = decided_on is not None and decided_on <= of.renewal.due
    following = renewed(of) if valid else None
    return Renewal(
        valid=valid,
        decided_on=decided_on,
        next_term=following,
        explanation=_renewal_explained(of, decided_on, following),
        basis=(_ARTICLE_2,),
        doubts=_renewal_doubts(of, renewals_so_far) if valid else (),
    )


def termination(of: Term, *, received_on: date | None = None, first_presented_on: date | None = None) -> Termination:
    """The effect of a registered letter: the first of the month after its notification (art. 7).

    Notification is the receipt, or the first presentation of a letter never collected (DEC-06).
    Raises ValueError, in French, when neither is known or they contradict each other.
    """
    notified_on = _notified_on(received_on, first_presented_on)
    effective_on = next_month(notified_on)
    until = effective_on - _ONE_DAY
    late = until >= of.last_day
    explanation = (
        f"Notifiée le {long_date(notified_on)}, effet le {long_date(effective_on)} ; "
        f"la convention est en vigueur jusqu’au {long_date(min(of.last_day, until))} inclus."
    )
    return Termination(
        notified_on=notified_on,
        effective_on=effective_on,
        in_force_until=until,
        actual_end=min(of.last_day, until),
        notice_days=(effective_on - notified_on).days,
        without_effect=late,
        basis=(_ARTICLE_7,),
        explanation=explanation,
        doubts=_termination_doubts(received_on, late),
    )


def next_month(day: date) -> date:
    """The first day of the month that follows, even for the first of a month."""
    return add_months(day.replace(day=1), 1)


def _term(start: date, counted_from: date, reading: TermReading, years: int) -> Term:
    if reading is TermReading.DIES_A_QUO_EXCLUDED:
        last_day = add_months(counted_from, 12 * years)
        end_exclusive = last_day + _ONE_DAY
    else:
        end_exclusive = anniversary(counted_from, years)
        last_day = end_exclusive - _ONE_DAY
    return Term(
        start=start,
        counted_from=counted_from,
        end_exclusive=end_exclusive,
        last_day=last_day,
        renewal=_renewal_deadline(last_day, end_exclusive, _notice_months(start)),
        reading=reading,
        years=years,
    )


def _notice_months(start: date) -> int:
    """How many months before its end a term must be renewed, for a term that starts on that day."""
    return parameter("agreement_renewal_notice_months", on=start).whole


def _renewal_deadline(last_day: date, end_exclusive: date, months: int) -> Deadline:
    due = min(add_months(last_day, -months), add_months(end_exclusive, -months) - _ONE_DAY)
    return Deadline(
        due=due,
        raw=due,
        basis=(_ARTICLE_2, "Décision DEC-03"),
        explanation=f"{months} mois avant la fin du {long_date(last_day)}, la plus prudente des deux lectures : "
        f"{weekday_date(due)}. Reconduction expresse seulement : le silence ne reconduit pas.",
    )


def _renewal_explained(of: Term, decided_on: date | None, following: Term | None) -> str:
    if following is not None:
        return f"Reconduite du {long_date(following.start)} au {long_date(following.last_day)}."
    if decided_on is None:
        return f"Il manque l’acte d’une des parties : sans lui, la convention prend fin le {long_date(of.last_day)}."
    return (
        f"Décision du {long_date(decided_on)}, après l’échéance du {long_date(of.renewal.due)} : la convention prend "
        f"fin le {long_date(of.last_day)} ; une suite demande une nouvelle convention ou un avenant avant cette date."
    )


def _renewal_doubts(of: Term, renewals_so_far: int) -> tuple[str, ...]:
    doubts = ["La nécessité d’une nouvelle délibération n’est pas écrite ; par prudence, délibérez (à confirmer)."]
    most = parameter("agreement_max_renewals", on=of.start).whole
    if renewals_so_far >= most:
        doubts.append(
            "Le texte vise « une » reconduction de trois ans : concluez plutôt une nouvelle convention "
            "(CNV-005, DEC-04)."
        )
    return tuple(doubts)


def _notified_on(received_on: date | None, first_presented_on: date | None) -> date:
    if received_on is not None and first_presented_on is not None and received_on < first_presented_on:
        raise ValueError(
            f"le courrier aurait été reçu le {long_date(received_on)}, avant sa première présentation "
            f"({long_date(first_presented_on)}) : vérifiez les deux dates"
        )
    notified_on = received_on or first_presented_on
    if notified_on is None:
        raise ValueError(
            "date de réception et date de première présentation inconnues : indiquez celle de l’avis de réception"
        )
    return notified_on


def _termination_doubts(received_on: date | None, late: bool) -> tuple[str, ...]:
    doubts = ["Ni mise en demeure ni délai pour se corriger dans le texte : une mise en demeure reste recommandée."]
    if received_on is None:
        doubts.append("Courrier non retiré : la première présentation vaut notification (DEC-06).")
    if late:
        doubts.append("La convention prend fin à son terme avant l’effet de la résiliation.")
    return tuple(doubts)
