"""Rows of dated law: each says from when it holds, where it comes from and whether it was verified there.

Changing law is adding a row: what was computed under the old one stays computable.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

Field = TypeVar("Field")
_COMMON = frozenset({"valid_from", "valid_to", "source", "confirmed", "watch", "note"})


class TableError(ValueError):
    """A table of law that cannot be read: the message (French) says where."""


class NotInForceError(LookupError):
    """No row of the table is in force on the day that was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dated row. `valid_to` is the last day in force; `confirmed` is False until verified at the source."""

    where: str
    valid_from: date
    valid_to: date | None
    source: str
    confirmed: bool
    watch: str | None
    note: str | None
    fields: Mapping[str, object]

    def in_force(self, on: date) -> bool:
        """Whether the row holds on that day, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def get(self, name: str, kind: type[Field]) -> Field:
        """A field of that very type (lists are tuples). Raises TableError if absent or of another type."""
        return _typed(self.fields, name, kind, self.where)

    def optional(self, name: str, kind: type[Field]) -> Field | None:
        """As `get`, None when the field is absent."""
        return self.get(name, kind) if name in self.fields else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of law as read: its sections, in the order of the file. Nothing in it can be changed."""

    name: str
    sections: Mapping[str, tuple[Row, ...]]

    def rows(self, section: str) -> tuple[Row, ...]:
        """The rows of a section, in force or not. Raises TableError if there is no such section."""
        if section not in self.sections:
            raise TableError(f"table « {self.name} » : aucune section « {section} »")
        return self.sections[section]


def read_table(text: str, name: str) -> Table:
    """Read the TOML of a table. Raises TableError, in French, on anything that is not a table of dated rows."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise TableError(f"table « {name} » illisible : {problem}") from problem
    sections = {section: _rows(name, section, found) for section, found in content.items()}
    return Table(name, MappingProxyType(sections))


@cache
def load_table(name: str) -> Table:
    """The table of that name delivered with Égide, read once."""
    file = resources.files("egide.law") / "tables" / f"{name}.toml"
    return read_table(file.read_text(encoding="utf-8"), name)


def in_force(rows: Iterable[Row], on: date) -> tuple[Row, ...]:
    """The rows that hold on that day."""
    return tuple(row for row in rows if row.in_force(on))


def check_succession(rows: Iterable[Row], what: str) -> None:
    """Raise TableError when two rows about the same thing hold on the same day: the law has one answer a day."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.in_force(later.valid_from):
            raise TableError(
                f"{later.where} : {what} a deux valeurs au {later.valid_from} ; fermez la plus ancienne par valid_to"
            )


def _rows(table: str, section: str, found: object) -> tuple[Row, ...]:
    if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
        raise TableError(f"table « {table} » : « {section} » doit être une suite de lignes [[{section}]]")
    return tuple(_row(f"table « {table} », {section}, ligne {n}", fields) for n, fields in enumerate(found, 1))


def _row(where: str, fields: Mapping[str, object]) -> Row:
    valid_from = _typed(fields, "valid_from", date, where)
    valid_to = _typed(fields, "valid_to", date, where) if "valid_to" in fields else None
    if valid_to is not None and valid_to < valid_from:
        raise TableError(f"{where} : valid_to ({valid_to}) précède valid_from ({valid_from})")
    source = _typed(fields, "source", str, where)
    if not source.strip():
        raise TableError(f"{where} : source vide")
    return Row(
        where=where,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        confirmed=_typed(fields, "confirmed", bool, where),
        watch=_typed(fields, "watch", str, where) if "watch" in fields else None,
        note=_typed(fields, "note", str, where) if "note" in fields else None,
        fields=_frozen({name: value for name, value in fields.items() if name not in _COMMON}),
    )


def _typed(fields: Mapping[str, object], name: str, kind: type[Field], where: str) -> Field:
    value = fields.get(name)
    if type(value) is not kind:
        found = "rien" if value is None else f"« {value} »"
        raise TableError(f"{where} : « {name} » doit être de type {kind.__name__}, trouvé {found}")
    return value


def _frozen(fields: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({name: _freeze(value) for name, value in fields.items()})


def _freeze(value: object) -> object:
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return _frozen(value) if isinstance(value, dict) else value
