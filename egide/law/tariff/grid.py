"""The tariff grid as dated data, and the family that the agreement gives to each kind of body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from egide.law.dated import NotInForceError, Row, in_force, load_table
from egide.law.facts.codes import Code
from egide.law.french import long_date


class Resolution(Code):
    """How a kind of body gets its tariff."""

    BY_TEXT = "BY_TEXT", "Nommé par la grille"
    BY_ARTICLE = "BY_ARTICLE", "Assimilé par l’article 5"
    DECISION_NEEDED = "DECISION_NEEDED", "Absent de la grille : décision nécessaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffRow:
    """One row of the grid. `fee` is euros a year before tax; bounds are inhabitants, included; None: no bound."""

    code: str
    label: str
    family: str
    minimum: int | None
    maximum: int | None
    fee: Decimal

    def holds(self, population: int) -> bool:
        """Whether a body of so many inhabitants falls in the row."""
        return (self.minimum or 0) <= population and (self.maximum is None or population <= self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid in force: its rows in the order of the agreement."""

    id: str
    rows: tuple[TariffRow, ...]
    source: str
    note: str | None = None

    def named(self, target: str) -> tuple[TariffRow, ...]:
        """The row of that code, or every row of that family; nothing if the grid names neither."""
        return tuple(row for row in self.rows if target in {row.code, row.family})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfBody:
    """What the agreement says of a kind: how it is resolved, to which row or family.

    `note` is a reservation, in French, and `reference` what it comes under (DEC-11, AMB-06…).
    """

    kind: str
    resolution: Resolution
    target: str | None = None
    note: str | None = None
    reference: str = "DEC-11"


def tariff_grid(on: date) -> Grid:
    """The grid in force that day. Raises NotInForceError before the first one."""
    found = in_force(load_table("tariff").rows("grid"), on)
    if not found:
        raise NotInForceError(f"aucune grille tarifaire en vigueur au {long_date(on)}")
    identifier = found[0].get("id", str)
    rows = in_force(load_table("tariff").rows("row"), on)
    return Grid(
        id=identifier,
        rows=tuple(_row(row) for row in rows if row.get("grid", str) == identifier),
        source=found[0].source,
        note=found[0].note,
    )


def kind_of_body(kind: str, on: date) -> KindOfBody:
    """What the agreement says of that kind (a code of `OrganizationKind`); of an unknown kind, that it says nothing."""
    rows = in_force(load_table("tariff").rows("kind"), on)
    return next((_kind(row) for row in rows if row.get("kind", str) == kind), _unlisted(kind))


def lowest(rows: Sequence[TariffRow]) -> TariffRow:
    """The cheapest of several rows: a doubt in a contract benefits the debtor (DEC-07)."""
    return min(rows, key=lambda row: row.fee)


def _row(row: Row) -> TariffRow:
    return TariffRow(
        code=row.get("code", str),
        label=row.get("label", str),
        family=row.get("family", str),
        minimum=row.optional("min", int),
        maximum=row.optional("max", int),
        fee=Decimal(row.get("fee", str)),
    )


def _kind(row: Row) -> KindOfBody:
    return KindOfBody(
        kind=row.get("kind", str),
        resolution=Resolution(row.get("status", str)),
        target=row.optional("target", str),
        note=row.note,
        reference=row.optional("reference", str) or "DEC-11",
    )


def _unlisted(kind: str) -> KindOfBody:
    return KindOfBody(kind=kind, resolution=Resolution.DECISION_NEEDED)
