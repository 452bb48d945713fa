"""The clock of a prior consultation of the CNIL (GDPR art. 36(2)). Its silence is not an approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from egide.law.calendar import Territory, add_months, refuse_time
from egide.law.dated import parameter
from egide.law.deadlines.deadline import Deadline, rolled
from egide.law.deadlines.suspension import Span, Suspension, spans, stopped
from egide.law.french import long_date

_ARTICLE = "RGPD art. 36(2)"
_SILENCE = "L’effet du silence de la CNIL est à confirmer (LIL art. 63) : le traitement ne démarre pas sans son avis."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationClock:
    """When the CNIL must answer. `notice` is its last day to announce an extension; `due` the deadline that holds.

    `extension_valid` is None when no extension was announced. `provisional`: information is still awaited.
    """

    initial: Deadline
    extended: Deadline
    notice: Deadline
    due: Deadline
    extension_valid: bool | None
    provisional: bool


def consultation_clock(
    received_on: date,
    *,
    extension_notified_on: date | None = None,
    suspensions: Sequence[Suspension] = (),
    today: date | None = None,
    territory: Territory = Territory.METROPOLE,
) -> ConsultationClock:
    """The clock of a request the CNIL received on that day; suspended while it awaits information (art. 36(2)).

    `today` is needed only while information is awaited. Raises ValueError, in French, for contradictory dates.
    """
    refuse_time(received_on)
    weeks = parameter("art36_weeks", on=received_on).whole
    more = parameter("art36_extension_weeks", on=received_on).whole
    waits = spans(suspensions, received_on, today)
    initial = _after(received_on, weeks, waits, territory)
    extended = _after(received_on, weeks + more, waits, territory)
    notice = _notice(received_on, territory)
    valid = _valid(extension_notified_on, received_on, notice)
    return ConsultationClock(
        initial=initial,
        extended=extended,
        notice=notice,
        due=extended if valid else initial,
        extension_valid=valid,
        provisional=any(suspension.obtained_on is None for suspension in suspensions),
    )


def _after(received_on: date, weeks: int, waits: Sequence[Span], territory: Territory) -> Deadline:
    end = stopped(received_on + timedelta(weeks=weeks), waits, territory)
    reached = f"{weeks} semaines à compter de la réception par la CNIL du {long_date(received_on)}{end.in_words}"
    return rolled(end.end, reached, (_ARTICLE,), territory, (*end.doubts, _SILENCE))


def _notice(received_on: date, territory: Territory) -> Deadline:
    months = parameter("art36_extension_notice_months", on=received_on).whole
    reached = f"{months} mois après la réception du {long_date(received_on)}, pour annoncer une prolongation"
    return rolled(add_months(received_on, months), reached, (_ARTICLE,), territory)


def _valid(notified_on: date | None, received_on: date, notice: Deadline) -> bool | None:
    if notified_on is None:
        return None
    if notified_on < received_on:
        raise ValueError(
            f"prolongation annoncée le {long_date(notified_on)}, avant la réception de la demande "
            f"({long_date(received_on)}) : vérifiez les deux dates"
        )
    return notified_on <= notice.due
