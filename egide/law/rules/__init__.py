"""The rules of the register: each a small typed value whose condition is Python over facts."""

from typing import Any

from egide.law.rules.rule import Rule

ALL_RULES: tuple[Rule[Any], ...] = ()
