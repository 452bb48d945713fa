"""The reference conditions, read once into functions: which rules fire on facts given as plain nested dictionaries.

A comparison with nothing is false, except those that ask for nothing. A year is counted 366 days, a month 31.
"""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

Condition = Callable[[dict, date], bool]
_DAYS = {"Y": 365.25, "M": 30.44, "D": 1}
_CONDITIONS = Path(__file__).parent / "conditions.yaml"


@cache
def reference() -> dict[str, dict]:
    """Each rule by its id: `is` (scope, severity, kind), `if`, `when`."""
    return yaml.load(_CONDITIONS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def fired(scope: str, views: list[dict], today: date) -> set[str]:
    """The rules of that scope that fire on one view at least. Views share all their keys but those given last."""
    alone = views[:1]
    several = set().union(*views) if len(views) > 1 else set()
    differing = {name for name in several if any(view[name] != views[0][name] for view in views)}
    return {
        identifier
        for identifier, fields, condition in _compiled()[scope]
        if any(condition(view, today) for view in (alone if fields.isdisjoint(differing) else views))
    }


@cache
def _compiled() -> dict[str, list[tuple[str, frozenset[str], Condition]]]:
    scopes: dict[str, list] = {}
    for identifier, rule in reference().items():
        conditions = [rule[part] for part in ("if", "when") if part in rule]
        fields = frozenset(name for condition in conditions for name in _fields(condition))
        scopes.setdefault(rule["is"][0], []).append((identifier, fields, _compile({"all": conditions})))
    return scopes


def _fields(condition) -> Iterable[str]:
    """The heads of the paths that a condition reads."""
    if isinstance(condition, list):
        yield condition[0].partition(".")[0]
        return
    ((combinator, parts),) = condition.items()
    if combinator == "some":
        yield parts[0]
        return
    for part in [parts] if combinator == "not" else parts:
        yield from _fields(part)


def _compile(condition) -> Condition:
    if isinstance(condition, list):
        return _comparison(*condition)
    ((combinator, parts),) = condition.items()
    if combinator == "some":
        lines, within = _getter(parts[0]), _compile(parts[1])
        return lambda facts, today: any(within(line, today) for line in lines(facts) or ())
    if combinator == "not":
        inner = _compile(parts)
        return lambda facts, today: not inner(facts, today)
    compiled = [_compile(part) for part in parts]
    combine = {"all": all, "any": any}[combinator]
    return lambda facts, today: combine(part(facts, today) for part in compiled)


def _getter(path: str) -> Callable[[dict], object]:
    head, _, rest = path.partition(".")
    if not rest:
        return lambda facts: facts.get(head)
    inner = _getter(rest)
    return lambda facts: inner(facts.get(head) or {})


def _comparison(field: str, operator: str, *operand) -> Condition:
    value = _getter(field)
    if operator in _ON_NOTHING:
        asked = _ON_NOTHING[operator]
        return lambda facts, _today: asked(value(facts), *operand)
    if operator in _ORDER:
        compared, other = _ORDER[operator], _getter(operand[0])
        return lambda facts, _today: None not in (a := (value(facts), other(facts))) and compared(*a)
    if operator in _IN_TIME:
        within, period = _IN_TIME[operator], _period(operand[0])
        return lambda facts, today: (found := value(facts)) is not None and within(found, period, today)
    tested = _ON_VALUES[operator]
    return lambda facts, _today: (found := value(facts)) is not None and tested(found, *operand)


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
