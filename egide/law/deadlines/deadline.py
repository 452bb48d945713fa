"""What a computed day is: the day, the article it rests on, and how it was reached, in words."""

from dataclasses import dataclass
from datetime import date

from egide.law.calendar import Territory, public_holidays, roll_forward
from egide.law.french import weekday_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to act. `raw` is the day before closed days are skipped; both are the same on a working day.

    `doubts` says, in French, what no text settles or what remains to be verified at its source.
    """

    due: date
    raw: date
    basis: tuple[str, ...]
    explanation: str
    doubts: tuple[str, ...] = ()

    def passed(self, today: date) -> bool:
        """Whether the last day to act is over."""
        return today > self.due


def rolled(
    raw: date, reached: str, basis: tuple[str, ...], territory: Territory, doubts: tuple[str, ...] = ()
) -> Deadline:
    """A deadline whose closed last day is carried to the next working day (Reg. 1182/71 art. 3(4)).

    `reached` says how `raw` was obtained; the sentence about the closed day follows it.
    """
    due = roll_forward(raw, territory)
    if due == raw:
        return Deadline(due=due, raw=raw, basis=basis, explanation=f"{reached} : {weekday_date(due)}.", doubts=doubts)
    holiday = public_holidays(raw.year, territory).get(raw)
    closed = f" ({holiday})" if holiday else ""
    return Deadline(
        due=due,
        raw=raw,
        basis=(*basis, "Règlement n° 1182/71 art. 3(4)"),
        explanation=f"{reached} : {weekday_date(raw)}{closed}, reporté au premier jour ouvré, {weekday_date(due)}.",
        doubts=doubts,
    )
