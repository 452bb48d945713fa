"""The whole register, or one record, in every format that the ground floor writes: of today or of a past day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from egide.documents.layouts.register import record_document
from egide.documents.layouts.sealed import sealed
from egide.documents.rendering import Format, RenderingFailed, render
from egide.formats.converting import TARGETS, cannot_hold, write_register
from egide.law.facts import Register as RegisterFacts
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.exporting import attachment
from egide.platform.kernel.screens.guarding import Request, allowed, page
from egide.platform.kernel.screens.lists import end_of
from egide.platform.kernel.selection import read
from egide.platform.proofs.seals import seal
from egide.registers.processing import heavy
from egide.registers.processing.files import DOCUMENTS, content_type, extension, written
from egide.registers.processing.queries import register_as_of, register_facts

LOSSES_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A format offered: what it is called, and what it leaves out, None as long as nobody asked."""

    name: str
    label: str
    losses: list[tuple[str, str]] | None


@allowed(Action.EXPORT)
def register_export(request: Request, register: Register) -> HttpResponse:
    """Without `format`: the formats, and what each leaves out. `au`: a past day; `communicable`: without security.

    A large register is written apart (`heavy`): then GET explains and POST asks for it.
    """
    on = read(register, request.GET).on
    past = on if on and on < timezone.localdate() else None
    chosen = request.GET.get("format")
    communicable = request.GET.get("communicable") == "1"
    if chosen is not None and (chosen not in {*DOCUMENTS, *TARGETS} or (communicable and chosen not in DOCUMENTS)):
        raise Http404
    if chosen is not None and heavy.is_heavy(chosen):
        return heavy.ask(request, register, chosen, past, communicable=communicable)
    facts = register_facts(request.organization) if past is None else register_as_of(request.organization, end_of(past))
    if chosen is None:
        return _choices(request, register, facts, past)
    day = past or timezone.localdate()
    name = f"registre-{request.organization.slug}-{day.isoformat()}"
    write = partial(written, facts, chosen, day, seal(timezone.now()), communicable=communicable)
    return _rendered(request, register, write, chosen, name)


def _choices(request: Request, register: Register, facts: RegisterFacts, past: date | None) -> HttpResponse:
    asked = request.GET.get("pertes", "")  # told on demand: some formats are written and read again to know
    losses = _counted(cannot_hold(facts, asked)) if asked in TARGETS else []
    files = [Choice(n, t.label, losses if n == asked else None) for n, t in TARGETS.items()]
    told: dict[str, Any] = {"files": files, "documents": DOCUMENTS, "past": past, "count": len(facts.activities)}
    return page(request, "processing/export.html", register, **told)


def _counted(losses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The labels that a format has no place for, each with the number of records that lose it."""
    by_label: dict[str, int] = {}
    for _, label in losses:
        by_label[label] = by_label.get(label, 0) + 1
    return [(label, str(count)) for label, count in by_label.items()][:LOSSES_SHOWN]


@allowed(Action.EXPORT)
def record_document_export(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """One record as a document, or as our package."""
    record = register.model.objects.filter(id=record_id).first()
    chosen = request.GET.get("format", "pdf")
    if record is None or chosen not in {*DOCUMENTS, "json"}:
        raise Http404
    facts, today = record.facts(), timezone.localdate()
    body = request.organization.facts()
    drawn = seal(timezone.now())
    name = f"fiche-{slugify(str(record))[:60] or 'sans-nom'}-{today.isoformat()}"
    if chosen == "json":
        alone = RegisterFacts(organization=body, activities=(facts,))
        return _rendered(request, register, lambda: write_register(alone, "json", drawn), chosen, name)
    document = sealed(record_document(facts, body, today), drawn)
    return _rendered(request, register, lambda: render(document, cast("Format", chosen)), chosen, name)


def _rendered(request: Request, register: Register, write: Callable[[], bytes], chosen: str, name: str) -> HttpResponse:
    try:
        content = write()
    except (RenderingFailed, ValueError) as reason:
        return page(request, "processing/export_failed.html", register, status=422, reason=str(reason))
    return attachment(content, content_type(chosen), f"{name}{extension(chosen)}")


def export_links(request: Request, register: Register, record: Any = None) -> list[tuple[str, str]]:
    """The links of the « Exporter » menu of a list, or of a fiche."""
    slug = request.organization.slug
    if record is None:
        return [("Le registre entier, tous formats", reverse(f"{register.name}-export-all", args=[slug]))]
    base = reverse(f"{register.name}-export-one", args=[slug, record.id])
    return [(label, f"{base}?format={form}") for form, label in (*DOCUMENTS.items(), ("json", "Fichier Égide (JSON)"))]
