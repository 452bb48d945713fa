"""Finding a commune or an EPCI by its name as people type it, by INSEE code, by SIREN or by postal code."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from egide.platform.organizations.directory.places import Commune, Epci
from egide.platform.organizations.directory.reading import (
    commune,
    commune_names,
    communes_of,
    departements,
    epci,
    every_epci,
)

_CODE = re.compile(r"\d[\dAB]\d{3}")
_SIREN = re.compile(r"\d{9}")
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def find(name_or_code: str, *, departement: str | None = None, limit: int = 20) -> tuple[Commune | Epci, ...]:
    """The communes and EPCI that answer to a name, an INSEE code, a SIREN or a postal code, best first.

    Accents, case, hyphens do not count and « St » is « Saint ». The very name comes first, then names with those
    words, then names in which every word begins a word. `departement` keeps those of one département.
    """
    asked = name_or_code.strip()
    found = _by_siren(asked) or _by_code(asked) or _by_name(asked)
    kept = [each for each in found if departement is None or departement in _departements(each)]
    return tuple(kept[:limit])


def _departements(each: Commune | Epci) -> tuple[str, ...]:
    return each.departements if isinstance(each, Epci) else (each.departement,)


def _by_siren(asked: str) -> list[Commune | Epci]:
    digits = re.sub(r"\s", "", asked)
    if not _SIREN.fullmatch(digits):
        return []
    found = epci(digits)
    if found is not None:
        return [found]
    code = _sirens().get(digits)
    body = commune(code) if code else None
    return [body] if body else []


def _by_code(asked: str) -> list[Commune | Epci]:
    """The commune of that INSEE code, then those of that postal code."""
    if not _CODE.fullmatch(asked.upper()):
        return []
    exact = commune(asked.upper())
    by_postal = [each for each in _every_commune() if asked in each.postal_codes and each != exact]
    return [*([exact] if exact else []), *by_postal]


@cache
def _sirens() -> dict[str, str]:
    return {each.siren: each.code for each in _every_commune() if each.siren}


def _every_commune() -> Iterator[Commune]:
    return (each for departement in departements() for each in communes_of(departement.code))


def _by_name(asked: str) -> list[Commune | Epci]:
    words = _words(asked)
    if not words:
        return []
    ranked = [(rank, len(key), key, code) for key, code in _index() if (rank := _rank(key, words)) is not None]
    found = (epci(code) or commune(code) for *_, code in sorted(ranked))
    return [each for each in found if each is not None]


def _rank(key: str, words: tuple[str, ...]) -> int | None:
    """The lower the nearer; None: no. « touquet » is nearer to « le touquet paris plage » than to « touquettes »."""
    asked, spaced = " ".join(words), f" {key} "
    if key == asked:
        return 0
    if all(f" {word} " in spaced for word in words):
        return 1 if spaced.startswith(f" {asked} ") else 2
    if all(f" {word}" in spaced for word in words):
        return 3 if key.startswith(asked) else 4
    return None


@cache
def _index() -> tuple[tuple[str, str], ...]:
    bodies = [(each.siren, each.name) for each in every_epci()]
    return tuple((" ".join(_words(name)), code) for code, name in [*commune_names(), *bodies])


def _words(text: str) -> tuple[str, ...]:
    spaced = text.lower().replace("œ", "oe").replace("’", " ").replace("'", " ")
    folded = "".join(c for c in unicodedata.normalize("NFKD", spaced) if c.isascii())
    return tuple(_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", folded))
