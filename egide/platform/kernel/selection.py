"""What a list was asked to show, read from the URL and written back to it: the same for screen and export."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from egide.platform.kernel.columns import TITLE, Column
from egide.platform.kernel.filters import Filter, day_of
from egide.platform.kernel.registers import Register
from egide.platform.records.models import State
from egide.platform.search.query import Query
from egide.platform.search.query import read as read_words

PER_PAGE = 50


@dataclass(frozen=True)
class Selection:
    """A search, filters, an order, a page, columns, a state, a past date. Unknown values in the URL are left out."""

    register: Register
    words: str = ""
    filters: Mapping[str, str] = ()  # type: ignore[assignment]
    sort: str = "title"
    descending: bool = False
    page: int = 1
    columns: tuple[str, ...] = ()
    state: str = State.ACTIVE
    on: date | None = None

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns to show, the title first."""
        chosen = self.columns or self.register.first_columns
        return (TITLE, *(c for c in self.register.all_columns[1:] if c.name in chosen))

    @property
    def chosen(self) -> list[tuple[Filter, str]]:
        """The filters in force, with their value."""
        return [(f, self.filters[f.name]) for f in self.register.all_filters if f.name in self.filters]

    def query(self, **changes: Any) -> str:
        """The URL's query for this selection with some changes; the first page unless told."""
        other = replace(self, **{"page": 1, **changes})
        said: list[tuple[str, str]] = [("q", other.words)] if other.words else []
        said += [(name, value) for name, value in other.filters.items()]
        if other.sort != "title" or other.descending:
            said.append(("tri", f"-{other.sort}" if other.descending else other.sort))
        said += [("colonne", name) for name in other.columns]
        if other.state != State.ACTIVE:
            said.append(("situation", other.state))
        if other.on:
            said.append(("au", other.on.isoformat()))
        if other.page > 1:
            said.append(("page", str(other.page)))
        return f"?{urlencode(said)}" if said else "?"

    def without(self, name: str) -> str:
        """The query without one filter."""
        return self.query(filters={k: v for k, v in self.filters.items() if k != name})

    def sorted_by(self, column: Column) -> str:
        """The query ordered by a column, the other way when it already is."""
        return self.query(sort=column.name, descending=self.sort == column.name and not self.descending)

    @property
    def is_by_title(self) -> bool:
        """Whether the order is the one that a list has at first."""
        return self.sort == "title" and not self.descending

    @property
    def sought(self) -> Query:
        """The words of the search."""
        return read_words(self.words)

    def narrow(self, rows: QuerySet[Any], among: Any = None) -> QuerySet[Any]:
        """The rows of the list, in order. `among`: the condition of the words, when something better is known than
        reading what each row says."""
        rows = rows.filter(self.sought.condition() if among is None else among, state=self.state)
        for chosen, value in self.chosen:
            rows = rows.filter(chosen.where(value))
        ties = ("-organization_id", "-id") if self.descending else ("organization_id", "id")
        return rows.order_by(self._column.order(descending=self.descending), *ties)

    @property
    def _column(self) -> Column:
        return next((c for c in self.register.all_columns if c.name == self.sort and c.sort), TITLE)


def read(register: Register, params: QueryDict) -> Selection:
    """The selection that a URL asks for."""
    sort = params.get("tri", "title")
    names = {c.name for c in register.all_columns if c.sort}
    known = {c.name for c in register.all_columns}
    return Selection(
        register=register,
        words=params.get("q", "").strip()[:200],
        filters={f.name: value for f in register.all_filters if (value := _valued(f, params.get(f.name, "")))},
        sort=sort.lstrip("-") if sort.lstrip("-") in names else "title",
        descending=sort.startswith("-"),
        page=_number(params.get("page", "")),
        columns=tuple(name for name in params.getlist("colonne") if name in known),
        state=state if (state := params.get("situation", "")) in State.values else State.ACTIVE,
        on=day_of(params.get("au", "")),
    )


def _valued(known: Filter, value: str) -> str:
    return value if not known.is_day or day_of(value) else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else 1
