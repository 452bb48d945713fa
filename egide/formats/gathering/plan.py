"""What to do with each column of a table, worked out once before its rows are read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from egide.formats.gathering.answers import Answer
from egide.formats.gathering.columns import Column, Field, field_of
from egide.formats.gathering.families import FAMILIES, Family
from egide.formats.gathering.leaves import type_at
from egide.formats.gathering.lines import read_lines
from egide.formats.gathering.meaning import every, find
from egide.formats.gathering.purposes import read_purposes
from egide.formats.gathering.retentions import read_retentions
from egide.formats.gathering.targets import IGNORE, NOTES, Target
from egide.formats.gathering.transfers import read_transfers
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Code

_Reader = Callable[[Family, Sequence[Field], Sequence[str]], Answer]
_READERS: dict[str, _Reader] = {"purposes": read_purposes, "transfers": read_transfers, "retention": read_retentions}


@dataclass(slots=True)
class ListPlan:
    """A list of the record, the columns that feed it and what their texts have already been understood to say."""

    family: Family
    fields: tuple[Field, ...]
    echoes: tuple[type[Code] | None, ...]
    indices: tuple[int, ...]
    read: _Reader
    known: dict[Any, Answer] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The column that makes the lines, or the first that says something of them."""
        return next((field.index for field in self.fields if field.is_main), self.indices[0])

    def answer(self, texts: tuple[str, ...]) -> Answer:
        """What these texts say, worked out once for all the rows that hold the same."""
        found = self.known.get(texts)
        if found is None:
            heard = tuple(
                text if echo is None or not text else _echo(echo, text)
                for echo, text in zip(self.echoes, texts, strict=True)
            )
            found = self.known[texts] = self.read(self.family, self.fields, heard)
        return found


@dataclass(slots=True)
class ScalarPlan:
    """A column that gives one fact, and what its texts have already been understood to say."""

    column: Column
    known: dict[Any, Answer] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The columns of a table by what becomes of them."""

    scalars: tuple[ScalarPlan, ...]
    lists: tuple[ListPlan, ...]
    notes: tuple[Column, ...]
    ignored: tuple[Column, ...]
    organization: tuple[Column, ...]
    _indices: dict[str, int] | None = None

    @property
    def columns(self) -> Iterable[Column]:
        yield from (scalar.column for scalar in self.scalars)
        yield from (one.column for plan in self.lists for one in plan.fields)
        yield from (*self.notes, *self.ignored, *self.organization)

    def index_of(self, path: str) -> int | None:
        """The column that gives this fact of the record, or None."""
        if self._indices is None:
            self._indices = {}
            for column in self.columns:
                self._indices.setdefault(column.target.path, column.index)
        return self._indices.get(path)


def plan_of(columns: Iterable[Column]) -> Plan:
    """Sort the columns of a table by what becomes of their cells."""
    scalars, notes, ignored, organization = [], [], [], []
    feeding: dict[str, list[tuple[Column, Target, bool]]] = {}
    for column in columns:
        target = column.target
        if target.path == IGNORE:
            ignored.append(column)
        elif target.path == NOTES:
            notes.append(column)
        elif target.is_of_organization:
            organization.append(column)
        elif target.head in FAMILIES:
            feeding.setdefault(target.head, []).append((column, target, False))
        else:
            scalars.append(ScalarPlan(column))
        for other in column.also:
            if other.head in FAMILIES:
                feeding.setdefault(other.head, []).append((column, other, True))
    lists = tuple(_list_plan(FAMILIES[name], feeding[name]) for name in FAMILIES if name in feeding)
    return Plan(tuple(scalars), lists, tuple(notes), tuple(ignored), tuple(organization))


def _list_plan(family: Family, feeding: list[tuple[Column, Target, bool]]) -> ListPlan:
    ordered = sorted(feeding, key=lambda one: one[0].order)
    fields, echoes = [], []
    for column, target, is_echo in ordered:
        fields.append(field_of(replace(column, target=target) if is_echo else column, family))
        echoes.append(_code_of(target) if is_echo else None)
    kept = [
        (f, e) for f, e, (_, _, is_echo) in zip(fields, echoes, ordered, strict=True) if e is not None or not is_echo
    ]
    return ListPlan(
        family,
        tuple(f for f, _ in kept),
        tuple(e for _, e in kept),
        tuple(f.index for f, _ in kept),
        _READERS.get(family.name, read_lines),
    )


def _code_of(target: Target) -> type[Code] | None:
    kind = type_at(ProcessingActivity, target.path)
    return kind if isinstance(kind, type) and issubclass(kind, Code) else None


def _echo(kind: type[Code], text: str) -> str:
    """Under a composite heading, the codes that the text names, and nothing of the rest."""
    codes = every(kind, text)
    if not codes:
        found = find(kind, text)
        codes = (found[0],) if found else ()
    return " ; ".join(code.label for code in codes)
