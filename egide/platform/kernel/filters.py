"""What a list can be narrowed by: kept in the URL, shown as chips that can be taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types
from egide.law.facts.paths import label_of
from egide.platform.records.collation import sortable
from egide.platform.records.storage import Storage, bare

Options = list[tuple[str, str]]
UNKNOWN = "?"
"""The option that asks for what is not filled in."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `options` may look at the rows in scope; `where` gives the condition of one value."""

    name: str
    label: str
    options: Callable[[QuerySet[Any]], Options]
    where: Callable[[str], Q]
    is_coded: bool = True
    """Whether the options are a closed list, the same for every body."""


def fact_filter(storage: Storage, path: str) -> Filter:
    """The filter of a fact: `status`, `dpia.status` (within a group), `purposes.legal_basis` (of any line)."""
    label = label_of(storage.shape, path)
    head, _, rest = path.partition(".")
    annotation = field_types(storage.shape)[head]
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


def _any_line(storage: Storage, kind: str, name: str, value: str) -> Q:
    if storage.line_model is None:
        raise TypeError(f"{storage.shape.__name__} has no lines")
    lines = storage.line_model.objects.filter(
        organization_id=OuterRef("organization_id"), owner_id=OuterRef("id"), kind=kind
    )
    if value == UNKNOWN:
        return ~Q(Exists(lines.filter(**{f"facts__{name}__isnull": False})))
    return Q(Exists(lines.filter(**{f"facts__{name}": value})))


def distinct(rows: QuerySet[Any], name: str) -> Options:
    """The values in use, in French order."""
    values: Iterable[str] = rows.order_by().exclude(**{name: None}).values_list(name, flat=True).distinct()
    return [*((v, v) for v in sorted(values, key=sortable) if v), (UNKNOWN, "Non renseigné")]
