"""The rules asked of a whole register. For each rule and subject there are three outcomes; silence is one of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.paths import describe_path, label_of, schema_paths
from egide.law.rules import ALL_RULES
from egide.law.rules.assessment import Assessment, Silence, Tally
from egide.law.rules.blindness import See, blind_to
from egide.law.rules.rule import CannotSay, Finding, Rule, Severity, Situation

_BODY = "organization."
# Of the body, the rules of a record may find only these missing; the rest was perhaps never asked.
_IDENTITY = {"name", "contact", "representative", "dpo"}
_NEVER_ASKED = tuple(path for path in schema_paths(Organization) if path.partition(".")[0] not in _IDENTITY)


def assess(
    register: Register, today: date, *, blind: Collection[str] = (), rules: Sequence[Rule[Any]] = ALL_RULES
) -> Assessment:
    """Ask every rule of the body and of each record.

    `blind` names the schema paths that the source of the records cannot hold (`notice`, `purposes.legal_basis`); a
    container blinds what it contains. A condition that reads such a fact, unknown, makes its rule unable to say.
    Raises KeyError, naming the valid facts, on a path that neither kind of record has.
    """
    _refuse_unknown(blind)
    asking = _Asking(tuple(_Question(rule, today) for rule in rules))
    body = register.organization
    asking.ask(asking.plan(Organization, (), _BODY), body, Situation(today, body, register))
    plans = {shape: asking.plan(shape, blind) for shape in (ProcessingActivity, ProcessorActivity)}
    situation = Situation(today, blind_to(Organization, _NEVER_ASKED, _BODY)(body), register)
    for record in register.activities:
        asking.ask(plans[type(record)], record, situation)
    return asking.assessment(today)


def _refuse_unknown(blind: Collection[str]) -> None:
    for path in blind:
        if path not in schema_paths(ProcessorActivity):
            describe_path(ProcessingActivity, path)


class _Question:
    """A rule and how often it fired, held and could not say. Plain attributes: this is the inner loop."""

    __slots__ = ("cannot_say", "fires", "holds", "rule", "upcoming")

    def __init__(self, rule: Rule[Any], today: date) -> None:
        self.rule = rule
        self.upcoming = rule.effective_from is not None and rule.effective_from > today
        self.fires = self.holds = self.cannot_say = 0

    @property
    def severity(self) -> Severity:
        return Severity.INFO if self.upcoming else self.rule.severity


@dataclass(frozen=True, slots=True)
class _Planned:
    """A question put to one shape: what to call, which path to blame, which answers « sans objet » excuse it."""

    question: _Question
    condition: Callable[..., bool]
    lines: str | None
    path: str
    excuses: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sight:
    """Consecutive rules that look through the same eyes, by the scope they share."""

    see: See
    scopes: tuple[tuple[Callable[[Any, Situation], bool], tuple[_Planned, ...]], ...]


_Plan = tuple[_Sight, ...]


class _Asking:
    """One pass over a register: what was found so far, and what could not be told."""

    def __init__(self, questions: tuple[_Question, ...]) -> None:
        self.questions = questions
        self.findings: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
        self.silences: dict[str, _Unknown] = {}

    def plan(self, shape: type, blind: Collection[str], prefix: str = "") -> _Plan:
        asked = [question for question in self.questions if shape in question.rule.subjects]
        return tuple(
            _Sight(
                blind_to(shape, (*blind, *answered_by), prefix),
                tuple(
                    (applies, tuple(_planned(question, shape) for question in sharing))
                    for applies, sharing in groupby(together, lambda question: question.rule.applies)
                ),
            )
            for answered_by, together in groupby(asked, lambda question: question.rule.answered_by)
        )

    def ask(self, plan: _Plan, subject: Any, situation: Situation) -> None:
        waived = {answer.path for answer in subject.not_applicable}
        for sight in plan:
            seen = sight.see(subject)
            for applies, planned in sight.scopes:
                try:
                    if not applies(seen, situation):
                        continue
                except CannotSay as unknown:
                    for one in planned:
                        self._silent(one, subject, unknown.path, waived)
                    continue
                for one in planned:
                    try:
                        if one.lines is not None:
                            self._ask_lines(one, seen, situation, waived)
                        elif one.condition(seen, situation):
                            self._fires(one, subject, (one.path,), waived)
                        else:
                            one.question.holds += 1
                    except CannotSay as unknown:
                        self._silent(one, subject, unknown.path, waived)

    def _ask_lines(self, one: _Planned, seen: Any, situation: Situation, waived: set[str]) -> None:
        """A rule on lines does not apply where there is none. It cannot say if no line fires and one could not."""
        unknown: CannotSay | None = None
        found: list[str] = []
        lines = getattr(seen, one.lines or "") or ()
        for line in lines:
            try:
                if one.condition(line, seen, situation):
                    found.append(f"{one.lines}[{line.id}]{one.path}")
            except CannotSay as raised:
                unknown = raised
        if found:
            self._fires(one, seen, found, waived)
        elif unknown is not None:
            raise unknown
        elif lines:
            one.question.holds += 1

    def _fires(self, one: _Planned, subject: Any, paths: Sequence[str], waived: set[str]) -> None:
        question = one.question
        if waived and not waived.isdisjoint(one.excuses):
            question.holds += 1
            return
        question.fires += 1
        self.findings[question.severity].extend(
            Finding(question.rule, subject.id, path, question.upcoming) for path in paths
        )

    def _silent(self, one: _Planned, subject: Any, path: str, waived: set[str]) -> None:
        if waived and not waived.isdisjoint(one.excuses):
            one.question.holds += 1
            return
        one.question.cannot_say += 1
        unknown = self.silences.get(path)
        if unknown is None:
            unknown = self.silences[path] = _Unknown()
        unknown.rules[one.question.rule.id] = None
        if unknown.last is not subject:
            unknown.last = subject
            unknown.subjects += 1

    def assessment(self, today: date) -> Assessment:
        return Assessment(
            today=today,
            findings=tuple(finding for findings in self.findings.values() for finding in findings),
            silences=tuple(
                Silence(path, _label(path), tuple(unknown.rules), unknown.subjects)
                for path, unknown in self.silences.items()
            ),
            tallies=tuple(
                Tally(question.rule, question.fires, question.holds, question.cannot_say)
                for question in self.questions
                if not question.upcoming
            ),
        )


class _Unknown:
    """Who needed an unknown fact, and of how many subjects."""

    __slots__ = ("last", "rules", "subjects")

    def __init__(self) -> None:
        self.rules: dict[str, None] = {}
        self.subjects = 0
        self.last: Any = None


def _planned(question: _Question, shape: type) -> _Planned:
    rule = question.rule
    path, lines = rule.path_in(shape), rule.lines_in(shape)
    parts = path.split(".")
    containers = (".".join(parts[: i + 1]) for i in range(len(parts)))
    excuses = frozenset(container for container in containers if describe_path(shape, container).waivable)
    condition = cast("Callable[..., bool]", rule.fires or rule.fires_on)
    return _Planned(question, condition, lines, path[len(lines) :] if lines else path, excuses)


def _label(path: str) -> str:
    if path.startswith(_BODY):
        return label_of(Organization, path.removeprefix(_BODY))
    shape = ProcessingActivity if path in schema_paths(ProcessingActivity) else ProcessorActivity
    return label_of(shape, path)
