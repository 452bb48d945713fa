"""Proposing a change, or a new record: the form of the record, whose answer goes to those who may write it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from egide.platform.drafts.models import Draft
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.policy import Action
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.services import NEW, of_register, propose
from egide.platform.kernel.rebasing import leaves_of
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens import drafting
from egide.platform.kernel.screens.editing import build_form, identifier, revision
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.records.models import Record, State
from egide.platform.records.saving import errors_of


@allowed(Action.PROPOSE)
def record_propose(request: Request, register: Register, record_id: UUID | None = None) -> HttpResponse:
    """For those who may not write the record themselves: the others are led to its form."""
    drawn = identifier(request.POST.get("proposal", ""))
    already = of_register(register).filter(id=drawn, user_id=request.access.user_id).first()
    if already is not None:  # sent twice
        return HttpResponseRedirect(proposal_url(request, register, already))
    if record_id is None:
        draft = drafting.resumed(request, register, None)
        new = draft.record_id if draft else identifier(request.POST.get("id", ""))
        record = register.model(organization_id=request.organization.id, id=new)
        return _form(request, register, record, register.storage.shape(id=new), drawn, draft)
    record = find(register, record_id)
    facts = record.facts()
    if record.state != State.ACTIVE:
        raise Http404
    if register.policy.allows(request.access, Action.CHANGE, facts):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(url(request, register, "edit", record) + (f"?{query}" if query else ""))
    return _form(request, register, record, facts, drawn, drafting.resumed(request, register, record.id))


def _form(
    request: Request, register: Register, record: Record, facts: Any, drawn: UUID, draft: Draft | None
) -> HttpResponse:
    answered = drafting.answered(request, register, record, proposing=True)
    if answered is not None:
        return answered
    form = build_form(request, register, facts, draft)
    base = draft.base if draft else revision(request.POST.get("revision", str(record.revision)))
    status = 200
    if form.is_bound and not form.is_command:
        if form.is_valid() and _is_sound(form, record):
            message = request.POST.get("reason", "").strip()[:500]
            propose(register, record, form.facts(), base=base, user=request.user, message=message, drawn=drawn)
            drafting.saved(request)
            tell(request, "Proposition envoyée. La réponse s’affichera ici.")
            return HttpResponseRedirect(url(request, register, "proposals"))
        status = 422
    return page(
        request,
        "kernel/form.html",
        register,
        status=status,
        record=record,
        form=form,
        parts=form.sections(register.sections),
        revision=base,
        action="",
        is_new=record.revision == NEW,
        proposing=drawn,
        **drafting.around(request, register, record, draft, proposing=True),
    )


def _is_sound(form: ShapeForm, record: Record) -> bool:
    """What could never be saved is refused at once, to the one who can mend it; so is what changes nothing."""
    facts = form.facts()
    form.add_errors(errors_of(record, facts))
    if record.revision and not form.errors and leaves_of(facts) == leaves_of(record.facts()):
        form.add_error("", "La fiche dit déjà cela\u202f: modifiez au moins une case avant d’envoyer.")
    return not form.errors


def proposal_url(request: Request, register: Register, proposal: Proposal) -> str:
    """Where a proposal is shown."""
    return reverse(f"{register.name}-proposal", args=[request.organization.slug, proposal.id])
