"""A column whose meaning is known, and the cells of one row that feed one list."""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from egide.formats.french.words import fold
from egide.formats.gathering.families import FAMILIES, Family
from egide.formats.gathering.leaves import type_at
from egide.formats.gathering.targets import Target, UnknownTarget
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types

# Marks of a target that are no field of its line.
_MARKS = frozenset({"sub", "organisational"})


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column stands, what its heading says and where its cells go.

    `rank` orders the columns that feed one list, whatever their place in the file; `number` is that of a heading such
    as « Destinataire 2 ». `swapped` is the heading under which a file wrongly puts it. `also`: a composite heading.
    """

    index: int
    heading: str
    target: Target
    rank: int = 0
    number: int = 0
    certainty: float = 1.0
    also: tuple[Target, ...] = ()

    @property
    def order(self) -> tuple[int, int, str, int]:
        return self.rank, self.number, fold(self.heading), self.index


@dataclass(frozen=True)
class Field:
    """A column seen from the list that it feeds. `within` is the field of the line, empty for a box to tick."""

    column: Column
    family: Family
    within: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def index(self) -> int:
        return self.column.index

    @property
    def path(self) -> str:
        """The schema path of the fact."""
        return f"{self.family.name}.{self.within}" if self.within else self.family.name

    @cached_property
    def is_main(self) -> bool:
        """Whether its cells make the lines."""
        return self.within in ("", self.family.main)

    @property
    def subject(self) -> str:
        """How messages name the column."""
        return f"colonne «\u202f{self.column.heading}\u202f»"


def field_of(column: Column, family: Family) -> Field:
    """The field of a list that this column feeds. Raises KeyError or ValueError on a code that does not exist."""
    given: dict[str, Any] = {}
    for name, value in column.target.given:
        if name not in _MARKS:
            kind = type_at(family.shape, name)
            given[name] = kind(value) if isinstance(kind, type) and issubclass(kind, Code) else value
    return Field(column, family, column.target.within, given)


def check_given(target: Target) -> None:
    """Whether what the heading is said to give exists. Raises UnknownTarget (in French) with the valid codes."""
    for name, value in target.given:
        kind = codes_given(target, name)
        if name not in _MARKS and (kind is None or value not in set(kind)):
            valid = ", ".join(kind) if kind is not None else "aucune valeur possible ici"
            raise UnknownTarget(f"«\u202f{name}={value}\u202f» n’existe pas\u202f; valeurs possibles\u00a0: {valid}")


def codes_given(target: Target, name: str) -> type[Code] | None:
    """The closed list of which a heading may give a code: that of a field of the line, or of a list of codes."""
    family = FAMILIES.get(target.head)
    path = f"{target.head}.{name}" if family else target.path
    if family is not None and name not in field_types(family.shape):
        return None
    kind = type_at(ProcessingActivity, path)
    kind = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind
    return kind if isinstance(kind, type) and issubclass(kind, Code) else None
