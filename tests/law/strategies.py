"""Facts at random: whatever the shapes allow, unknowns, empty lists and *sans objet* included.

A record is read off one string of bytes, field by field: a zero is unknown, and zeros are what a failing example
shrinks to. It takes a tenth of a millisecond, against three when each value is drawn by itself.
"""

import types
import typing
from collections.abc import Callable
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
_BYTES = 700
# Days before today; none within two days of a whole number of months, where two ways of counting a year differ.
_AGES = (-1865, -400, -100, -10, 1, 10, 45, 170, 200, 350, 380, 700, 760, 1000, 1150, 1800, 1900, 4000)
_COUNTRIES = ("FR", "DE", "NO", "US", "CH", "GB", "JP", "IN")
# What the law compares with a threshold comes from both sides of it.
_POOLS: dict[object, tuple] = {
    bool: (False, True),
    int: (0, 1, 2, 15, 30, 31, 32, 49, 50, 249, 250, 3500),
    float: (12.5, 49.0, 50.0, 300.0),
    str: (
        "",
        "Gestion",
        "Suivi.",
        "Inscrire et facturer les enfants à la cantine",
        "Délibération n° 12\ndu 3 mars 2024",
        "=1+1",
    ),
    date: tuple(TODAY - timedelta(days=age) for age in _AGES),
    Duration: tuple(map(Duration.parse, ("P30D", "P1M", "P6M", "P1Y", "P2Y", "P25M", "P5Y", "P6Y", "P10Y"))),
    "country": _COUNTRIES,
    "hosting_country": _COUNTRIES,
    "cnil_required": ((), (4,), (12, 13)),
    "cnil_exempt": (1, 2, 10, 11, 12),
    "scc_module": (1, 2, 3, 4),
    "catalogue_id": ("REGISTRE_CANICULE", "APA", "PAIE", "INCONNU"),
    "siren": ("216200048",),
    "siret": ("21620004800017",),
}


class _Bytes:
    """Small numbers, one byte each; zeros once the string is over."""

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)
        self._drawn: set[UUID] = set()

    def below(self, bound: int) -> int:
        return next(self._bytes, 0) % bound

    def uuid(self) -> UUID:
        """Never one given before, even once the string is over: no record may hold two lines of one identifier."""
        number = int.from_bytes(bytes(next(self._bytes, 0) for _ in range(16)))
        while (drawn := UUID(int=number % 2**128, version=4)) in self._drawn:
            number += 1
        self._drawn.add(drawn)
        return drawn


Maker = Callable[[_Bytes], typing.Any]


def activities(**known) -> st.SearchStrategy[ProcessingActivity]:
    """Records of article 30(1); `known` fixes some facts, each by a value or by a strategy."""
    return _facts(ProcessingActivity, known)


def processor_activities(**known) -> st.SearchStrategy[ProcessorActivity]:
    """Records of article 30(2)."""
    return _facts(ProcessorActivity, known)


def organizations(**known) -> st.SearchStrategy[Organization]:
    """Bodies that answered some questions and not others."""
    return _facts(Organization, known)


def registers(*, max_records: int = 3) -> st.SearchStrategy[Register]:
    """Whole registers, of both kinds of records, whose identifiers all differ."""
    records = st.lists(
        st.one_of(activities(), processor_activities()), max_size=max_records, unique_by=lambda record: record.id
    )
    return st.builds(
        Register,
        organization=organizations(id=UUID(int=1, version=5)),
        activities=records.map(tuple),
        ai_systems=st.lists(_facts(AiSystem, {}), max_size=1).map(tuple),
    )


def _facts(shape: type, known: dict) -> st.SearchStrategy:
    fixed = st.fixed_dictionaries(
        {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in known.items()}
    )
    data = st.binary(min_size=_BYTES, max_size=_BYTES)
    return st.builds(lambda drawn, given: _made(shape, _Bytes(drawn), given), data, fixed)


def _made(shape: type, data: _Bytes, given: dict) -> typing.Any:
    facts = {name: make(data) for name, make in _makers(shape) if data.below(4)}
    if "id" in field_types(shape):
        facts["id"] = data.uuid()
    if "not_applicable" in field_types(shape) and data.below(8) == 7 and (paths := _waivable(shape)):
        facts["not_applicable"] = (NotApplicable(path=paths[data.below(len(paths))], reason="Sans objet ici"),)
    return shape(**facts | given)


@cache
def _waivable(shape: type) -> list[str]:
    return [path for path in schema_paths(shape) if describe_path(shape, path).waivable]


@cache
def _makers(shape: type) -> tuple[tuple[str, Maker], ...]:
    return tuple(
        (name, _one_of(_POOLS[name]) if name in _POOLS else _maker(field_types(shape)[name]))
        for name in descriptions(shape)
    )


def _one_of(pool) -> Maker:
    return lambda data: pool[data.below(len(pool))]


@cache
def _maker(annotation) -> Maker:
    if annotation in _POOLS:
        return _one_of(_POOLS[annotation])
    if annotation is UUID:
        return _Bytes.uuid
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return _maker(next(part for part in typing.get_args(annotation) if part is not type(None)))
    if typing.get_origin(annotation) is tuple:
        one = _maker(typing.get_args(annotation)[0])
        return lambda data: tuple(one(data) for _ in range(data.below(3)))
    if is_shape(annotation):
        return lambda data: _made(annotation, data, {})
    assert issubclass(annotation, Code), annotation
    return _one_of(tuple(annotation))
