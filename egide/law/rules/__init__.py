"""The rules of the register: each a small typed value whose condition is Python over facts."""

from typing import Any

from egide.law.rules.algorithms import RULES as ALGORITHMS
from egide.law.rules.impact_assessment import RULES as IMPACT_ASSESSMENT
from egide.law.rules.organization import RULES as ORGANIZATION
from egide.law.rules.processors import RULES as PROCESSORS
from egide.law.rules.rule import Rule
from egide.law.rules.security import RULES as SECURITY
from egide.law.rules.transfers import RULES as TRANSFERS
from egide.law.rules.video import RULES as VIDEO

ALL_RULES: tuple[Rule[Any], ...] = (
    *SECURITY,
    *PROCESSORS,
    *TRANSFERS,
    *IMPACT_ASSESSMENT,
    *VIDEO,
    *ALGORITHMS,
    *ORGANIZATION,
)
_BY_ID = {rule.id: rule for rule in ALL_RULES}
if len(_BY_ID) != len(ALL_RULES):
    raise ValueError("two rules have the same id")


def rule(identifier: str) -> Rule[Any]:
    """The rule of that id. Raises KeyError when there is none."""
    return _BY_ID[identifier]
