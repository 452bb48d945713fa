"""What a rule is and what it may conclude: it *fires*, it *holds*, or it *cannot say*."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import Code
from egide.typography import french

Subject = TypeVar("Subject", bound=ProcessingActivity | ProcessorActivity | Organization)
Shapes = tuple[type[ProcessingActivity | ProcessorActivity | Organization], ...]
# A rule that makes sense in both kinds of records speaks to both. What is a processor (art. 28) to a controller is
# a sub-processor to a processor: the same contract, the same rule, another list.
RECORDS: Shapes = (ProcessingActivity, ProcessorActivity)
_LISTS_OF_PROCESSORS = {"processors": "subprocessors"}


class Severity(Code):
    """How serious a finding is; the order is the order of work."""

    CRITICAL = "CRITICAL", "Critique"
    MAJOR = "MAJOR", "Majeur"
    MINOR = "MINOR", "Mineur"
    INFO = "INFO", "Information"


class FindingKind(Code):
    """What a finding is about."""

    NON_CONFORMITY = "NON_CONFORMITY", "Non-conformité"
    WARNING = "WARNING", "Alerte"
    SUGGESTION = "SUGGESTION", "Suggestion"
    DATA_QUALITY = "DATA_QUALITY", "Qualité de la donnée"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition may look at beside its subject: the day, the body, the whole register."""

    today: date
    organization: Organization
    register: Register


def always(_subject: Any, _situation: Situation) -> bool:
    """The scope of a rule that concerns every subject."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule(Generic[Subject]):
    """One rule of law over its `subjects`: records of article 30(1) unless told otherwise.

    `path` is the field to fix. With `lines`, the name of a list of the subject, the condition is asked of each line
    and the rule fires once per line; `path` then goes through the list. `answered_by` names the facts without which
    the rule stays silent. `to_confirm` says, in French, what of the rule remains to be verified at its source.
    """

    id: str
    severity: Severity
    kind: FindingKind
    basis: tuple[str, ...]
    title: str
    message: str
    action: str
    path: str
    subjects: Shapes = (ProcessingActivity,)
    applies: Callable[[Subject, Situation], bool] = always
    fires: Callable[[Subject, Situation], bool] | None = None
    lines: str | None = None
    fires_on: Callable[[Any, Subject, Situation], bool] | None = None
    answered_by: tuple[str, ...] = ()
    effective_from: date | None = None
    to_confirm: str | None = None
    topic: str = ""

    def __post_init__(self) -> None:
        if (self.fires is None) == (self.fires_on is None) or (self.lines is None) != (self.fires_on is None):
            raise ValueError(f"{self.id}: a rule asks its subject (fires) or each line (lines and fires_on)")

    def path_in(self, shape: type) -> str:
        """The field to fix in a subject of this shape."""
        return _within(shape, self.path)

    def lines_in(self, shape: type) -> str | None:
        """The list whose lines are asked, in a subject of this shape."""
        return _within(shape, self.lines) if self.lines else None

    @property
    def confirmed(self) -> bool:
        """Whether everything in the rule was verified at its source."""
        return self.to_confirm is None


def _within(shape: type, path: str) -> str:
    head, dot, rest = path.partition(".")
    return _LISTS_OF_PROCESSORS.get(head, head) + dot + rest if shape is ProcessorActivity else path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: in which subject, at which path, and whether it is still to come into force."""

    rule: Rule[Any]
    subject: UUID
    path: str
    upcoming: bool = False

    @property
    def severity(self) -> Severity:
        """That of the rule; information only, as long as the rule is not in force."""
        return Severity.INFO if self.upcoming else self.rule.severity


class CannotSay(Exception):  # noqa: N818 - not an error: one of the three outcomes
    """Raised while a condition reads a fact that its source cannot hold."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def topic(name: str, rules: Iterable[Rule[Any]]) -> tuple[Rule[Any], ...]:
    """Group rules under the French name of what they are about, their texts set as French is printed."""
    return tuple(
        replace(
            rule,
            topic=name,
            basis=tuple(map(french, rule.basis)),
            title=french(rule.title),
            message=french(rule.message),
            action=french(rule.action),
            to_confirm=rule.to_confirm and french(rule.to_confirm),
        )
        for rule in rules
    )
