"""Amounts of the agreement: tax, the years of a term, the periods already invoiced. Exact decimals, half up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from egide.law.calendar import anniversary
from egide.law.dated import parameter
from egide.law.french import long_date

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount before tax, the rate (0.20 for 20 %), the tax and the amount with it. `doubts` is in French."""

    before_tax: Decimal
    rate: Decimal
    tax: Decimal
    with_tax: Decimal
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledYear:
    """One year of the agreement, both ends included, and its fee before tax."""

    start: date
    end: date
    fee: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiYear:
    """What a term costs before tax, year by year. `voted` is the credit of the first year, the only one voted."""

    years: tuple[BilledYear, ...]
    total: Decimal
    voted: Decimal
    notes: tuple[str, ...]


def cents(value: Decimal) -> Decimal:
    """Rounded to two places, half up."""
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def price(before_tax: Decimal, *, on: date, rate: Decimal | None = None) -> Price:
    """The amount with tax; without a `rate`, that of the centre, whose status is to be confirmed (AMB-05)."""
    assumed = parameter("centre_vat_rate", on=on)
    applied = assumed.decimal if rate is None else rate
    before = cents(before_tax)
    tax = cents(before * applied)
    return Price(
        before_tax=before,
        rate=applied,
        tax=tax,
        with_tax=before + tax,
        doubts=(assumed.note or assumed.source,) if rate is None and not assumed.confirmed else (),
    )


def multi_year(fee: Decimal, start: date, *, years: int | None = None) -> MultiYear:
    """The billed years of a term that starts on that day: whole years (DEC-09), no proration (DEC-10), no indexation.

    `years` is the length of the agreement (three) unless given. Raises ValueError when it is not positive.
    """
    length = parameter("agreement_years", on=start).whole if years is None else years
    if length < 1:
        raise ValueError(f"une convention dure au moins un an, reçu {length}")
    bounds = [anniversary(start, n) for n in range(length + 1)]
    billed = tuple(
        BilledYear(start=first, end=following - timedelta(days=1), fee=cents(fee))
        for first, following in pairwise(bounds)
    )
    return MultiYear(
        years=billed,
        total=sum((year.fee for year in billed), Decimal(0)),
        voted=billed[0].fee,
        notes=(
            "Année de la convention, facturée à son début (DEC-09), sans prorata (DEC-10).",
            "Seul le crédit de la première année est voté ; le tarif ne change que par avenant (convention art. 8).",
        ),
    )


def overlapping(periods: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """The periods (both ends included) that begin before an earlier one has ended: never invoiced twice (CNV-019).

    Raises ValueError, in French, for a period that ends before it begins.
    """
    reached, found = date.min, []
    for start, end in sorted(periods):
        if end < start:
            raise ValueError(f"période de facturation à l’envers : du {long_date(start)} au {long_date(end)}")
        if start <= reached:
            found.append((start, end))
        reached = max(reached, end)
    return tuple(found)
