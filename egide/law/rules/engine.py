"""The rules asked of a whole register. For each rule and subject there are three outcomes; silence is one of them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from egide.law.dated import NotInForceError
from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.paths import describe_path, label_of, schema_paths
from egide.law.rules import ALL_RULES
from egide.law.rules.assessment import Assessment, Silence, Tally
from egide.law.rules.blindness import blind_to
from egide.law.rules.planning import BODY, Planned, Sight, plan
from egide.law.rules.rule import CannotSay, Finding, Rule, Severity, Situation

# Of the body, the rules of a record may find only these missing; the rest was perhaps never asked.
_IDENTITY = {"name", "contact", "representative", "dpo"}
# Unknown, these two are answered by the law itself: an authority is presumed to act for its mission (LB-002 asks who
# says otherwise) and a processing to stand under the general regime. No source is blind to a presumption.
_PRESUMED = frozenset({"public_mission", "regime"})
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
    rules, unseen, body = tuple(rules), frozenset(blind) - _PRESUMED, register.organization
    asking = _Asking(rules, today)
    asking.ask(plan(rules, Organization, frozenset()), body, Situation(today, body, register))
    plans = {shape: plan(rules, shape, unseen) for shape in (ProcessingActivity, ProcessorActivity)}
    situation = Situation(today, blind_to(Organization, _NEVER_ASKED, BODY)(body), register)
    for record in register.activities:
        asking.ask(plans[type(record)], record, situation)
    return asking.assessment()


def _refuse_unknown(blind: Collection[str]) -> None:
    for path in blind:
        if path not in schema_paths(ProcessorActivity):
            describe_path(ProcessingActivity, path)


class _Count:
    """How often a rule fired, held and could not say. Plain attributes: this is the inner loop."""

    __slots__ = ("cannot_say", "fires", "holds", "rule", "severity", "upcoming")

    def __init__(self, rule: Rule[Any], today: date) -> None:
        self.rule = rule
        self.upcoming = rule.effective_from is not None and rule.effective_from > today
        self.severity = Severity.INFO if self.upcoming else rule.severity
        self.fires = self.holds = self.cannot_say = 0


class _Unknown:
    """Who needed an unknown fact, and of how many subjects."""

    __slots__ = ("last", "rules", "subjects")

    def __init__(self) -> None:
        self.rules: dict[str, None] = {}
        self.subjects = 0
        self.last: Any = None


class _Asking:
    """One pass over a register: what was found so far, and what could not be told."""

    def __init__(self, rules: tuple[Rule[Any], ...], today: date) -> None:
        self.today = today
        self.counts = [_Count(rule, today) for rule in rules]
        self.findings: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
        self.silences: dict[str, _Unknown] = {}

    def ask(self, plan: tuple[Sight, ...], subject: Any, situation: Situation) -> None:
        """Scopes first: a rule that does not apply reads nothing. Law not yet in force that day applies to nobody."""
        waived = {answer.path for answer in subject.not_applicable}
        for sight in plan:
            seen = sight.see(subject)
            for applies, planned in sight.scopes:
                try:
                    if not applies(seen, situation):
                        continue
                except CannotSay as unknown:
                    for one in planned:
                        self._silent(one, seen, unknown.path, waived)
                    continue
                except NotInForceError:
                    continue
                self._ask_each(planned, seen, situation, waived)

    def _ask_each(self, planned: tuple[Planned, ...], seen: Any, situation: Situation, waived: set[str]) -> None:
        for one in planned:
            try:
                if one.lines is not None:
                    self._ask_lines(one, seen, situation, waived)
                elif one.condition(seen, situation):
                    self._fires(one, seen, (one.path,), waived)
                else:
                    self.counts[one.rank].holds += 1
            except CannotSay as unknown:
                self._silent(one, seen, unknown.path, waived)
            except NotInForceError:
                continue

    def _ask_lines(self, one: Planned, seen: Any, situation: Situation, waived: set[str]) -> None:
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
            self.counts[one.rank].holds += 1

    def _fires(self, one: Planned, subject: Any, paths: Sequence[str], waived: set[str]) -> None:
        count = self.counts[one.rank]
        if waived and not waived.isdisjoint(one.excuses):
            count.holds += 1
            return
        count.fires += 1
        found = self.findings[count.severity]
        found.extend(Finding(count.rule, subject.id, path, count.upcoming) for path in paths)

    def _silent(self, one: Planned, subject: Any, path: str, waived: set[str]) -> None:
        count = self.counts[one.rank]
        if waived and not waived.isdisjoint(one.excuses):
            count.holds += 1
            return
        count.cannot_say += 1
        unknown = self.silences.get(path)
        if unknown is None:
            unknown = self.silences[path] = _Unknown()
        unknown.rules[count.rule.id] = None
        if unknown.last is not subject.id:
            unknown.last = subject.id
            unknown.subjects += 1

    def assessment(self) -> Assessment:
        return Assessment(
            today=self.today,
            findings=tuple(finding for findings in self.findings.values() for finding in findings),
            silences=tuple(
                Silence(path, _label(path), tuple(unknown.rules), unknown.subjects)
                for path, unknown in self.silences.items()
            ),
            tallies=tuple(
                Tally(count.rule, count.fires, count.holds, count.cannot_say)
                for count in self.counts
                if not count.upcoming
            ),
        )


def _label(path: str) -> str:
    if path.startswith(BODY):
        return label_of(Organization, path.removeprefix(BODY))
    shape = ProcessingActivity if path in schema_paths(ProcessingActivity) else ProcessorActivity
    return label_of(shape, path)
