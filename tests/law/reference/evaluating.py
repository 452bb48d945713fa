"""The reference conditions, read and evaluated: which rules fire on an object given as plain nested dictionaries.

A comparison with nothing is false, except those that ask for nothing. A year is counted 366 days, a month 31.
"""

import math
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

_DAYS = {"Y": 365.25, "M": 30.44, "D": 1}


@cache
def reference() -> dict[str, dict]:
    """Each rule by its id: `is` (scope, severity, kind), `if`, `when`."""
    return yaml.safe_load((Path(__file__).parent / "conditions.yaml").read_text(encoding="utf-8"))


def fired(scope: str, facts: dict, today: date) -> set[str]:
    """The ids of the rules of that scope that fire."""
    return {
        identifier
        for identifier, rule in reference().items()
        if rule["is"][0] == scope and all(_true(rule[part], facts, today) for part in ("if", "when") if part in rule)
    }


def _true(condition, facts, today) -> bool:
    if isinstance(condition, list):
        return _compare(condition, facts, today)
    ((combinator, parts),) = condition.items()
    if combinator == "not":
        return not _true(parts, facts, today)
    if combinator == "some":
        field, within = parts
        return any(_true(within, line, today) for line in _get(facts, field) or ())
    return {"all": all, "any": any}[combinator](_true(part, facts, today) for part in parts)


def _get(facts, path: str):
    for name in path.split("."):
        facts = facts.get(name) if isinstance(facts, dict) else None
    return facts


def _compare(condition, facts, today) -> bool:
    field, operator, *operand = condition
    value = _get(facts, field)
    if operator in _ON_NOTHING:
        return _ON_NOTHING[operator](value, *operand)
    if value is None:
        return False
    if operator.endswith("_field"):
        other = _get(facts, operand[0])
        return other is not None and _ORDER[operator](value, other)
    if operator in _IN_TIME:
        return _IN_TIME[operator](value, _period(operand[0]), today)
    return _ON_VALUES[operator](value, *operand)


def _period(text: str) -> timedelta:
    return timedelta(math.ceil(sum(int(count) * _DAYS[unit] for count, unit in re.findall(r"(\d+)([YMD])", text))))


_ON_NOTHING = {
    "empty": lambda value: value in (None, "", [], {}),
    "not_empty": lambda value: value not in (None, "", [], {}),
    "is_null": lambda value: value is None,
    "not_true": lambda value: value is not True,
    "ne": lambda value, other: value != other,
    "not_in": lambda value, others: value not in others,
    "not_contains_any": lambda value, others: not set(value or ()) & set(others),
}
_ON_VALUES = {
    "is_true": lambda value: value is True,
    "is_false": lambda value: value is False,
    "eq": lambda value, other: value == other,
    "in": lambda value, others: value in others,
    "contains_any": lambda value, others: bool(set(value) & set(others)),
    "lt": lambda value, other: value < other,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
    "len_lt": lambda value, length: len(value) < length,
    "matches": lambda value, pattern: re.search(pattern, value) is not None,
}
_IN_TIME = {
    "older_than": lambda value, period, today: value < today - period,
    "within": lambda value, period, today: today <= value <= today + period,
}
_ORDER = {"before_field": lambda value, other: value < other, "gt_field": lambda value, other: value > other}
