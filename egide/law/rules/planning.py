"""Which rules to ask of each shape, in what order and through what eyes: settled once, for every register."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

from egide.law.facts import Organization
from egide.law.facts.paths import describe_path
from egide.law.rules.blindness import See, blind_to
from egide.law.rules.rule import Rule, Situation

# What comes before the path of a fact of the body, where it is told apart from the facts of a record.
BODY = "organization."


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule put to one shape: its rank, what to call, which path to blame, which answers « sans objet » excuse it."""

    rank: int
    condition: Callable[..., bool]
    lines: str | None
    path: str
    excuses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sight:
    """Consecutive rules that look through the same eyes, by the scope they share."""

    see: See
    scopes: tuple[tuple[Callable[[Any, Situation], bool], tuple[Planned, ...]], ...]


@lru_cache(maxsize=64)
def plan(rules: tuple[Rule[Any], ...], shape: type, blind: frozenset[str]) -> tuple[Sight, ...]:
    """The rules that speak to a shape, in their order. Nothing of it depends on the register or the day."""
    prefix = BODY if shape is Organization else ""
    asked = [(rank, rule) for rank, rule in enumerate(rules) if shape in rule.subjects]
    return tuple(
        Sight(
            blind_to(shape, (*blind, *answered_by), prefix),
            tuple(
                (applies, tuple(_planned(rank, rule, shape) for rank, rule in sharing))
                for applies, sharing in groupby(together, lambda ranked: ranked[1].applies)
            ),
        )
        for answered_by, together in groupby(asked, lambda ranked: ranked[1].answered_by)
    )


def _planned(rank: int, rule: Rule[Any], shape: type) -> Planned:
    path, lines = rule.path_in(shape), rule.lines_in(shape)
    parts = path.split(".")
    containers = (".".join(parts[: i + 1]) for i in range(len(parts)))
    excuses = frozenset(container for container in containers if describe_path(shape, container).waivable)
    condition = cast("Callable[..., bool]", rule.fires or rule.fires_on)
    return Planned(rank, condition, lines, path[len(lines) :] if lines else path, excuses)
