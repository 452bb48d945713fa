"""Writing a record: add, change, duplicate. What another saved meanwhile is never overwritten without a choice."""

import dataclasses
import json
import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from egide.formats.package.encoding import encode
from egide.platform.drafts.models import Draft
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.policy import Action
from egide.platform.kernel.rebasing import choices, facts_of, merge, read, written
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens import drafting
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.fields import decode
from egide.platform.records.journal.leaves import flatten
from egide.platform.records.models import Record, State
from egide.platform.records.saving import save_aggregate


@allowed(Action.CREATE)
def record_create(request: Request, register: Register) -> HttpResponse:
    """A new record; its id is drawn when the form is first shown, so that sending it twice adds it once."""
    draft = drafting.resumed(request, register, None)
    drawn = draft.record_id if draft else identifier(request.POST.get("id", ""))
    already = register.model.objects.filter(id=drawn).first()
    if already is not None:
        return drafting.late(request, register, already)
    record = register.model(organization_id=request.organization.id, id=drawn)
    blank = register.storage.shape(id=drawn)
    return _form(request, register, record, blank, draft=draft)


@allowed(Action.CREATE)
def record_duplicate(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """A form filled from another record, with new identifiers. Nothing is written before it is sent."""
    source = find(register, record_id).facts()
    drawn = uuid.uuid4()
    copy = renewed(source, drawn)
    record = register.model(organization_id=request.organization.id, id=drawn)
    return _form(request, register, record, copy, action=url(request, register, "create"))


def renewed(facts: Any, drawn: UUID) -> Any:
    """The same facts under new identifiers, those of lines included; what pointed at a line follows it."""
    document = json.dumps(encode(facts))
    lines = [path for path in flatten(encode(facts)) if path.endswith("[]")]
    for path in lines:
        for line in flatten(encode(facts))[path]:
            document = document.replace(line, str(uuid.uuid4()))
    copy = decode(type(facts), {**json.loads(document), "id": str(drawn)})
    title = {"name": f"{copy.name} (copie)"} if getattr(copy, "name", None) else {}
    return dataclasses.replace(copy, **title)


@allowed(Action.CHANGE)
def record_edit(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """Change a record. `revision` says which version was read."""
    record = find(register, record_id)
    facts = record.facts()
    if record.state != State.ACTIVE or not register.policy.allows(request.access, Action.CHANGE, facts):
        raise Http404
    if "mine" in request.POST:
        return _resolve(request, register, record)
    return _form(request, register, record, facts, draft=drafting.resumed(request, register, record.id))


def _form(
    request: Request, register: Register, record: Record, facts: Any, *, action: str = "", draft: Draft | None = None
) -> HttpResponse:
    answered = drafting.answered(request, register, record)
    if answered is not None:
        return answered
    form = build_form(request, register, facts, draft)
    status = 200
    if form.is_bound and not form.is_command:
        if form.is_valid():
            answer = _save(request, register, record, form)
            if answer is not None:
                return answer
        status = 422
    return page(
        request,
        "kernel/form.html",
        register,
        status=status,
        record=record,
        form=form,
        parts=form.sections(register.sections),
        revision=draft.base if draft else request.POST.get("revision", record.revision),
        action=action,
        is_new=record.revision == 0,
        **drafting.around(request, register, record, draft),
    )


def build_form(request: Request, register: Register, facts: Any, draft: Draft | None = None) -> ShapeForm:
    """The form of a record: bound when it was sent, as it was typed when a draft is taken up."""
    data: Any = draft.typed if draft else request.POST if request.method == "POST" else None
    return ShapeForm(
        register.storage.shape,
        initial=facts,
        data=data,
        paths=register.fields,
        choices=register.choices(timezone.localdate()),
        unjudged=draft is not None,
    )


def _save(request: Request, register: Register, record: Record, form: ShapeForm) -> HttpResponse | None:
    facts = form.facts()
    if not register.policy.allows(request.access, Action.CHANGE if record.revision else Action.CREATE, facts):
        form.add_error("department", "Choisissez un de vos services\u202f: ailleurs, vous pouvez proposer.")
        return None
    expected = revision(request.POST.get("revision", "")) if record.revision else None
    try:
        save_aggregate(record, facts, expected=expected, reason=request.POST.get("reason", "").strip()[:500])
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return None
    except ConflictError:
        return _conflict(request, register, record, facts, expected or 0)
    drafting.saved(request)
    tell(request, "Enregistré.")
    return HttpResponseRedirect(url(request, register, "fiche", record))


def _conflict(request: Request, register: Register, record: Record, mine: Any, expected: int) -> HttpResponse:
    """Both sides of each field that both changed; the rest is kept of both without asking."""
    stored = find(register, record.id)
    merged, who = merge(register, stored, mine, expected)
    found = choices(register, merged)
    return page(
        request,
        "kernel/conflict.html",
        register,
        status=409,
        record=stored,
        who=who,
        mine=written(mine),
        draft_id=request.POST.get(drafting.ID, ""),
        base=expected,
        conflicts=[choice for choice in found if choice.is_disputed],
        untouched=[choice for choice in found if not choice.is_disputed],
    )


def _resolve(request: Request, register: Register, record: Record) -> HttpResponse:
    """Save what was chosen, field by field, on top of what is stored now."""
    mine, base = _mine(request, register, record), revision(request.POST.get("base", ""))
    if request.POST.get("revision") != str(record.revision):  # a third person saved while we were choosing
        return _conflict(request, register, record, mine, base)
    merged, _ = merge(register, record, mine, base)
    facts = facts_of(register, record.id, merged.merged(chosen(request)))
    if not register.policy.allows(request.access, Action.CHANGE, facts):
        raise Http404
    try:
        save_aggregate(record, facts, expected=record.revision)
    except InvalidFactsError as refused:
        return mend(request, register, record, facts, refused)
    drafting.saved(request)
    tell(request, "Enregistré, avec ce que vous avez gardé de chacun.")
    return HttpResponseRedirect(url(request, register, "fiche", record))


def chosen(request: Request) -> frozenset[str]:
    """The changes for which « mine » was chosen, by path."""
    return frozenset(name.removeprefix("choice:") for name, value in request.POST.items() if value == "mine")


def mend(request: Request, register: Register, record: Record, facts: Any, refused: InvalidFactsError) -> HttpResponse:
    """What was merged breaks a rule: the form is shown with it, to be mended."""
    offered = register.choices(timezone.localdate())
    form = ShapeForm(register.storage.shape, initial=facts, paths=register.fields, choices=offered)
    form.add_errors(refused.errors)
    parts = form.sections(register.sections)
    told = {"record": record, "form": form, "parts": parts, "revision": record.revision, "is_new": False}
    kept = drafting.around(request, register, record, None)
    return page(request, "kernel/form.html", register, status=422, **told, **kept)


def _mine(request: Request, register: Register, record: Record) -> Any:
    """What was typed, as the conflict page kept it."""
    try:
        return read(register, record.id, request.POST["mine"])
    except ValueError as unreadable:
        raise Http404 from unreadable


def identifier(text: str) -> UUID:
    """What was drawn when the form was first shown; drawn now when that is no identifier."""
    try:
        return UUID(text)
    except ValueError:
        return uuid.uuid4()


def revision(text: str) -> int:
    """The version that a form says was read; 0 when it says none, and 0 is never the version of a stored record."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
