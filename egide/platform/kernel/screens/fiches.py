"""The page of one record: what it says, of today or of a past day, in the order of its sections."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from egide.documents.document import Table
from egide.documents.layouts.record import section_blocks
from egide.documents.layouts.sections import Section
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens import attaching
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, url
from egide.platform.kernel.screens.lists import end_of
from egide.platform.kernel.screens.waiting import about
from egide.platform.kernel.selection import read
from egide.platform.records.destroying import goes_on
from egide.platform.records.history import PastRecord, record_as_of
from egide.platform.records.models import State


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A heading, its article, and its blocks: descriptions and tables."""

    title: str
    article: str
    blocks: tuple[tuple[Literal["list", "table"], Any], ...]

    @property
    def anchor(self) -> str:
        """Where it stands in its page: a search leads there."""
        return slugify(self.title)


@allowed(Action.VIEW)
def record_fiche(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """`?au=2026-03-12` shows the record as it stood at the end of that day."""
    on = read(register, request.GET).on
    if on and on < timezone.localdate():
        return _past(request, register, record_id, on)
    record = find(register, record_id)
    facts = record.facts()
    may_change = register.policy.allows(request.access, Action.CHANGE, facts) and record.state == State.ACTIVE
    actions = {
        "edit_url": url(request, register, "edit", record),
        "history_url": url(request, register, "history", record),
        "move_url": url(request, register, "move", record),
        "duplicate_url": url(request, register, "duplicate", record),
        "may_change": may_change,
        "destroy_url": url(request, register, "destroy", record),
        "gone_on": goes_on(record) if record.state == State.BIN else None,
        **about(request, register, record, may_change=may_change),
        **attaching.panel(request, register, record, may_change=may_change),
    }
    return _shown(request, register, record, facts, timezone.localdate(), **actions)


def _past(request: Request, register: Register, record_id: UUID, on: date) -> HttpResponse:
    past = record_as_of(register.model, record_id, end_of(on))
    if past is None:
        raise Http404
    if not isinstance(past, PastRecord):
        current = url(request, register, "fiche", find(register, record_id))
        known: dict[str, Any] = {"unreadable": past, "past": on, "current_url": current}
        return page(request, "kernel/unreadable.html", register, **known)
    now = {"current_url": url(request, register, "fiche", past.record), "past": on}
    return _shown(request, register, past.record, past.facts, on, **now)


def _shown(request: Request, register: Register, record: Any, facts: Any, today: date, **context: Any) -> HttpResponse:
    shown = [*sections_of(register.sections, facts)]
    panels = register.panels(record, facts, today)
    told = {
        "record": record,
        "facts": facts,
        "sections": shown,
        **panels,
        **context,
        **register.links(request, register, record),
    }
    return page(request, register.fiche_template, register, **told)


def _kind(block: Any) -> tuple[Literal["list", "table"], Any]:
    return ("table" if isinstance(block, Table) else "list", block)


def sections_of(given: Iterable[Section], facts: Any) -> Iterator[SectionShown]:
    """The sections that have something to say."""
    for section in given:
        found = section_blocks(section, facts)
        blocks = tuple(_kind(block) for block in found)
        if blocks:
            yield SectionShown(section.title, section.article, blocks)
