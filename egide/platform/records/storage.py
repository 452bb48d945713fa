"""How a shape of facts is kept: typed columns for what stands alone, JSON for what is nested, rows for its lines."""

import copy
import dataclasses
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import models

from egide.formats.package.encoding import encode
from egide.law.durations import Duration
from egide.law.facts.codes import Code
from egide.law.facts.describing import Description, descriptions, field_types, is_list, is_shape, shape_within
from egide.law.facts.paths import leaves
from egide.platform.records import fields
from egide.platform.records.collation import sortable
from egide.platform.records.stemming import terms_of, title_terms

if TYPE_CHECKING:
    from egide.platform.records.models import Kept, Line

Document = dict[str, Any]
Errors = dict[str, list[str]]
Upcast = Callable[[Document], Document]
M = TypeVar("M", bound="Kept")

_PLAIN: "Mapping[type, type[models.Field[Any, Any]]]" = {
    str: fields.TextField,
    bool: fields.BooleanField,
    int: fields.IntegerField,
    float: fields.FloatField,
    date: fields.DateField,
    Duration: fields.DurationField,
    UUID: fields.UUIDField,
}


def no_errors(facts: Any) -> Errors:
    """The validation of a shape that has no rule of its own."""
    del facts
    return {}


def no_derivation(saved: "Sequence[tuple[Kept, Any]]", today: date) -> None:
    """For a record whose list shows nothing that must be computed."""
    del saved, today


class LineRow(NamedTuple):
    """A line as facts are made of it. A register holds thousands: an instance of a model each would cost three times
    as much."""

    organization_id: UUID
    owner_id: UUID
    id: UUID
    kind: str
    facts: Document


@dataclass(frozen=True)
class Storage:
    """How one model keeps one shape. `number` grows with the shape; `upcasts[n]` turns a document n into n+1.

    `labels`: what the columns `also` kept are called where it is not their verbose name.
    """

    model: "type[Kept]"
    shape: type
    line_model: "type[Line] | None" = None
    also: tuple[str, ...] = ()
    number: int = 1
    upcasts: Mapping[int, Upcast] = field(default_factory=dict)
    validate: Callable[[Any], Errors] = no_errors
    derive: "Callable[[Sequence[tuple[Kept, Any]], date], None]" = no_derivation
    titled_by: str = "name"
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def record_type(self) -> str:
        """How the journal names this kind of record: for ever."""
        return str(self.model._meta.label_lower)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The facts that are lists of lines."""
        return tuple(name for name in descriptions(self.shape) if is_lines(field_types(self.shape)[name]))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The facts that are columns."""
        return tuple(f.name for f in dataclasses.fields(self.shape) if f.name != "id" and f.name not in self.lines)

    def facts(self, record: "Kept", lines: "Sequence[Line | LineRow]") -> Any:
        """The shape of a record and of its lines."""
        found: dict[str, list[Any]] = defaultdict(list)
        for line in lines:
            found[line.kind].append(fields.decode(self.line_shape(line.kind), {**line.facts, "id": line.id}))
        values = {name: getattr(record, name) for name in self.columns}
        none: Sequence[str] = getattr(record, "declared_none", ())
        for name in self.lines:
            values[name] = tuple(found[name]) if found[name] else () if name in none else None
        if "not_applicable" in values:
            values["not_applicable"] = values["not_applicable"] or ()
        return self.shape(id=record.id, **values)

    def from_document(self, document: Document, record_id: UUID, number: int) -> Any:
        """The shape of a journaled version, brought to the shape of today. Raises ValueError if it cannot be read."""
        told = {name: value for name, value in self.upcast(document, number).items() if name != "record"}
        return fields.decode(self.shape, {"id": str(record_id), **told})

    def upcast(self, document: Document, number: int) -> Document:
        """A journaled document of shape `number`, as one of today. Raises ValueError, in French, if it cannot be."""
        if number > self.number:
            raise ValueError(f"forme n°\u00a0{number}, plus récente que celle de cette application")
        made = document if number == self.number else copy.deepcopy(document)
        for step in range(number, self.number):
            if step not in self.upcasts:
                raise ValueError(f"forme n°\u00a0{step}, que cette application ne sait plus lire")
            try:
                made = self.upcasts[step](made)
            except (LookupError, TypeError, AttributeError) as failure:
                raise ValueError(f"forme n°\u00a0{step}, dont le contenu ne se lit pas") from failure
        return made

    def fill(self, record: "Kept", facts: Any) -> None:
        """Put a shape in the columns of a record; its lines are told by `lines_of`."""
        for name in self.columns:
            setattr(record, name, getattr(facts, name))
        if "not_applicable" in self.columns:
            record.not_applicable = facts.not_applicable or None  # type: ignore[attr-defined]
        self.word(record, facts)
        if self.lines:
            record.declared_none = [n for n in self.lines if getattr(facts, n) == ()]  # type: ignore[attr-defined]

    def lines_of(self, record: "Kept", facts: Any) -> "list[Line]":
        """The lines of a shape, as rows not yet saved."""
        return [line for name in self.lines for line in self._rows(record, name, getattr(facts, name) or ())]

    def word(self, record: "Kept", facts: Any) -> None:
        """Put in its columns what a record is sorted and found by. A term stands between two spaces."""
        record.sort_key = sortable(self.title_of(facts))[:200]
        record.search_text = f" {' '.join(sorted(terms_of(texts_of(facts)) | title_terms(self.title_of(facts))))} "

    def _rows(self, record: "Kept", name: str, values: Iterable[Any]) -> "Iterable[Line]":
        if self.line_model is None:
            raise TypeError(f"{self.shape.__name__}.{name} needs a line model")
        for position, value in enumerate(values):
            document = encode(value)
            del document["id"]
            yield self.line_model(
                organization_id=record.organization_id,
                owner_id=record.id,
                id=value.id,
                kind=name,
                position=position,
                facts=document,
            )

    def read_lines(self, records: "Sequence[Kept]") -> Mapping[tuple[UUID, UUID], list[LineRow]]:
        """The lines of records of one or several bodies, by body and record, with one query.

        The bodies are named: over nine hundred, each would be asked for each record.
        """
        found: dict[tuple[UUID, UUID], list[LineRow]] = defaultdict(list)
        if self.line_model is not None and records:
            bodies = {record.organization_id for record in records}
            named = self.line_model.objects.filter(organization_id__in=bodies)
            rows = named.filter(owner_id__in=[record.id for record in records])
            for line in map(LineRow._make, rows.values_list(*LineRow._fields)):
                found[line.organization_id, line.owner_id].append(line)
        return found

    def title(self, record: "Kept") -> str:
        """What the record is called."""
        return self._called(getattr(record, self.titled_by))

    def title_of(self, facts: Any) -> str:
        """What a shape is called."""
        return self._called(getattr(facts, self.titled_by))

    def _called(self, value: Any) -> str:
        return value.label if isinstance(value, Code) else str(value or self.untitled)

    @property
    def untitled(self) -> str:
        """For a record without a name."""
        return f"{str(self.model._meta.verbose_name).capitalize()} sans nom"

    def describe(self, name: str) -> Description:
        """The words of a fact."""
        return descriptions(self.shape)[name]

    def line_shape(self, name: str) -> type:
        """The shape of the lines of a fact."""
        found = shape_within(field_types(self.shape)[name])
        if found is None:
            raise KeyError(f"{self.shape.__name__}.{name} has no lines")
        return found


def is_lines(annotation: Any) -> bool:
    """Whether a fact is a list of lines: shapes that have an id."""
    within = shape_within(annotation)
    return is_list(annotation) and within is not None and "id" in field_types(within)


def column(shape: type, name: str) -> "models.Field[Any, Any]":
    """The column of one fact, with the words of its description."""
    annotation = field_types(shape)[name]
    known = descriptions(shape).get(name)
    words: dict[str, Any] = {"verbose_name": known.label, "help_text": known.help} if known else {}
    kind = bare(annotation)
    if isinstance(kind, type) and issubclass(kind, Code):
        return fields.CodeField(code=kind, null=True, blank=True, **words)
    if kind in _PLAIN:
        return _PLAIN[kind](null=True, blank=True, **words)
    if is_shape(kind) or is_list(annotation):
        return fields.ShapeField(annotation=annotation, null=True, blank=True, **words)
    raise TypeError(f"{shape.__name__}.{name}: no column for {annotation!r}")


def bare(annotation: Any) -> Any:
    """The annotation without `None`: `LegalBasis` for `LegalBasis | None`."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    return options[0] if isinstance(annotation, types.UnionType) and len(options) == 1 else annotation


def texts_of(facts: Any) -> Iterable[str]:
    """All that is written in a shape, and the labels of its codes."""
    for _, value in leaves(facts):
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield text.label if isinstance(text, Code) else text


def stores(shape: type, **how: Any) -> "Callable[[type[M]], type[M]]":
    """Make a Record model keep a shape: adds a column for each fact, and `Model.storage`. See Storage for `how`."""

    def decorate(model: "type[M]") -> "type[M]":
        model.storage = storage = Storage(model, shape, **how)
        if taken := sorted(name for name in (*storage.columns, *storage.lines) if hasattr(model, name)):
            raise TypeError(
                f"{shape.__name__}: {taken} would hide what {model.__name__} has of its own. Choose other names."
            )
        for name in storage.columns:
            column(shape, name).contribute_to_class(model, name)
        if storage.lines:
            models.JSONField(default=list, editable=False).contribute_to_class(model, "declared_none")
        return model

    return decorate
