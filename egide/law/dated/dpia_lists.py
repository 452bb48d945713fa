"""The lists of the CNIL: processing that requires an impact assessment, processing that does not (art. 35(4), (5))."""

from dataclasses import dataclass
from datetime import date

from egide.law.dated.rows import Row, in_force, load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class DpiaType:
    """One type of processing of a list of the CNIL, by its number there."""

    number: int
    title: str
    valid_from: date
    source: str
    confirmed: bool


def dpia_required_types(on: date) -> tuple[DpiaType, ...]:
    """The types for which an assessment is required: fourteen since 6 November 2018, none before."""
    return tuple(_type(row) for row in in_force(load_table("dpia_lists").rows("required"), on))


def dpia_exempt_types(on: date) -> tuple[DpiaType, ...]:
    """The types for which none is required: twelve since 22 October 2019, none before. Exempt only from art. 35."""
    return tuple(_type(row) for row in in_force(load_table("dpia_lists").rows("exempt"), on))


def _type(row: Row) -> DpiaType:
    return DpiaType(
        number=row.get("number", int),
        title=row.get("title", str),
        valid_from=row.valid_from,
        source=row.source,
        confirmed=row.confirmed,
    )
