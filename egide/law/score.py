"""One figure for a register, never alone: it comes with its counts, what it lost point by point, what could not speak.

`score = 1 − Σ w(fired) / Σ w(applicable)`, over every rule and subject where the rule applied and could conclude.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from egide.law.dated import NotInForceError, Row, load_table
from egide.law.facts.codes import Code
from egide.law.french import number, plural
from egide.law.rules.assessment import Assessment, Tally
from egide.law.rules.rule import Rule, Severity


class Grade(Code):
    """What people read before the figure. A single critical gap is enough to say « non conforme »."""

    UNKNOWN = "UNKNOWN", "Non noté\u00a0: aucune règle n’a pu se prononcer"
    NON_COMPLIANT = "NON_COMPLIANT", "Non conforme\u00a0: au moins un écart critique"
    INSUFFICIENT = "INSUFFICIENT", "Insuffisant"
    PARTIAL = "PARTIAL", "À compléter"
    GOOD = "GOOD", "En bonne voie"
    CLEAN = "CLEAN", "Aucun écart relevé"


@dataclass(frozen=True, slots=True)
class Loss:
    """What one rule cost: in `fired` subjects out of `asked`, each time its weight."""

    rule: Rule[Any]
    weight: int
    fired: int
    asked: int

    @property
    def points(self) -> int:
        """How many points it took."""
        return self.weight * self.fired

    @property
    def text(self) -> str:
        """« SEC-002 – Habilitations non gérées : 3 écarts sur 12, 4 points chacun, 12 points perdus »."""
        each, lost = plural(self.weight, "point"), plural(self.points, "point perdu", "points perdus")
        gaps = f"{plural(self.fired, 'écart')} sur {number(self.asked)}"
        return f"{self.rule.id} – {self.rule.title}\u00a0: {gaps}, {each} chacun, {lost}"


@dataclass(frozen=True, slots=True)
class Score:
    """`lost` points out of `total`. `losses` are the most costly first; `silent` are the rules that could not say."""

    grade: Grade
    lost: int
    total: int
    counts: Mapping[Severity, int]
    losses: tuple[Loss, ...]
    silent: tuple[Tally, ...]

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None when no rule that weighs something could conclude."""
        return 1 - self.lost / self.total if self.total else None

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means that nothing was lost."""
        return 100 * (self.total - self.lost) // self.total if self.total else None


def score(assessment: Assessment) -> Score:
    """The score of what was assessed, with the weights in force that day.

    Rules still to come into force count for nothing. Raises NotInForceError before 25 May 2018.
    """
    weights = _in_force("weights", assessment)
    weighed = [(tally, weights.get(tally.rule.severity.value, int)) for tally in assessment.tallies]
    lost = sum(weight * tally.fires for tally, weight in weighed)
    total = sum(weight * tally.spoke for tally, weight in weighed)
    losses = [Loss(tally.rule, weight, tally.fires, tally.spoke) for tally, weight in weighed if tally.fires]
    return Score(
        grade=_grade(assessment, lost, total),
        lost=lost,
        total=total,
        counts=assessment.counts,
        losses=tuple(sorted(losses, key=lambda loss: -loss.points)),
        silent=tuple(tally for tally in assessment.tallies if tally.cannot_say),
    )


def _grade(assessment: Assessment, lost: int, total: int) -> Grade:
    if not total:
        return Grade.UNKNOWN
    if assessment.counts[Severity.CRITICAL]:
        return Grade.NON_COMPLIANT
    if not lost:
        return Grade.CLEAN
    thresholds, kept = _in_force("thresholds", assessment), 100 * (total - lost)
    for grade in (Grade.GOOD, Grade.PARTIAL):
        if kept >= thresholds.get(grade.value, int) * total:
            return grade
    return Grade.INSUFFICIENT


def _in_force(section: str, assessment: Assessment) -> Row:
    for row in load_table("score").rows(section):
        if row.in_force(assessment.today):
            return row
    raise NotInForceError(f"barème de la note : aucune ligne « {section} » en vigueur au {assessment.today}")
