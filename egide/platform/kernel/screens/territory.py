"""One register over all the bodies that a person reaches: a question over the territory becomes a list. Read only."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.accounts.requests import SignedInRequest
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.lists import Row, light
from egide.platform.kernel.screens.spoken import heard, lead
from egide.platform.kernel.selection import PER_PAGE, Selection, read
from egide.platform.organizations.access import reads_several
from egide.platform.organizations.models import Organization
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by
from egide.platform.search.finding import among, find, first

Key = tuple[UUID, UUID]
COUNTED: Final = 1_000
MANY: Final = 20_000
"""Answers that are better met on the way, reading what each row says, than looked for by their keys."""


def territory(request: SignedInRequest, register: Register) -> HttpResponse:
    """For those who read the registers of several bodies; the others have no such page."""
    if not reads_several(request.user.id):
        raise Http404
    selection = read(register, request.GET)
    understanding = heard(register, selection.words, coded(register), QuerySet(register.model).none)
    if understanding.found:
        return lead(request, request.path, selection, understanding)
    with reached_by(request.user.id):
        rows = Paginator(_found(register, selection), PER_PAGE).get_page(selection.page)
        records = _records(register, list(rows))
        named = Organization.objects.only("id", "slug", "name")
        bodies = named.in_bulk({record.organization_id for record in records})
    told = _told(register, selection, rows, records, bodies)
    return TemplateResponse(request, "kernel/territory.html", told)


def _found(register: Register, selection: Selection) -> list[Key]:
    """The keys of the rows, COUNTED + 1 at most: nobody turns a hundred pages. One reading of the table to count and
    to put in order, of the keys alone."""
    query = selection.sought.over_many()
    if not query or selection.state == State.BIN:  # the index does not know what is in the bin
        return _read(register, selection, query.condition())
    record_type = register.storage.record_type
    answers = find(query, [record_type])
    if selection.is_by_title and not selection.filters:
        return first(answers, record_type, selection.state, COUNTED + 1)
    many = sum(answer.count for answer in answers.values()) > MANY
    return _read(register, selection, query.condition() if many else among(register.model, record_type, answers))


def _read(register: Register, selection: Selection, words: Any) -> list[Key]:
    rows = selection.narrow(register.model.objects.all(), words)
    return list(rows.values_list("organization_id", "id")[: COUNTED + 1])


def _records(register: Register, keys: list[Key]) -> list[Any]:
    """The rows of these keys, in the same order."""
    found = {(record.organization_id, record.id): record for record in light(register).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _told(
    register: Register, selection: Selection, rows: Page[Any], records: list[Any], bodies: dict[Any, Organization]
) -> dict[str, Any]:
    shown = selection.shown
    lines = []
    for record in records:
        body = bodies[record.organization_id]
        where = reverse(f"{register.name}-fiche", args=[body.slug, record.id])
        lines.append((body, Row(record, where, [c.cell(record) for c in shown[1:]])))
    offered = [
        (f, f.options(QuerySet(register.model).none()), selection.filters.get(f.name, "")) for f in coded(register)
    ]
    return {
        "register": register,
        "selection": selection,
        "page_obj": rows,
        "rows": lines,
        "columns": shown,
        "capped": rows.paginator.count > COUNTED,
        "counted": COUNTED,
        "offered": offered,
        "previous_query": selection.query(page=rows.number - 1) if rows.has_previous() else "",
        "next_query": selection.query(page=rows.number + 1) if rows.has_next() else "",
    }


def coded(register: Register) -> list[Any]:
    """The filters whose choices do not depend on the rows: those of one body mean nothing over nine hundred."""
    return [f for f in register.all_filters if f.is_coded]
