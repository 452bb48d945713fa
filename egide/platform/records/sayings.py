"""One version of a record, said in French: what a path is called, what a leaf reads like, what names a line.

Nothing here may fail on an old version: what the shape of today does not know is said as it was written.
"""

import json
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils import timezone

from egide.documents.layouts.words import in_words
from egide.law import facts
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions, field_types, shape_within
from egide.law.facts.paths import describe_path
from egide.law.french import capital, moment
from egide.platform.records.fields import decode
from egide.platform.records.journal.leaves import unflatten
from egide.platform.records.models import State
from egide.platform.records.storage import Storage

UNKNOWN: Final = "non renseigné"
NONE: Final = "aucun"
ERASED: Final = object()
"""The value of a leaf whose content was erased, for those who know it: see `history.told`."""

COLON: Final = "\u00a0: "
_STEP = re.compile(r"[^.\[\]]+|\[[^\]]*\]")
_LONGEST_NAME = 60
_NAMING = ("name", "text", "recipient", "contact", "data", "category", "code")

NOUNS: Final[Mapping[type, tuple[str, bool]]] = {
    facts.JointController: ("responsable conjoint", False),
    facts.Purpose: ("finalité", True),
    facts.DataSubjects: ("catégorie de personnes", True),
    facts.PersonalData: ("catégorie de données", True),
    facts.SpecialData: ("donnée sensible", True),
    facts.Source: ("source", True),
    facts.Recipient: ("destinataire", False),
    facts.Processor: ("sous-traitant", False),
    facts.SubProcessor: ("sous-traitant ultérieur", False),
    facts.Transfer: ("transfert hors de l’EEE", False),
    facts.Retention: ("durée de conservation", True),
    facts.System: ("logiciel ou support", False),
    facts.SecurityMeasure: ("mesure de sécurité", True),
    facts.PlannedMeasure: ("mesure prévue", True),
    facts.Client: ("responsable de traitement", False),
    facts.ProcessingCategory: ("catégorie de traitements", True),
    facts.Referent: ("référent", False),
}
"""What one line is called, and whether the noun is feminine. Another line is « une ligne »."""


def steps(path: str) -> list[str]:
    """`purposes[U].text` gives `purposes`, `[U]`, `text`."""
    return _STEP.findall(path)


def lowered(label: str) -> str:
    """A label in the middle of a sentence: acronyms keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def annotation_at(shape: type, path: str) -> Any:
    """The annotated type of what is at a path, lines left out. Raises KeyError on a path of another shape."""
    annotation: Any = shape
    for step in steps(path):
        if step.startswith("["):
            continue
        within = shape_within(annotation)
        if within is None or step not in descriptions(within):
            raise KeyError(path)
        annotation = field_types(within)[step]
    return annotation


@dataclass(frozen=True)
class Saying:
    """The leaves of one version, in words. `names`: what the records that it points at are called, by identifier."""

    storage: Storage
    leaves: Mapping[str, Any]
    names: Mapping[UUID, str] = field(default_factory=dict)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The leaves, as a document."""
        return unflatten(self.leaves)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The path of every line: `purposes[U]`, `processors[U].subprocessors[V]`."""
        found: set[str] = set()
        for path, value in self.leaves.items():
            found.update(path[: end.end()] for end in re.finditer(r"\[[^\]]+\]", path))
            if path.endswith("[]") and isinstance(value, list):
                found.update(f"{path[:-2]}[{identifier}]" for identifier in value)
        return frozenset(found)

    def at(self, path: str) -> Any:
        """The raw value at a path, group or line included; None where there is nothing."""
        node: Any = self.document
        for step in steps(path):
            if step.startswith("[") and isinstance(node, list):
                node = next((line for line in node if isinstance(line, dict) and line.get("id") == step[1:-1]), None)
            else:
                node = node.get(step) if isinstance(node, dict) else None
        return node

    def value(self, path: str) -> str:
        """The value at a path, in words."""
        raw = self.at(path)
        if path.startswith("record."):
            return self._beside(path.removeprefix("record."), raw)
        try:
            annotation = annotation_at(self.storage.shape, path)
        except KeyError:
            return as_written(raw)
        return as_written(raw) if self._is_year(path) else self.words(annotation, raw)

    def _is_year(self, path: str) -> bool:
        return not path.endswith("]") and describe_path(self.storage.shape, path).year

    def words(self, annotation: Any, raw: Any) -> str:
        """A raw value of an annotated type, in words. What does not fit the type is said as it was written."""
        if raw == []:
            return NONE
        if raw is None or raw is ERASED:
            return as_written(raw)
        try:
            value = decode(annotation, raw)
        except (ValueError, TypeError):
            return as_written(raw)
        if isinstance(value, UUID) or (isinstance(value, tuple) and value and isinstance(value[0], UUID)):
            return ", ".join(map(self.called, value if isinstance(value, tuple) else (value,)))
        return in_words(value) or ("rubrique ouverte, rien de renseigné" if raw == {} else "texte vide")

    def called(self, identifier: UUID) -> str:
        """What an identifier stands for: a line of this record, a record that `names` knows, or its first digits."""
        known = self.names.get(identifier) or self._line_names.get(str(identifier))
        return known or f"réf. {str(identifier)[:8]}"

    @cached_property
    def _line_names(self) -> Mapping[str, str]:
        paths = [path for path in self.lines if path.count("[") == 1]
        return {path[path.index("[") + 1 : -1]: name for path in paths if (name := self.name(path))}

    def name(self, path: str) -> str:
        """What names a line: its text, its name, its category… cut when long. Empty when nothing in it can."""
        label, words = next(self._told(path), ("", "")) if self._naming(path) else ("", "")
        text = "" if label else " ".join(words.split())
        return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"

    def line(self, path: str) -> str:
        """All that a line says, on one line: « Trésorerie, organisme extérieur ; précisions : montants dus »."""
        bare: list[str] = []
        labelled: list[str] = []
        for label, words in self._told(path):
            text = "\u202f; ".join(words.splitlines())
            if label:
                labelled.append(f"{lowered(label)}{COLON}{text}")
            else:
                bare.append(lowered(text) if bare else text)
        return "\u202f; ".join(filter(None, (", ".join(bare), *labelled))) or "ligne vide"

    def _told(self, path: str) -> Iterator[tuple[str, str]]:
        """The known facts of a line, what names it first: (label, words), the label empty when the words say it all."""
        raw, types, naming = self.at(path), self._types(path), self._naming(path)
        for name in sorted(self._known(path), key=lambda name: name != naming):
            annotation = types[name]
            speaks = name == naming or (name == "kind" and _is_code(annotation))
            label = "" if speaks else describe_path(self.storage.shape, f"{path}.{name}").label
            yield label, self._within(annotation, raw[name], path, name)

    def _types(self, path: str) -> Mapping[str, Any]:
        """The facts that a line may tell, with their types; none when the path is of no line of today."""
        try:
            shape = shape_within(annotation_at(self.storage.shape, path))
        except KeyError:
            return {}
        return {} if shape is None else {name: field_types(shape)[name] for name in descriptions(shape)}

    def _known(self, path: str) -> list[str]:
        raw = self.at(path)
        return [n for n in self._types(path) if raw.get(n) not in (None, ERASED)] if isinstance(raw, dict) else []

    def _naming(self, path: str) -> str:
        """The fact that names a line, "" when none can: one that points at other lines waits for their names."""
        types, known = self._types(path), self._known(path)
        return next((name for name in (*_NAMING, *known) if name in known and not _points(types[name])), "")

    def _within(self, annotation: Any, raw: Any, path: str, name: str) -> str:
        if f"{path}.{name}[]" in self.leaves and isinstance(raw, list):
            return ", ".join(self.name(f"{path}.{name}[{line['id']}]") or "ligne vide" for line in raw)
        return self.words(annotation, raw)

    def label(self, path: str) -> str:
        """What a path is called, its lines named by what they say. A path of an old shape is called by itself."""
        if path.startswith("record."):
            return self._label_beside(path.removeprefix("record."))
        try:
            return self._label(path)
        except KeyError:
            return path

    def _label(self, path: str) -> str:
        shape: type | None = self.storage.shape
        parts: list[str] = []
        way = ""
        for step in steps(path):
            if step.startswith("["):
                way += step
                parts[-1] += f", {self.quoted(way)}"
                continue
            if shape is None:
                raise KeyError(path)
            way = f"{way}.{step}" if way else step
            label = descriptions(shape)[step].label
            parts.append(lowered(label) if parts else label)
            shape = shape_within(field_types(shape)[step])
        return COLON.join(parts)

    def quoted(self, path: str) -> str:
        """A line, as the label of what it holds names it: « “Facturer la cantine” », « ligne 2 »."""
        name = self.name(path)
        return f"“{name}”" if name else f"ligne {self.position(path) + 1}"

    def position(self, path: str) -> int:
        """Where a line stands among those of its list, from 0; after the others when its order is not known."""
        container, _, identifier = path[:-1].rpartition("[")
        order = self.leaves.get(f"{container}[]")
        return order.index(identifier) if isinstance(order, list) and identifier in order else 10_000

    def _label_beside(self, name: str) -> str:
        if name in self.storage.labels:
            return self.storage.labels[name]
        try:
            return capital(str(self.storage.model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):
            return f"record.{name}"

    def _beside(self, name: str, raw: Any) -> str:
        if raw is None or raw == "" or raw is ERASED:
            return as_written(raw or None)
        if name == "state" and raw in State.values:
            return lowered(str(State(raw).label))
        return self._of_column(read_beside(self.storage, name, raw), raw)

    def _of_column(self, value: Any, raw: Any) -> str:
        if isinstance(value, UUID):
            return self.called(value)
        if isinstance(value, datetime):
            return moment(timezone.localtime(value) if timezone.is_aware(value) else value)
        try:
            return in_words(value) or as_written(raw)
        except TypeError:
            return as_written(raw)


def read_beside(storage: Storage, name: str, raw: Any) -> Any:
    """The value of a column kept beside the shape, from what the journal says; as it was written if it cannot be."""
    try:
        column = storage.model._meta.get_field(name)
        return column.to_python(raw)  # type: ignore[union-attr]
    except (FieldDoesNotExist, ValidationError, AttributeError):
        return raw


def as_written(raw: Any) -> str:
    """A raw value that no type of today explains."""
    if raw is None or raw is ERASED:
        return UNKNOWN if raw is None else "effacé"
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)


def _is_code(annotation: Any) -> bool:
    return any(isinstance(option, type) and issubclass(option, Code) for option in _options(annotation))


def _points(annotation: Any) -> bool:
    """Whether a fact is identifiers: a line is never named by those that it points at, which may point back."""
    return UUID in {inner for option in _options(annotation) for inner in _options(option)}


def _options(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *typing.get_args(annotation))
