"""The clock of a request of a data subject (GDPR art. 12(3)), and those of the requests sent elsewhere.

The extension counts from receipt, never from the first deadline, and binds nobody unless announced in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from egide.law.calendar import Territory, add_months, refuse_time
from egide.law.dated import parameter
from egide.law.deadlines.deadline import Deadline, rolled
from egide.law.deadlines.suspension import Span, Stopped, Suspension, spans, stopped
from egide.law.durations import Duration
from egide.law.facts.codes import Code
from egide.law.french import long_date, plural

_ARTICLE = "RGPD art. 12(3)"
_SUSPENSION = "Décret n° 2019-536 art. 77"


@dataclass(frozen=True, slots=True)
class Extension:
    """The announcement of an extension to the person: when, and with which reasons."""

    notified_on: date
    reasons: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClock:
    """Every deadline of one request.

    `due` is the one that binds. `extended` counts from receipt (DEC-14); `prudent_extended` is the earlier of that and
    of the first month plus two. `refusal` is the last day to refuse: one month, extension or not (art. 12(4)).
    `extension_valid` is None when none was announced. `provisional`: an identity check is still awaited.
    """

    initial: Deadline
    extended: Deadline
    prudent_extended: Deadline
    refusal: Deadline
    due: Deadline
    extension_valid: bool | None
    suspended_days: int
    provisional: bool
    doubts: tuple[str, ...]


class OtherRegime(Code):
    """Requests that are not rights of the GDPR and have a clock of their own."""

    CADA_REQUEST = "CADA_REQUEST", "Communication d’un document administratif"
    HEALTH_FILE = "HEALTH_FILE", "Communication d’un dossier médical"
    INDIRECT_ACCESS = "INDIRECT_ACCESS", "Accès indirect par la CNIL (sûreté de l’État)"


def request_clock(
    received_on: date,
    *,
    suspensions: Sequence[Suspension] = (),
    extension: Extension | None = None,
    today: date | None = None,
    territory: Territory = Territory.METROPOLE,
) -> RequestClock:
    """The clock of a request received by any service of the controller (REQ-A3-8).

    `suspensions` are requests of information necessary to identify the person (décret 2019-536 art. 77), nothing else.
    `today` is needed only while one is unanswered: the result is then provisional. Raises ValueError, in French, for
    suspensions that overlap or contradict the receipt, and for an extension announced before it.
    """
    refuse_time(received_on)
    if extension is not None and extension.notified_on < received_on:
        raise ValueError(
            f"prolongation annoncée le {long_date(extension.notified_on)}, avant la réception "
            f"de la demande ({long_date(received_on)}) : vérifiez les deux dates"
        )
    checks = spans(suspensions, received_on, today)
    base = parameter("dsr_base_months", on=received_on).whole
    more = parameter("dsr_extension_months", on=received_on).whole
    first = stopped(add_months(received_on, base), checks, territory)
    initial = _deadline(received_on, base, first, territory)
    extended, prudent = _extended(received_on, base, more, checks, territory)
    valid = None if extension is None else _valid(extension, initial)
    due = extended if valid else initial
    return RequestClock(
        initial=initial,
        extended=extended,
        prudent_extended=prudent,
        refusal=_refusal(initial),
        due=due,
        extension_valid=valid,
        suspended_days=sum(check.days for check in checks),
        provisional=any(suspension.obtained_on is None for suspension in suspensions),
        doubts=(*due.doubts, *_extension_doubts(extension, initial)),
    )


def identity_closing(asked_on: date, territory: Territory = Territory.METROPOLE) -> Deadline:
    """The day from which a request may be closed because the person never proved who they are.

    An internal choice: no text sets it (DSR-013). The answer names the remedies.
    """
    days = parameter("identity_closing_days", on=asked_on)
    return rolled(
        asked_on + timedelta(days=days.whole),
        f"{plural(days.whole, 'jour')} après la demande de justification du {long_date(asked_on)}",
        ("RGPD art. 12(2)", "RGPD art. 12(6)"),
        territory,
        () if days.note is None else (days.note,),
    )


def other_regime_deadline(
    regime: OtherRegime, received_on: date, *, information_dated_on: date | None = None
) -> Deadline:
    """The deadline of a request under another regime, closed days not skipped: the earlier reading.

    `information_dated_on` is the date of the medical information: past five years, the delay is longer.
    """
    refuse_time(received_on)
    name = "indirect_access_months"
    if regime is OtherRegime.CADA_REQUEST:
        name = "cada_months"
    elif regime is OtherRegime.HEALTH_FILE:
        name = _health_file(received_on, information_dated_on)
    delay = parameter(name, on=received_on)
    period = Duration(days=delay.whole) if name.endswith("_days") else Duration(months=delay.whole)
    raw = add_months(received_on, period.months) + timedelta(days=period.days)
    return Deadline(
        due=raw,
        raw=raw,
        basis=(delay.source,),
        explanation=f"{regime.label} : {period.french} à compter du {long_date(received_on)}.",
        doubts=() if delay.confirmed else (f"Délai à confirmer à sa source ({delay.source}).",),
    )


def _health_file(received_on: date, information_dated_on: date | None) -> str:
    years = parameter("health_file_old_after_years", on=received_on).whole
    old = information_dated_on is not None and add_months(information_dated_on, 12 * years) < received_on
    return "health_file_old_months" if old else "health_file_days"


def _deadline(received_on: date, months: int, end: Stopped, territory: Territory) -> Deadline:
    reached = f"{months} mois à compter de la réception du {long_date(received_on)}{end.in_words}"
    basis = (_ARTICLE, _SUSPENSION) if end.days else (_ARTICLE,)
    return rolled(end.end, reached, basis, territory, end.doubts)


def _extended(
    received_on: date, base: int, more: int, checks: Sequence[Span], territory: Territory
) -> tuple[Deadline, Deadline]:
    from_receipt = add_months(received_on, base + more)
    in_two_steps = add_months(add_months(received_on, base), more)
    late = stopped(from_receipt, checks, territory)
    early = stopped(min(from_receipt, in_two_steps), checks, territory)
    extended = _deadline(received_on, base + more, late, territory)
    if early.end == late.end:
        return extended, extended
    reached = f"{base} mois puis {more} mois à compter de la réception du {long_date(received_on)}{early.in_words}"
    return extended, rolled(early.end, reached, extended.basis, territory, early.doubts)


def _valid(extension: Extension, initial: Deadline) -> bool:
    return extension.notified_on <= initial.due and bool((extension.reasons or "").strip())


def _extension_doubts(extension: Extension | None, initial: Deadline) -> tuple[str, ...]:
    if extension is None:
        return ()
    doubts = []
    if extension.notified_on > initial.due:
        doubts.append(
            f"Prolongation annoncée le {long_date(extension.notified_on)}, après l’échéance initiale "
            f"du {long_date(initial.due)} : elle est sans effet (DSR-003)."
        )
    if not (extension.reasons or "").strip():
        doubts.append("Prolongation sans motif : elle est sans effet tant que le motif manque (DSR-004).")
    return tuple(doubts)


def _refusal(initial: Deadline) -> Deadline:
    return Deadline(
        due=initial.due,
        raw=initial.raw,
        basis=("RGPD art. 12(4)", *initial.basis[1:]),
        explanation=f"Refuser, motifs et voies de recours à l’appui : {initial.explanation}",
        doubts=initial.doubts,
    )
