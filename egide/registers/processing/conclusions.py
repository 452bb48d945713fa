"""What the law concludes of one record, gathered for its page: findings, rights, impact assessment, what is missing.

Nothing is decided here: the rules, the rights and the assessment are those of `egide.law`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import ControllerRole, Right
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import label_of
from egide.law.impact import Verdict, need
from egide.law.rights import Answer, RightAnswer, applicable_rights
from egide.law.rules import ALL_RULES
from egide.law.rules.assessment import Silence
from egide.law.rules.engine import assess
from egide.law.rules.rule import Finding, Rule


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that article 30 asks for and that nobody gave; `path` leads to its field."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what article 30 asks is known: `known` facts out of `total`, and where the others go."""

    known: int
    total: int
    missing: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What the page of a record shows beside it. For a processor (art. 30(2)) there is no right and no verdict."""

    findings: tuple[Finding, ...]
    silences: tuple[Silence, ...]
    rights: Mapping[Right, RightAnswer]
    assessment: Verdict | None
    completeness: Completeness

    @property
    def rights_by_answer(self) -> tuple[tuple[Answer, tuple[RightAnswer, ...]], ...]:
        """The rights under each answer, the most favourable to people first."""
        found = ((answer, tuple(r for r in self.rights.values() if r.answer is answer)) for answer in Answer)
        return tuple((answer, rights) for answer, rights in found if rights)


def conclusions(activity: ProcessingActivity | ProcessorActivity, register: Register, today: date) -> Conclusions:
    """Everything the law says of one record of a register on a day.

    `register` need not hold the other records: the rules of a record look at it and at the body, not at its neighbours.
    """
    alone = replace(register, activities=(activity,))
    shape: type = type(activity)
    found = assess(alone, today, rules=_rules_of(shape))
    controller = activity if isinstance(activity, ProcessingActivity) else None
    return Conclusions(
        findings=found.of(activity.id),
        silences=found.silences,
        rights=applicable_rights(controller, today) if controller else {},
        assessment=need(controller, register.organization, today) if controller else None,
        completeness=completeness(activity, register.organization),
    )


def completeness(activity: ProcessingActivity | ProcessorActivity, organization: Organization) -> Completeness:
    """How much of article 30 is told. « None » declared and *sans objet* are answers; the body may answer for it."""
    asked = [*_asked(activity, organization)]
    missing = tuple(Gap(path, label_of(type(activity), path)) for path, known in asked if not known)
    return Completeness(len(asked) - len(missing), len(asked), missing)


def leads_to(activity: ProcessingActivity | ProcessorActivity, path: str) -> str:
    """The path of the field to open for `path`: a rule that names no line means the first, or the list if empty."""
    shape: Any = type(activity)
    holder: Any = activity
    found = ""
    for part in path.split("."):
        name, bracket, _ = part.partition("[")
        annotation = field_types(shape)[name]
        value = getattr(holder, name, None)
        found = f"{found}.{part}" if found else part
        shape = shape_within(annotation)
        if shape is None or not is_list(annotation):
            holder = value
            continue
        if not bracket and path != found:
            if not value:
                return found
            found = f"{found}[{value[0].id}]"
        holder = next((line for line in value or () if part.endswith(f"[{line.id}]")), value[0] if value else None)
    return found


@cache
def _rules_of(shape: type) -> tuple[Rule[Any], ...]:
    return tuple(rule for rule in ALL_RULES if shape in rule.subjects)


def _asked(activity: ProcessingActivity | ProcessorActivity, body: Organization) -> Iterator[tuple[str, bool]]:
    """Each fact that is asked, with whether it is known: those of the record, then those of each of its lines."""
    shape: type = type(activity)
    for name, described in descriptions(shape).items():
        value = getattr(activity, name)
        if described.mandatory:
            answered = value is not None or activity.waived(name) is not None or _settled(name, activity, body)
            yield name, answered
        if value and is_list(field_types(shape)[name]) and shape_within(field_types(shape)[name]) is not None:
            yield from _asked_of_lines(name, value)


def _asked_of_lines(name: str, lines: tuple[Any, ...]) -> Iterator[tuple[str, bool]]:
    shape: type = type(lines[0])
    for line in lines:
        for inner, described in descriptions(shape).items():
            if described.mandatory:
                yield f"{name}[{line.id}].{inner}", getattr(line, inner) is not None


def _settled(name: str, activity: ProcessingActivity | ProcessorActivity, body: Organization) -> bool:
    """Whether the record need not say: the body that keeps the register is the controller, has the delegate…"""
    if name == "controller":
        return body.name is not None and body.contact is not None
    if name in {"representative", "dpo"}:
        return getattr(body, name) is not None
    return name == "joint_controllers" and getattr(activity, "role", None) is ControllerRole.CONTROLLER
