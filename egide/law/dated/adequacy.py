"""Where personal data may go freely: the European Economic Area, then countries with an adequacy decision (art. 45)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from egide.law.dated.rows import Row, check_succession, in_force, load_table
from egide.law.facts.codes import Code


class UnknownCountryError(ValueError):
    """A country that is not a code: nothing can be said of a transfer there."""


class AdequacyKind(Code):
    """What the decision is about."""

    COUNTRY = "COUNTRY", "Pays ou territoire"
    INTERNATIONAL_ORGANISATION = "INTERNATIONAL_ORGANISATION", "Organisation internationale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adequacy:
    """One adequacy decision. With a `scope`, only the recipients it names are covered: to be checked one by one."""

    country: str
    kind: AdequacyKind
    scope: str | None
    decision: str
    valid_from: date
    valid_to: date | None
    source: str
    confirmed: bool
    watch: str | None

    @property
    def partial(self) -> bool:
        """Whether the decision covers some recipients only."""
        return self.scope is not None


def is_in_eea(country: str, on: date) -> bool:
    """Whether a country was in the EEA that day: data sent there are no transfer (GDPR art. 44).

    `country` is an ISO 3166-1 alpha-2 code in any case (EL and UK are understood). Raises UnknownCountryError.
    """
    code = country_code(country)
    return any(code in row.get("countries", tuple) for row in in_force(load_table("adequacy").rows("eea"), on))


def adequacy(country: str, on: date) -> Adequacy | None:
    """The adequacy decision in force that day for a country or international organisation, or None.

    None also for a country of the EEA, which needs none: ask `is_in_eea` first. Raises UnknownCountryError.
    """
    found = in_force(_decisions().get(country_code(country), ()), on)
    return _adequacy(found[0]) if found else None


def adequacy_decisions(on: date) -> tuple[Adequacy, ...]:
    """Every adequacy decision in force that day, in the order of the country codes."""
    return tuple(_adequacy(row) for rows in _decisions().values() for row in in_force(rows, on))


def country_code(country: str) -> str:
    """The code in capitals, EL and UK turned into GR and GB. Raises UnknownCountryError if it is not a code."""
    code = country.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()) and code not in _decisions():
        raise UnknownCountryError(f"pays illisible : « {country} » (attendu : un code ISO à deux lettres, comme FR)")
    return _aliases().get(code, code)


@cache
def _decisions() -> Mapping[str, tuple[Row, ...]]:
    by_country: dict[str, tuple[Row, ...]] = {}
    for row in load_table("adequacy").rows("adequacy"):
        country = row.get("country", str)
        by_country[country] = (*by_country.get(country, ()), row)
    for country, rows in by_country.items():
        check_succession(rows, f"l’adéquation de « {country} »")
    return MappingProxyType(dict(sorted(by_country.items())))


@cache
def _aliases() -> Mapping[str, str]:
    rows = load_table("adequacy").rows("alias")
    return MappingProxyType({row.get("code", str): row.get("country", str) for row in rows})


def _adequacy(row: Row) -> Adequacy:
    return Adequacy(
        country=row.get("country", str),
        kind=AdequacyKind(row.optional("kind", str) or AdequacyKind.COUNTRY),
        scope=row.optional("scope", str),
        decision=row.get("decision", str),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        confirmed=row.confirmed,
        watch=row.watch,
    )
