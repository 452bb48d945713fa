"""The rules of the register: each a small typed value whose condition is Python over facts."""

from typing import Any

from egide.law.rules import (
    algorithms,
    impact_assessment,
    information,
    legal_bases,
    minimisation,
    organization,
    processors,
    register,
    retention,
    security,
    special_data,
    transfers,
    video,
)
from egide.law.rules.rule import Rule

_TOPICS = (
    register,
    legal_bases,
    special_data,
    minimisation,
    retention,
    information,
    security,
    processors,
    transfers,
    impact_assessment,
    video,
    algorithms,
    organization,
)
ALL_RULES: tuple[Rule[Any], ...] = tuple(rule for topic in _TOPICS for rule in topic.RULES)
_BY_ID = {rule.id: rule for rule in ALL_RULES}


def rule(identifier: str) -> Rule[Any]:
    """The rule of that id. Raises KeyError when there is none."""
    return _BY_ID[identifier]
