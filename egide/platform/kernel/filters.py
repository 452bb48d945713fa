"""What a list can be narrowed by: kept in the URL, shown as chips that can be taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types
from egide.law.facts.paths import label_of
from egide.law.french import long_date
from egide.platform.records.collation import sortable
from egide.platform.records.storage import Storage, bare

Options = list[tuple[str, str]]
UNKNOWN = "?"
"""The option that asks for what is not filled in."""


FIRST_YEAR, LAST_YEAR = 1900, 2999
WITH_OR_WITHOUT = (("1", "avec"), ("0", "sans"))


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `options` may look at the rows in scope; `where` gives the condition of one value."""

    name: str
    label: str
    options: Callable[[QuerySet[Any]], Options]
    where: Callable[[str], Q]
    is_coded: bool = True
    """Whether the options are a closed list, the same for every body."""
    is_day: bool = False
    """Whether its value is a day, that is typed; there are no options then."""
    is_spoken: bool = False
    """Whether its options say enough without its label: « incomplets »."""

    def said(self, value: str, options: Options) -> str:
        """What it asks, in words: « Durées de conservation : sans »."""
        if self.is_day:
            return f"{self.label} {_day_in_words(value)}"
        return f"{self.label}\u00a0: {dict(options).get(value, value)}"


def fact_filter(storage: Storage, path: str) -> Filter:
    """The filter of a fact: `status`, `dpia.status` (within a group), `purposes.legal_basis` (of any line), `retention`
    (whether there is a line)."""
    label = label_of(storage.shape, path)
    head, _, rest = path.partition(".")
    annotation = field_types(storage.shape)[head]
    if head in storage.lines and not rest:
        return Filter(path, label, lambda _: list(WITH_OR_WITHOUT), lambda value: _has_lines(storage, head, value))
    if head in storage.lines:
        inner = field_types(storage.line_shape(head))[rest]
        return Filter(path, label, lambda _: _choices(inner), lambda value: _any_line(storage, head, rest, value))
    if rest:
        inner = field_types(bare(annotation))[rest]
        return Filter(path, label, lambda _: _choices(inner), lambda value: _column(f"{head}__{rest}", inner, value))
    if bare(annotation) is str:
        return Filter(
            path, label, lambda rows: distinct(rows, head), lambda value: _column(head, str, value), is_coded=False
        )
    return Filter(path, label, lambda _: _choices(annotation), lambda value: _column(head, annotation, value))


def _choices(annotation: Any) -> Options:
    kind = bare(annotation)
    if kind is bool:
        return [("1", "Oui"), ("0", "Non"), (UNKNOWN, "Non renseigné")]
    if isinstance(kind, type) and issubclass(kind, Code):
        return [*((member.value, member.label) for member in kind), (UNKNOWN, "Non renseigné")]
    raise TypeError(f"no list of choices for {annotation!r}")


def _column(lookup: str, annotation: Any, value: str) -> Q:
    if value == UNKNOWN:
        return Q(**{f"{lookup}__isnull": True})
    return Q(**{lookup: value == "1" if bare(annotation) is bool else value})


def _has_lines(storage: Storage, kind: str, value: str) -> Q:
    """Nothing is said by what has no line, be it unknown or declared to be none."""
    there = Q(Exists(_lines(storage, kind)))
    return there if value == "1" else ~there


def _lines(storage: Storage, kind: str) -> QuerySet[Any]:
    if storage.line_model is None:
        raise TypeError(f"{storage.shape.__name__} has no lines")
    rows: QuerySet[Any] = storage.line_model.objects.filter(
        organization_id=OuterRef("organization_id"), owner_id=OuterRef("id"), kind=kind
    )
    return rows


def _any_line(storage: Storage, kind: str, name: str, value: str) -> Q:
    lines = _lines(storage, kind)
    if value == UNKNOWN:
        return ~Q(Exists(lines.filter(**{f"facts__{name}__isnull": False})))
    return Q(Exists(lines.filter(**{f"facts__{name}": value})))


def distinct(rows: QuerySet[Any], name: str) -> Options:
    """The values in use, in French order."""
    values: Iterable[str] = rows.order_by().exclude(**{name: None}).values_list(name, flat=True).distinct()
    return [*((v, v) for v in sorted(values, key=sortable) if v), (UNKNOWN, "Non renseigné")]


def _since(value: str) -> Q:
    day = day_of(value)
    return Q() if day is None else Q(updated_at__gte=timezone.make_aware(datetime.combine(day, time.min)))


def day_of(value: str) -> date | None:
    """The day that a URL holds; None when it holds none, or one at the ends of time, where hours are not counted."""
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day_in_words(value: str) -> str:
    day = day_of(value)
    return f"le {long_date(day)}" if day else value


MODIFIED = Filter("depuis", "Modifiée depuis", lambda _: [], _since, is_day=True)
"""Of every register: the records that changed on a day or after it."""
