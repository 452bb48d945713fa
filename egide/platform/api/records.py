"""The records of a register: listed, read, added, replaced, patched. The rules are those of the screens."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils import timezone

from egide.formats.package.decoding import JsonObject
from egide.platform.api import documents, problems
from egide.platform.api.paging import bounds, page
from egide.platform.api.patching import merged
from egide.platform.api.problems import Complaint, ProblemError
from egide.platform.api.representation import (
    answer,
    complaints,
    document_of,
    facts_of,
    list_url,
    told,
    url_of,
)
from egide.platform.api.requests import JSON, MERGE_PATCH, ApiRequest, read_object, reason_of
from egide.platform.api.selecting import past_day, selection
from egide.platform.api.versions import changed, expected
from egide.platform.kernel.offered import unoffered
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.lists import end_of, past_records
from egide.platform.kernel.selection import Selection
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.history import PastRecord, record_as_of
from egide.platform.records.models import Record, State
from egide.platform.records.saving import save_aggregate

WRITABLE = ("facts", "reason")
_ELSEWHERE = "Choisissez un de vos services\u202f: ailleurs, vous pouvez proposer."


def record_list(request: ApiRequest, given: dict[str, Any], register: Register) -> HttpResponse:
    """One page, with what it takes to ask for the others."""
    chosen = selection(register, given)
    past = chosen.on is not None and chosen.on < timezone.localdate()
    records, count, unreadable = _past(chosen, given) if past else _present(chosen, given)
    base = list_url(register, request.organization.slug)
    items = [told(record, document, f"{base}{record.id}/") for record, document in records]
    missing = [{"id": str(m.record_id), "title": m.title, "reason": m.reason} for m in unreadable]
    return page(request, given, items, count, **({"unreadable": missing} if missing else {}))


def _present(chosen: Selection, given: dict[str, Any]) -> tuple[list[Any], int, tuple[Any, ...]]:
    rows = chosen.narrow(chosen.register.model.objects.all())
    return documents.read(chosen.register, rows, bounds(given)), rows.count(), ()


def _past(chosen: Selection, given: dict[str, Any]) -> tuple[list[Any], int, tuple[Any, ...]]:
    found, unreadable = past_records(chosen.register, chosen)
    return [(record, document_of(record.facts())) for record in found[bounds(given)]], len(found), unreadable


def record_one(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """A record, of today or as it stood at the end of a past day."""
    on = given.get("au")
    url = url_of(register, request.organization.slug, record_id)
    if on is None or on == timezone.localdate():
        record = find(register, record_id)
        return answer(request, record, record.facts(), url)
    past_day(on)
    past = record_as_of(register.model, record_id, end_of(on))
    if past is None:
        raise ProblemError(problems.NOT_FOUND)
    if not isinstance(past, PastRecord):
        raise ProblemError(problems.ERASED, detail=(past.reason, problems.ERASED.detail[1]))
    return answer(request, past.record, past.facts, url)


def record_create(request: ApiRequest, given: dict[str, Any], register: Register) -> HttpResponse:
    """A new record, under the identifier that its facts give: sending it twice adds it once."""
    del given
    document = read_object(request, JSON, WRITABLE)
    facts = facts_of(register.storage.shape, document.get("facts"))
    url = url_of(register, request.organization.slug, facts.id)
    already = ProblemError(problems.EXISTS, headers={"Location": url})
    if register.model.objects.filter(id=facts.id).exists():
        raise already
    record = register.model.new(request.organization.id, facts)
    try:
        _save(request, register, record, facts, None, reason=reason_of(document))
    except IntegrityError:  # sent twice at once
        raise already from None
    return answer(request, record, facts, url, status=201)


def record_replace(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """All the facts of a record: those that are not sent are unknown again."""
    del given
    record = changeable(request, register, record_id)
    expected(request, register, record)
    document = read_object(request, JSON, WRITABLE)
    return _rewritten(request, register, record, document.get("facts"), reason_of(document))


def record_patch(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """Some facts of a record (RFC 7396): null makes unknown, a list replaces a list."""
    del given
    record = changeable(request, register, record_id)
    expected(request, register, record)
    document = read_object(request, MERGE_PATCH, WRITABLE)
    patch = document.get("facts", JsonObject())
    if not isinstance(patch, JsonObject):
        raise ProblemError(problems.INVALID, [Complaint("facts", "attendu : un objet", "an object is expected")])
    return _rewritten(request, register, record, merged(document_of(record.facts()), patch), reason_of(document))


def _rewritten(request: ApiRequest, register: Register, record: Record, document: Any, reason: str) -> HttpResponse:
    facts = facts_of(register.storage.shape, document)
    if facts.id != record.id:
        complaint = Complaint("facts.id", "attendu : celui de l’adresse", "that of the address is expected")
        raise ProblemError(problems.INVALID, [complaint])
    _save(request, register, record, facts, record.facts(), reason=reason)
    return answer(request, record, facts, url_of(register, request.organization.slug, record.id))


def _save(request: ApiRequest, register: Register, record: Record, facts: Any, before: Any, *, reason: str) -> None:
    if not register.policy.allows(request.access, Action.CREATE if before is None else Action.CHANGE, facts):
        raise ProblemError(problems.INVALID, [Complaint("facts.department", _ELSEWHERE)])
    if refused := unoffered(register, facts, before, timezone.localdate()):
        raise ProblemError(problems.INVALID, complaints(facts, refused))
    try:
        save_aggregate(record, facts, expected=None if before is None else record.revision, reason=reason)
    except InvalidFactsError as invalid:
        raise ProblemError(problems.INVALID, complaints(facts, invalid.errors)) from None
    except ConflictError as late:  # between our reading and our writing
        raise changed(register, find(register, record.id), late.expected) from None


def find(register: Register, record_id: UUID) -> Record:
    """The record of the body in scope. Raises ProblemError when it is another's or none's."""
    record: Record | None = register.model.objects.filter(id=record_id).first()
    if record is None:
        raise ProblemError(problems.NOT_FOUND)
    return record


def changeable(request: ApiRequest, register: Register, record_id: UUID) -> Record:
    """A record that this person may change. Raises ProblemError, as for what is not there when they may not."""
    record = find(register, record_id)
    if not register.policy.allows(request.access, Action.CHANGE, record.facts()):
        raise ProblemError(problems.NOT_FOUND)
    if record.state != State.ACTIVE:
        raise ProblemError(problems.OUT_OF_SERVICE)
    return record
