"""Facts at random: any register the shapes allow, unknowns, empty lists and *sans objet* included.

A record draws at once which of its facts are known, then only those: fast to make, and it shrinks towards knowing
nothing. Values that the law compares with a threshold come from both sides of it.
"""

import dataclasses
import types
import typing
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from hypothesis import strategies as st

from egide.law.durations import Duration
from egide.law.facts import AiSystem, NotApplicable, Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions, field_types, is_shape
from egide.law.facts.paths import describe_path, schema_paths

TODAY = date(2026, 11, 23)

# Nothing within two days of a whole number of months, where two ways of counting a year differ.
_AGES = [-400, -100, -10, 1, 10, 45, 170, 200, 350, 380, 700, 760, 1000, 1150, 1800, 1900, 4000]
_DATES = st.sampled_from([TODAY - timedelta(days=age) for age in _AGES])
_WORDS = st.sampled_from(
    ["Gestion", "Suivi.", "Inscrire et facturer les enfants à la cantine", "Délibération n° 12 du 3 mars 2024", "x"]
)
_DURATIONS = st.sampled_from(
    [Duration.parse(text) for text in ("P1M", "P6M", "P1Y", "P2Y", "P25M", "P5Y", "P10Y", "P30D")]
)
_COUNTRIES = st.sampled_from(["FR", "DE", "NO", "US", "CH", "GB", "JP", "IN"])
_COUNTS = st.sampled_from([0, 1, 2, 15, 30, 31, 32, 49, 50, 249, 250, 3500])
_UUIDS = st.integers(1, 2**64).map(lambda number: UUID(int=number, version=4))
_BY_NAME = {
    "country": _COUNTRIES,
    "hosting_country": _COUNTRIES,
    "cnil_required": st.lists(st.integers(1, 14), max_size=2, unique=True).map(tuple),
    "cnil_exempt": st.integers(1, 12),
    "scc_module": st.integers(1, 4),
    "catalogue_id": st.sampled_from(["REGISTRE_CANICULE", "APA", "PAIE"]),
    "siren": st.just("216200048"),
    "siret": st.just("21620004800019"),
}


def activities(**known) -> st.SearchStrategy[ProcessingActivity]:
    """Records of article 30(1); `known` fixes some facts by a value or a strategy."""
    return _shape(ProcessingActivity, **known)


def processor_activities(**known) -> st.SearchStrategy[ProcessorActivity]:
    """Records of article 30(2)."""
    return _shape(ProcessorActivity, **known)


def organizations(**known) -> st.SearchStrategy[Organization]:
    """Bodies that answered some questions and not others."""
    return _shape(Organization, **known)


def registers(*, max_records: int = 3) -> st.SearchStrategy[Register]:
    """Whole registers, of both kinds of records."""
    records = st.lists(st.one_of(activities(), processor_activities()), max_size=max_records).map(tuple)
    systems = st.lists(_shape(AiSystem), max_size=1).map(tuple)
    return st.builds(Register, organization=organizations(), activities=records, ai_systems=systems)


def _shape(shape: type, **known) -> st.SearchStrategy:
    given = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in known.items()}
    return _drawn(shape, tuple(given.items()))


@cache
def _drawn(shape: type, given: tuple[tuple[str, st.SearchStrategy], ...] = ()) -> st.SearchStrategy:
    fixed = dict(given)
    names = [name for name in descriptions(shape) if name not in fixed]
    values = [_BY_NAME.get(name) or _value(field_types(shape)[name]) for name in names]
    has_id = "id" in field_types(shape)
    waivable = [path for path in schema_paths(shape) if describe_path(shape, path).waivable]
    can_waive = waivable and "not_applicable" in field_types(shape)

    @st.composite
    def draw_facts(draw):
        which = draw(st.integers(0, 2 ** len(names) - 1))
        facts = {name: draw(value) for i, (name, value) in enumerate(zip(names, values, strict=True)) if which >> i & 1}
        facts |= {name: draw(value) for name, value in fixed.items()}
        if has_id:
            facts["id"] = draw(_UUIDS)
        if can_waive and draw(st.integers(0, 9)) == 9:
            facts["not_applicable"] = (NotApplicable(path=draw(st.sampled_from(waivable)), reason="Sans objet ici"),)
        return shape(**facts)

    return draw_facts()


@cache
def _value(annotation) -> st.SearchStrategy:
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return _value(next(part for part in typing.get_args(annotation) if part is not type(None)))
    if typing.get_origin(annotation) is tuple:
        return st.lists(_value(typing.get_args(annotation)[0]), max_size=2).map(tuple)
    if is_shape(annotation):
        return _drawn(annotation)
    assert issubclass(annotation, Code), annotation
    return st.sampled_from(list(annotation))


_LEAVES = {
    bool: st.booleans(),
    int: _COUNTS,
    float: st.sampled_from([12.5, 49.0, 50.0, 300.0]),
    str: _WORDS,
    date: _DATES,
    UUID: _UUIDS,
    Duration: _DURATIONS,
}
