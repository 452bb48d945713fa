"""What happened to a record, and to a whole register: who, when, before and after, in words; two dates compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.files.models import Attachment
from egide.platform.files.services import of_record as files_of
from egide.platform.kernel.filters import day_of
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, url
from egide.platform.kernel.screens.lists import end_of
from egide.platform.records.history import compare_records, compare_registers
from egide.platform.records.journal.appending import DESTROY
from egide.platform.records.journal.reading import Erasure, Version, erasures, versions, versions_of
from egide.platform.records.words import ChangeInWords, action_in_words, origin_in_words

VERSIONS_PER_PAGE = 30
_ON_FILES: Final = {"create": "Ajout", "change": "Examen par l’antivirus"}
Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """A version as the history shows it."""

    version: Version
    action: str
    origin: str
    changes: list[ChangeInWords]


@allowed(Action.VIEW)
def record_history(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """Every version, the last first. `de` and `a` compare two of them, by number."""
    found = versions(register.storage.record_type, record_id)
    destroyed = bool(found) and found[-1].action == DESTROY
    record = None if destroyed else find(register, record_id)
    names = register.names()
    compared = _compared(register, found, request.GET.get("de", ""), request.GET.get("a", ""), names)
    rows = Paginator([*reversed(found)], VERSIONS_PER_PAGE).get_page(request.GET.get("page"))
    before = {v.number: v for v in found}
    return page(
        request,
        "kernel/history.html",
        register,
        record=record or found[-1].title or "une fiche supprimée",
        destroyed=destroyed,
        erasures=_erasures(register, record_id),
        page_obj=rows,
        moments=[moment(register, v, before.get(v.number - 1), names) for v in rows],
        versions=found,
        compared=compared,
        file_moments=of_files(register, record_id),
        fiche_url=url(request, register, "fiche", record) if record else "",
        prove_url=_address(request, register, "prove", record_id),
        erase_url=_address(request, register, "erase", record_id),
    )


def _address(request: Request, register: Register, name: str, record_id: UUID) -> str:
    """Of a record that may be no more."""
    return reverse(f"{register.name}-{name}", kwargs={"body": request.organization.slug, "record_id": record_id})


def _erasures(register: Register, record_id: UUID) -> list[Erasure]:
    """What was erased, the last first; those of one act and one reason together."""
    found: dict[tuple[str, str, Any], Erasure] = {}
    for one in erasures(register.storage.record_type, record_id):
        found.setdefault((one.actor, one.basis, one.at.replace(second=0, microsecond=0)), one)
    return [*reversed(found.values())]


def moment(register: Register, version: Version, before: Version | None, names: Names) -> Moment:
    """A version with what it changed. A creation is told as such, not as a hundred changes."""
    changes = compare_records(register.storage, before, version, names) if before else []
    return Moment(version, action_in_words(version), origin_in_words(version), changes)


def _compared(register: Register, found: list[Version], start: str, end: str, names: Names) -> dict[str, Any] | None:
    by_number = {str(v.number): v for v in found}
    if start not in by_number or end not in by_number:
        return None
    then, now = by_number[start], by_number[end]
    return {"then": then, "now": now, "changes": compare_records(register.storage, then, now, names)}


def of_files(register: Register, record_id: UUID) -> list[Moment]:
    """What happened to the files of a record, the last first."""
    ids = list(files_of(register.storage.record_type, record_id).values_list("id", flat=True))
    if not ids:
        return []
    told = versions_of(Attachment.storage.record_type, ids).values()
    found = [each for versions_ in told for each in moments_of_file(versions_)]
    return sorted(found, key=lambda each: each.version.seq, reverse=True)


def moments_of_file(told: Sequence[Version]) -> list[Moment]:
    """The versions of one file, the last first. One that was added is told by its name, not by its facts."""
    found = []
    for before, version in pairwise([None, *told]):
        if version is not None:
            changes = compare_records(Attachment.storage, before, version, {}) if before else []
            action = _ON_FILES.get(version.action) or action_in_words(version)
            found.append(Moment(version, action, origin_in_words(version), changes))
    return found[::-1]


@allowed(Action.VIEW)
def register_comparison(request: Request, register: Register) -> HttpResponse:
    """The whole register on two days: what was added, removed, changed."""
    start, end = day_of(request.GET.get("de", "")), day_of(request.GET.get("a", "")) or timezone.localdate()
    difference = None
    if start is not None:
        if start > end:
            start, end = end, start
        difference = compare_registers(register.model, end_of(start), end_of(end), register.names())
    return page(request, "kernel/comparison.html", register, start=start, end=end, difference=difference)
