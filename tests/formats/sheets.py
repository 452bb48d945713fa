"""Builds a workbook as the sandbox would give it, and tells a record as plain values that read like the file."""

import dataclasses
from uuid import UUID

from egide.formats.accounting import unaccounted
from egide.formats.grids.addresses import parse_address
from egide.formats.grids.grid import Kind, Sheet, Span, Workbook
from egide.law.facts.describing import descriptions


def sheet(name, rows, merged=(), **more):
    """A sheet from its rows; `merged` as spreadsheets write it: « C1:D1 »."""
    values = {n: tuple(cells) for n, cells in enumerate(rows) if any(cell is not None for cell in cells)}
    return Sheet(name, values, merged=tuple(span(area) for area in merged), **more)


def span(area):
    first, last = (parse_address(corner) for corner in area.split(":"))
    return Span(*first, *last)


def book(*sheets, name="registre.xlsx"):
    """A workbook; a bare list of rows is the sheet « Registre »."""
    found = tuple(one if isinstance(one, Sheet) else sheet("Registre", one) for one in sheets)
    return Workbook(name, Kind.XLSX, found)


def told(facts):
    """What is known of a record or of an organization, without identifiers: « transfers: [] » is none."""
    found = {}
    for name in descriptions(type(facts)):
        value = getattr(facts, name)
        if value is not None:
            found[name] = _plain(value)
    if getattr(facts, "not_applicable", ()):
        found["not_applicable"] = {answer.path: answer.reason for answer in facts.not_applicable}
    return found


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and descriptions(type(value)):
        return told(value)
    if isinstance(value, UUID):
        return "…"
    return str(value) if type(value).__name__ == "Duration" else value


def activities(reading):
    """The records of the first body, told."""
    return [told(record) for record in reading.register.activities]


def said(reading):
    """The doubts, as « kind: message »."""
    return [f"{doubt.kind}: {doubt.message}" for doubt in reading.doubts]


def assert_accounted(workbook, reading):
    """Nothing was dropped silently."""
    assert unaccounted(workbook, reading.ledger) == ()
