"""Reading the tables: unpacked once, and a département becomes objects only when it is asked for."""

import gzip
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from egide.platform.organizations.directory.places import (
    Commune,
    Departement,
    Epci,
    EpciKind,
    Region,
    departement_of,
)


@cache
def regions() -> tuple[Region, ...]:
    """Every région, by code."""
    return tuple(Region(code, name, int(liaison)) for code, name, liaison in _rows("regions"))


@cache
def departements() -> tuple[Departement, ...]:
    """Every département and overseas collectivity, by code."""
    return tuple(Departement(code, name, int(tncc), region) for code, name, tncc, region in _rows("departements"))


def departement(code: str) -> Departement | None:
    """The département of this code (« 62 », « 2A », « 974 »), or None."""
    return next((each for each in departements() if each.code == code), None)


@cache
def communes_of(departement: str) -> tuple[Commune, ...]:
    """The current communes of a département, by INSEE code. Raises KeyError on a code that no département has."""
    _refuse_unknown(departement)
    return tuple(_commune(line) for line in _lines_by_departement()[departement])


def commune(code: str) -> Commune | None:
    """The current commune of this INSEE code, or None."""
    return _communes_by_code(departement_of(code)).get(code)


def epci(siren: str) -> Epci | None:
    """The EPCI of this SIREN, or None."""
    return _epci().get(siren)


@cache
def epci_of(departement: str, *, overlapping: bool = True) -> tuple[Epci, ...]:
    """The EPCI of a département, by SIREN: all that have a commune there, or only those counted in it.

    Raises KeyError on a code that no département has.
    """
    _refuse_unknown(departement)
    return tuple(
        each
        for each in _epci().values()
        if departement == each.departement or (overlapping and departement in each.departements)
    )


def members_of(each: Epci) -> tuple[Commune, ...]:
    """The communes of an EPCI, by INSEE code."""
    return tuple(found for code in each.members if (found := commune(code)) is not None)


def every_epci() -> tuple[Epci, ...]:
    """All of them, by SIREN."""
    return tuple(_epci().values())


def commune_names() -> tuple[tuple[str, str], ...]:
    """Code and name of every commune, read without building what is not asked for."""
    lines = (line.split("\t", 2) for found in _lines_by_departement().values() for line in found)
    return tuple((code, name) for code, name, _ in lines)


@cache
def hesitating_names() -> Mapping[str, frozenset[int]]:
    """The names of communes in h and y, lowered, with the liaisons INSEE gives to those who bear them."""
    found: dict[str, set[int]] = defaultdict(set)
    for _, name, liaison, *_ in _rows("communes"):
        if name[0] in "HYŸ" and liaison:
            found[name.lower()].add(int(liaison))
    return MappingProxyType({name: frozenset(codes) for name, codes in found.items()})


def _refuse_unknown(code: str) -> None:
    if departement(code) is None:
        raise KeyError(f"no département has the code « {code} »")


@cache
def _communes_by_code(code: str) -> Mapping[str, Commune]:
    found = communes_of(code) if departement(code) else ()
    return MappingProxyType({each.code: each for each in found})


@cache
def _lines_by_departement() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list, {each.code: [] for each in departements()})
    for line in _text("communes").splitlines():
        found[departement_of(line)].append(line)
    return MappingProxyType({code: tuple(lines) for code, lines in found.items()})


def _commune(line: str) -> Commune:
    code, name, liaison, siren, municipal, total, latest, epci_siren, postal = line.split("\t")
    return Commune(
        code,
        name,
        _number(liaison),
        siren or None,
        _number(municipal),
        _number(total),
        _number(latest),
        epci_siren or None,
        tuple(postal.split()),
    )


@cache
def _epci() -> Mapping[str, Epci]:
    members, inhabitants = _membership()
    return MappingProxyType(
        {
            siren: Epci(
                siren,
                name,
                EpciKind(kind),
                _number(municipal),
                _number(total),
                tuple(members[siren]),
                tuple(sorted(inhabitants[siren], key=lambda code: (-inhabitants[siren][code], code))),
            )
            for siren, name, kind, municipal, total in _rows("epci")
        }
    )


def _membership() -> tuple[Mapping[str, list[str]], Mapping[str, Mapping[str, int]]]:
    """The members of each EPCI, and its inhabitants by département."""
    members: dict[str, list[str]] = defaultdict(list)
    inhabitants: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, _, _, _, municipal, _, _, siren, _ in _rows("communes"):
        if siren:
            members[siren].append(code)
            inhabitants[siren][departement_of(code)] += _number(municipal) or 0
    return members, inhabitants


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in _text(table).splitlines()]


@cache
def _text(table: str) -> str:
    packed = files("egide.platform.organizations.directory") / "data" / f"{table}.tsv.gz"
    return gzip.decompress(packed.read_bytes()).decode()


def _number(text: str) -> int | None:
    return int(text) if text else None
