"""Registers to test with, made from the shapes’ annotations: a new fact is covered the day it is written.

`registers()` draws sparse ones with hostile texts; `full_register()` has every fact of every shape, two lines a list.
"""

import dataclasses
import itertools
import types
import typing
from datetime import date
from functools import cache
from uuid import UUID

from hypothesis import strategies as st

from egide.law.durations import Duration
from egide.law.facts import (
    AiSystem,
    NotApplicable,
    Organization,
    ProcessingActivity,
    ProcessorActivity,
    Register,
)
from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types
from egide.law.facts.paths import schema_paths

HOSTILE = [
    "",
    " ",
    "=1+1",
    "+33 3 21",
    "-1",
    "@SOMME(A1)",
    "\t=2",
    "\r",
    "'=1",
    "''",
    "'",
    '"=1',
    "＝1+1",
    "  ＋2",
    "ligne\nligne",
    "ligne\r\nligne",
    "\n",
    "nul\x00",
    "\x07\x1b[31m",
    "_x0007_",
    "_x005F_",
    "😀🏳️‍🌈",
    "\ufeff",
    "\ufffe",
    "Aucun",
    "Oui",
    'json:"x"',
    "json:",
    "12",
    "1,5",
    "2025-11-17",
    "P1Y",
    "VRAI",
    "#N/A",
    "http://exemple.fr/=1",
    "a;b;c",
    "É\u0301 \u202f\u00a0",
    "fin ",
    " début",
    "deux  espaces",
    "tabulation\tau milieu",
    "\u0085\u2028",
]
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.just("Restauration scolaire")
DURATIONS = st.builds(Duration, *(st.integers(0, 120) for _ in range(3)))
LEAVES = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers() | st.integers(-(10**30), 10**30),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    Duration: DURATIONS,
    UUID: st.uuids(version=4),
}


@cache
def values(annotation):
    """Known values of an annotation: unknown is drawn by leaving the field out."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    if isinstance(annotation, types.UnionType):
        return values(options[0])
    if typing.get_origin(annotation) is tuple:
        return st.lists(values(options[0]), max_size=2).map(tuple)
    if annotation in LEAVES:
        return LEAVES[annotation]
    if issubclass(annotation, Code):
        return st.sampled_from(annotation)
    return shapes(annotation)


@cache
def shapes(shape, most=4):
    """A shape with a few known facts."""
    names = [f.name for f in dataclasses.fields(shape)]
    needed = {f.name for f in dataclasses.fields(shape) if f.default is dataclasses.MISSING}
    unknown = {n: None for n in names if types.NoneType in typing.get_args(field_types(shape)[n])}

    @st.composite
    def draw_shape(draw):
        chosen = draw(st.sets(st.sampled_from(names), min_size=most // 2, max_size=most)) | needed
        return shape(**unknown | {n: draw(values(field_types(shape)[n])) for n in names if n in chosen})

    return draw_shape()


def registers(max_records=2):
    """A register of which every identifier is given once, as in any register."""
    activities = st.one_of(shapes(ProcessingActivity, 8), shapes(ProcessorActivity, 8))
    return st.builds(
        Register,
        organization=shapes(Organization, 6),
        activities=st.lists(activities, min_size=1, max_size=max_records).map(tuple),
        ai_systems=st.lists(shapes(AiSystem), max_size=2).map(tuple),
    ).map(with_own_identifiers)


def with_own_identifiers(register):
    """The same register, identifiers numbered; references point at lines of their record where there are some."""
    count = itertools.count(1)
    systems = tuple(_numbered(system, count) for system in register.ai_systems)
    activities = (_numbered(activity, count) for activity in register.activities)
    return Register(
        organization=_numbered(register.organization, count),
        activities=tuple(_pointing(activity, systems) for activity in activities),
        ai_systems=systems,
    )


def _numbered(value, count):
    if isinstance(value, tuple):
        return tuple(_numbered(item, count) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, Duration | NotApplicable):
        return value
    changes = {f.name: _numbered(getattr(value, f.name), count) for f in dataclasses.fields(value) if f.name != "id"}
    if hasattr(value, "id"):
        changes["id"] = UUID(int=next(count) << 64, version=4)
    return dataclasses.replace(value, **changes)


def _pointing(activity, systems):
    lines = activity.personal_data or ()
    retention = tuple(
        dataclasses.replace(line, personal_data=_aimed(line.personal_data, lines)) for line in activity.retention or ()
    )
    changes = {"retention": retention} if retention else {}
    if getattr(activity, "ai_systems", None):
        changes["ai_systems"] = _aimed(activity.ai_systems, systems)
    return dataclasses.replace(activity, **changes)


def _aimed(references, targets):
    if not references or not targets:
        return references
    return tuple(targets[int(reference) % len(targets)].id for reference in references)


SAMPLES = {str: "Texte", bool: True, int: 12, float: 1.5, date: date(2026, 3, 12), Duration: Duration(1, 6)}


def full(annotation):
    """A value with every fact of the annotation known, lists of two."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    if isinstance(annotation, types.UnionType):
        return full(options[0])
    if typing.get_origin(annotation) is tuple:
        return (full(options[0]), full(options[0]))
    if annotation in SAMPLES:
        return SAMPLES[annotation]
    if annotation is UUID:
        return UUID(int=1)
    if issubclass(annotation, Code):
        return list(annotation)[-1]
    return annotation(**{name: full(inner) for name, inner in field_types(annotation).items()})


def full_register():
    """Every fact of every shape."""
    answers = {
        shape: (NotApplicable(path=schema_paths(shape)[-1], reason="Sans rapport"),)
        for shape in (Organization, ProcessingActivity, ProcessorActivity)
    }
    made = {shape: dataclasses.replace(full(shape), not_applicable=answer) for shape, answer in answers.items()}
    return with_own_identifiers(
        Register(
            organization=made[Organization],
            activities=(made[ProcessingActivity], made[ProcessorActivity]),
            ai_systems=(full(AiSystem), full(AiSystem)),
        )
    )
