"""Drafts of the forms of a register: kept while one types, found again when one comes back, thrown away once saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from egide.law.french import plural
from egide.platform.drafts import services
from egide.platform.drafts.models import Draft
from egide.platform.drafts.services import DraftError, OvertakenError, Typed
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, page, tell, url
from egide.platform.records.models import Record, State, with_lines
from egide.typography import french

KEEP, DROP, ID, TURN, RESUME = "draft-keep", "draft-drop", "draft-id", "draft-turn", "brouillon"
_SILENT: Final = "auto"
_BESIDE: Final = frozenset({KEEP, DROP, ID, TURN, "csrfmiddlewaretoken", "command", "id", "revision", "proposal"})
WRITING: Final = (Action.CREATE, Action.CHANGE, Action.PROPOSE)


@dataclass(frozen=True, slots=True)
class Found:
    """A draft that waits: where to take it up, and what happened to its record since. "" when it cannot be taken up."""

    draft: Draft
    url: str
    is_behind: bool = False
    why_not: str = ""


def answered(request: Request, register: Register, record: Record, *, proposing: bool = False) -> HttpResponse | None:
    """The answer when the form was sent to be kept or given up, and not to be saved."""
    if request.method == "POST" and DROP in request.POST:
        return _dropped(request, register)
    if request.method == "POST" and KEEP in request.POST:
        return _kept(request, register, record, proposing=proposing)
    return None


def _kept(request: Request, register: Register, record: Record, *, proposing: bool) -> HttpResponse:
    now, silent = timezone.now(), request.POST[KEEP] == _SILENT
    typed = _typed(request, register, record, proposing=proposing)
    try:
        services.keep(typed, request.access.user_id, now)
    except DraftError as refused:
        if silent:
            status = 409 if isinstance(refused, OvertakenError) else 422
            return JsonResponse({"said": french(str(refused))}, status=status)
        tell(request, str(refused))
        return HttpResponseRedirect(_form_url(request, register, typed.record_id, typed.base, proposing=proposing))
    local = timezone.localtime(now)
    said = f"Brouillon gardé à {local.hour}\u00a0h\u00a0{local.minute:02}"
    if silent:
        return JsonResponse({"said": said})
    tell(request, f"{said}. Vous le retrouverez ici en revenant.")
    where = _form_url(request, register, typed.record_id, typed.base, proposing=proposing)
    return HttpResponseRedirect(f"{where}?{RESUME}={typed.id}")


def _typed(request: Request, register: Register, record: Record, *, proposing: bool) -> Typed:
    posted = request.POST
    named = "".join(filter(str.isprintable, posted.get(register.storage.titled_by, ""))).strip()
    base = _number(posted.get("revision", "")) if record.revision else 0
    return Typed(
        id=_identifier(posted.get(ID, "")) or uuid4(),
        record_type=register.storage.record_type,
        record_id=record.id,
        base=base,
        title=named or register.storage.untitled,
        fields={name: values for name, values in posted.lists() if name not in _BESIDE},
        turn=_number(posted.get(TURN, "")) + (request.POST[KEEP] != _SILENT),
        proposing=proposing,
    )


def _dropped(request: Request, register: Register) -> HttpResponse:
    """Given up, from the form, from the page that offers it, or from the list of drafts."""
    named = _identifier(request.POST.get(DROP, "")) or _identifier(request.POST.get(ID, ""))
    if named is not None and services.forget(request.access.user_id, named):
        tell(request, "Brouillon abandonné.")
    return HttpResponseRedirect(request.path if request.POST.get(DROP) != "form" else url(request, register, "list"))


def late(request: Request, register: Register, already: Record) -> HttpResponse:
    """A form of a new record that was saved meanwhile: sent twice, or from another window."""
    if request.POST.get(KEEP) == _SILENT:
        return JsonResponse({"said": "Cette fiche est déjà enregistrée."}, status=409)
    return HttpResponseRedirect(url(request, register, "fiche", already))


def saved(request: Request) -> None:
    """What was a draft is a record now, or a proposal."""
    named = _identifier(request.POST.get(ID, ""))
    if named is not None:
        services.forget(request.access.user_id, named)


def resumed(request: Request, register: Register, record_id: UUID | None) -> Draft | None:
    """The draft that the address asks for: one's own, of this record (None: a new one). Raises Http404 otherwise."""
    text = request.GET.get(RESUME, "")
    if request.method == "POST" or not text:
        return None
    named = _identifier(text)
    draft = services.find(request.access.user_id, named) if named else None
    if draft is None or draft.record_type != register.storage.record_type:
        raise Http404
    if (draft.record_id if draft.base else None) != record_id:
        raise Http404
    return draft


def around(
    request: Request, register: Register, record: Record, draft: Draft | None, *, proposing: bool = False
) -> dict[str, Any]:
    """For the page of a form: the draft that it keeps, and those that wait for the same record."""
    posted = request.POST
    named = draft.id if draft else _identifier(posted.get(ID, "")) or uuid4()
    turn = draft.turn if draft else _number(posted.get(TURN, ""))
    reason = draft.typed.get("reason", [""])[0] if draft else posted.get("reason", "")
    told = {"draft_id": named, "draft_turn": turn, "draft": draft, "reason": reason}
    if draft is not None or request.method == "POST":
        return told
    here = {"record_id": record.id} if record.revision else {"base": 0, "proposing": proposing}
    waiting = _of_register(request, register).filter(**here)
    return {**told, "waiting_drafts": _found(request, register, list(waiting))}


def counted(request: Request, register: Register) -> QuerySet[Any] | None:
    """The drafts that the list counts: those of who writes."""
    writes = any(register.policy.allows(request.access, action) for action in WRITING)
    return _of_register(request, register) if writes else None


def beside(request: Request, register: Register, count: int) -> dict[str, Any]:
    """For the list of a register: how many drafts wait."""
    return {"drafts_label": plural(count, "brouillon"), "drafts_url": url(request, register, "drafts")} if count else {}


@allowed(Action.VIEW)
def record_drafts(request: Request, register: Register) -> HttpResponse:
    """One's own drafts in this register; POST gives one up."""
    if request.method == "POST":
        return _dropped(request, register)
    found = _found(request, register, list(_of_register(request, register)))
    return page(request, "kernel/drafts.html", register, found=found)


def _of_register(request: Request, register: Register) -> QuerySet[Any]:
    return services.of_person(request.access.user_id).filter(record_type=register.storage.record_type)


def _found(request: Request, register: Register, drafts: Sequence[Draft]) -> list[Found]:
    """Each with what became of its record since, asked with one query for all."""
    ids = {draft.record_id for draft in drafts}
    records = with_lines(register.model.objects.filter(id__in=ids)) if ids else []
    stored: Mapping[UUID, Record] = {record.id: record for record in records}
    return [_one(request, register, draft, stored.get(draft.record_id)) for draft in drafts]


def _one(request: Request, register: Register, draft: Draft, record: Record | None) -> Found:
    if record is not None and not draft.base:
        return Found(draft, "", why_not="Cette fiche a été ajoutée depuis.")
    if record is not None and record.state != State.ACTIVE:
        where = "à la corbeille" if record.state == State.BIN else "archivée"
        return Found(draft, "", why_not=f"Cette fiche est {where} : remettez-la en service pour reprendre.")
    proposing = _proposes(request, register, draft, record)
    if proposing is None:
        return Found(draft, "", why_not="Vous ne pouvez plus écrire cette fiche.")
    where = _form_url(request, register, draft.record_id, draft.base, proposing=proposing)
    is_behind = record is not None and record.revision != draft.base
    return Found(draft, f"{where}?{RESUME}={draft.id}", is_behind)


def _proposes(request: Request, register: Register, draft: Draft, record: Record | None) -> bool | None:
    """Whether it is taken up as a proposal, by the rights of today; None when it cannot be taken up."""
    writes = register.policy.allows(
        request.access, Action.CHANGE if draft.base else Action.CREATE, record.facts() if record else None
    )
    may_propose = register.policy.allows(request.access, Action.PROPOSE)
    if (writes and not (draft.proposing and not draft.base)) or not may_propose:
        return False if writes else None
    return True


def _form_url(request: Request, register: Register, record_id: UUID, base: int, *, proposing: bool) -> str:
    if not base:
        return url(request, register, "propose" if proposing else "create")
    record = register.model(id=record_id)
    return url(request, register, "propose" if proposing else "edit", record)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
