"""The list of a register: of today, or as it stood on a past day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from egide.platform.kernel.columns import Cell
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens import drafting, waiting
from egide.platform.kernel.screens.guarding import Request, allowed, fiches, page, url
from egide.platform.kernel.screens.spoken import applied, heard, lead, sentence
from egide.platform.kernel.selection import PER_PAGE, Selection, read
from egide.platform.records.counting import count_each
from egide.platform.records.history import Unreadable, as_of
from egide.platform.records.models import Record, State


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list: where its fiche is, and its cells after the title."""

    record: Any
    url: str
    cells: list[Cell]


@allowed(Action.VIEW)
def record_list(request: Request, register: Register) -> HttpResponse:
    """Search, filters, order, columns and page come from the URL; `au` shows a past day."""
    selection = read(register, request.GET)
    if selection.on and selection.on < timezone.localdate():
        return _past(request, register, selection)
    understanding = heard(register, selection.words, register.all_filters, register.model.objects.all)
    as_typed = request.htmx and not request.htmx.boosted
    if understanding.found and not as_typed:
        return lead(request, url(request, register, "list"), selection, understanding)
    if understanding.found:
        selection = applied(selection, understanding)
    rows = Paginator(selection.narrow(light(register)), PER_PAGE).get_page(selection.page)
    told = {**_told(request, register, selection, rows), **_filters(register, selection)}
    told["understood"] = sentence(understanding) if understanding.found else ""
    return page(request, "kernel/list_rows.html" if as_typed else "kernel/list.html", register, **told)


def light(register: Register) -> QuerySet[Any]:
    """The rows of a list, with what a list may show, out of sixty columns."""
    read = {name for column in register.all_columns for name in column.reads}
    rows: QuerySet[Any] = register.model.objects.only("pk", "state", register.storage.titled_by, *sorted(read))
    return rows


def _told(request: Request, register: Register, selection: Selection, rows: Page[Any]) -> dict[str, Any]:
    shown = selection.shown
    suffix = f"?au={selection.on.isoformat()}" if selection.on else ""
    fiche = fiches(request, register)
    asked = {"proposals": waiting.counted(request, register), "drafts": drafting.counted(request, register)}
    counts = count_each(asked)
    return {
        **register.links(request, register, None),
        **waiting.around(request, register, counts["proposals"]),
        **drafting.beside(request, register, counts["drafts"]),
        "selection": selection,
        "page_obj": rows,
        "rows": [Row(record, fiche(record) + suffix, [c.cell(record) for c in shown[1:]]) for record in rows],
        "columns": [(c, selection.sorted_by(c), _aria(c.name, selection)) for c in shown],
        "previous_query": selection.query(page=rows.number - 1) if rows.has_previous() else "",
        "next_query": selection.query(page=rows.number + 1) if rows.has_next() else "",
        "is_bare": not (selection.words or selection.filters or selection.state != State.ACTIVE),
    }


def _aria(name: str, selection: Selection) -> str:
    if selection.sort != name:
        return "none"
    return "descending" if selection.descending else "ascending"


def _filters(register: Register, selection: Selection) -> dict[str, Any]:
    """The choices offered, and the chips of those in force."""
    rows = register.model.objects.all()
    offered = [(f, f.options(rows), selection.filters.get(f.name, "")) for f in register.all_filters]
    names = {f.name: options for f, options, _ in offered}
    return {
        "offered": offered,
        "chips": [(f.said(value, names[f.name]), selection.without(f.name)) for f, value in selection.chosen],
        "bin_days": settings.BIN_DAYS,
        "states": [(value, label, selection.state == value) for value, label in State.choices],
    }


def _past(request: Request, register: Register, selection: Selection) -> HttpResponse:
    found, unreadable = past_records(register, selection)
    rows: Page[Record] = Paginator(found, PER_PAGE).get_page(selection.page)
    told = _told(request, register, selection, rows)
    return page(request, "kernel/list.html", register, **told, past=selection.on, unreadable=unreadable)


def past_records(register: Register, selection: Selection) -> tuple[list[Any], tuple[Unreadable, ...]]:
    """The rows of a past day, as they stood at its end: searched, and in the order of their titles.

    Then what cannot be read any more, whatever was searched: nobody knows what it would answer.
    """
    on: date = selection.on or timezone.localdate()
    sought = selection.sought
    known = as_of(register.model, end_of(on))
    found = [past for past in known if past.record.state == selection.state]
    found = [past for past in found if sought.holds(frozenset(past.record.search_text.split()))]
    register.storage.derive([(past.record, past.facts) for past in found], on)
    records: list[Any] = [past.record for past in found]
    return ([*reversed(records)] if selection.descending else records), known.unreadable


def end_of(day: date) -> datetime:
    """The last instant of a day, in the zone of the installation."""
    return timezone.make_aware(datetime.combine(day, time.max))
