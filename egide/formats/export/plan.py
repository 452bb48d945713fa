"""The plan of our own workbook, made from the shapes: which sheet has which columns, new facts included."""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final
from uuid import UUID

from egide.law import facts
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity
from egide.law.facts.describing import Description, descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import describe_path, label_of

README: Final = "Lisez-moi"
BODY: Final = "Collectivité"
RECORDS: Final = "Registre"
SYSTEMS: Final = "Systèmes d’IA"
WAIVED: Final = "Sans objet"
LONG: Final = "Textes longs"
COLUMNS: Final = "Colonnes"

OWNER: Final = "Fiche"
PARENT: Final = "Rattaché à"
CONCERNS: Final = "Concerne"
KIND: Final = "Registre tenu comme"
MARK: Final = "Repère Égide"
TRACK: Final = "Suivi Égide"

KINDS: Final[Mapping[type, str]] = {
    ProcessingActivity: "Responsable de traitement – art. 30(1)",
    ProcessorActivity: "Sous-traitant – art. 30(2)",
}
# Short names of sheets, in the order in which they stand; a shape that is not here has the label of its field.
_TITLES: Final[Mapping[type, str]] = {
    facts.Purpose: "Finalités",
    facts.DataSubjects: "Personnes",
    facts.PersonalData: "Données",
    facts.SpecialData: "Données sensibles",
    facts.Source: "Sources",
    facts.Retention: "Durées",
    facts.Recipient: "Destinataires",
    facts.JointController: "Responsables conjoints",
    facts.Processor: "Sous-traitants",
    facts.SubProcessor: "Sous-traitants ultérieurs",
    facts.Transfer: "Transferts",
    facts.SecurityMeasure: "Sécurité",
    facts.System: "Logiciels",
    facts.Notice: "Information",
    facts.Consent: "Consentement",
    facts.ImpactAssessment: "AIPD",
    facts.PlannedMeasure: "Plan d’action",
    facts.Algorithm: "Algorithmes",
    facts.Video: "Vidéo",
    facts.Client: "Clients",
    facts.ProcessingCategory: "Catégories de traitements",
    facts.Contact: "Coordonnées",
    facts.Referent: "Référents",
}


class Holds(Enum):
    """What the cells of a column hold."""

    FACT = "a fact"
    REFERENCES = "lines that stand elsewhere, in words; their identifiers are in the tracking column"
    SUMMARY = "the words of lines, or of a group, that have their own sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column for the fact at `key`, a path within the shape of the row: « contact.email »."""

    key: str
    label: str
    annotation: Any
    holds: Holds
    description: Description

    @property
    def is_list(self) -> bool:
        """Whether the cell may say « Aucun »."""
        return is_list(self.annotation)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child sheet hangs in a record: « processors.subprocessors ». `many`: lines, else one group."""

    root: type
    path: str
    many: bool

    @property
    def label(self) -> str:
        """In French, container first."""
        return label_of(self.root, self.path)

    @property
    def parent(self) -> str:
        """The path of the line or group that holds it: « processors », or "" for the record itself."""
        return self.path.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class ChildSheet:
    """The sheet of all lines (or groups) of one shape, wherever in a record they hang."""

    title: str
    shape: type
    places: tuple[Place, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The facts of a row."""
        return columns_of(self.shape)

    @property
    def paths(self) -> Mapping[str, str]:
        """The paths with their labels; one when nothing has to be said."""
        return {place.path: place.label for place in self.places}

    @property
    def nested(self) -> bool:
        """Whether its rows may hang on a line rather than on a record."""
        return any(place.parent and _is_line(place.root, place.parent) for place in self.places)


def _is_line(root: type, path: str) -> bool:
    head, _, rest = path.partition(".")
    annotation = field_types(root)[head]
    within = shape_within(annotation)
    return is_list(annotation) if not rest or within is None else _is_line(within, rest)


@cache
def columns_of(shape: type, *, groups_apart: bool = False) -> tuple[Column, ...]:
    """The columns of a row of this shape. Lists of lines stand apart; groups too when asked, else field by field."""
    return tuple(_columns(shape, shape, "", groups_apart))


def _columns(root: type, shape: type, prefix: str, groups_apart: bool) -> Iterator[Column]:
    for name in descriptions(shape):
        annotation, path = field_types(shape)[name], f"{prefix}{name}"
        within = shape_within(annotation)
        if within is not None and not is_list(annotation) and not groups_apart:
            yield from _columns(root, within, f"{path}.", groups_apart)
            continue
        holds = Holds.SUMMARY if within is not None else Holds.REFERENCES if _points(annotation) else Holds.FACT
        yield Column(path, label_of(root, path), annotation, holds, describe_path(root, path))


def _points(annotation: Any) -> bool:
    """Whether these are identifiers of something that stands elsewhere."""
    return annotation is UUID or any(_points(part) for part in typing.get_args(annotation))


@cache
def record_columns(*, groups_apart: bool = True) -> tuple[Column, ...]:
    """The columns of « Registre »: those of both kinds of records, each once."""
    found: dict[str, Column] = {}
    for shape in KINDS:
        for column in columns_of(shape, groups_apart=groups_apart):
            found.setdefault(column.key, column)
    return tuple(found.values())


@cache
def child_sheets() -> tuple[ChildSheet, ...]:
    """Every sheet of lines or groups, in the order of `_TITLES`, then in that of the facts."""
    places: dict[type, dict[str, Place]] = {}
    for root in (ProcessingActivity, ProcessorActivity, Organization):
        for shape, place in _places(root, root, ""):
            places.setdefault(shape, {}).setdefault(place.path, place)
    order = [*(shape for shape in _TITLES if shape in places), *(shape for shape in places if shape not in _TITLES)]
    return tuple(ChildSheet(_title(shape, found := places[shape]), shape, tuple(found.values())) for shape in order)


def _title(shape: type, places: Mapping[str, Place]) -> str:
    return _TITLES.get(shape) or next(iter(places.values())).label[-31:]


def _places(root: type, shape: type, prefix: str) -> Iterator[tuple[type, Place]]:
    for column in columns_of(shape, groups_apart=shape in KINDS):
        within = shape_within(column.annotation)
        if column.holds is Holds.SUMMARY and within is not None:
            path = f"{prefix}{column.key}"
            yield within, Place(root, path, column.is_list)
            yield from _places(root, within, f"{path}.")


@cache
def groups_of(shape: type) -> tuple[str, ...]:
    """The groups written field by field in a row of this shape, inner ones before outer: they may be empty."""
    keys = [c.key for c in columns_of(shape)]
    prefixes = {key.rpartition(".")[0] for key in keys if "." in key}
    every = {p for prefix in prefixes for p in _upwards(prefix)}
    return tuple(sorted(every, key=lambda path: (-path.count("."), path)))


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def system_columns() -> tuple[Column, ...]:
    """The columns of « Systèmes d’IA »."""
    return columns_of(AiSystem)


def body_columns() -> tuple[Column, ...]:
    """The rows of « Collectivité »: one by fact."""
    return columns_of(Organization)
