"""What the rules concluded of a register: findings, silences, how often each rule fired, held or could not say."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from egide.law.rules.rule import Finding, Rule, Severity


@dataclass(frozen=True, slots=True)
class Silence:
    """A fact that some rules needed and that was unknown. `path` starts with `organization.` for a fact of the body."""

    path: str
    label: str
    rules: tuple[str, ...]
    subjects: int


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many subjects a rule in force fired, held, could not say. Where it does not apply it is not counted."""

    rule: Rule[Any]
    fires: int
    holds: int
    cannot_say: int

    @property
    def spoke(self) -> int:
        """In how many subjects the rule applied and could conclude."""
        return self.fires + self.holds


@dataclass(frozen=True)
class Assessment:
    """Findings by severity, then in the order of the register (the body first), then in the order of the rules."""

    today: date
    findings: tuple[Finding, ...]
    silences: tuple[Silence, ...]
    tallies: tuple[Tally, ...]

    @cached_property
    def by_subject(self) -> Mapping[UUID, tuple[Finding, ...]]:
        """The findings of each subject that has any, the body's under the id of the organization."""
        found: dict[UUID, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.subject, []).append(finding)
        return MappingProxyType({subject: tuple(findings) for subject, findings in found.items()})

    def of(self, subject: UUID) -> tuple[Finding, ...]:
        """The findings of one subject, the most serious first."""
        return self.by_subject.get(subject, ())

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings of each severity, what is still to come into force left out."""
        counted = Counter(finding.severity for finding in self.findings if not finding.upcoming)
        return MappingProxyType({severity: counted[severity] for severity in Severity})

    @property
    def upcoming(self) -> tuple[Finding, ...]:
        """What will be found the day the rule comes into force, if nothing changes."""
        return tuple(finding for finding in self.findings if finding.upcoming)
