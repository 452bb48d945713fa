"""The proposals of a register: those that wait for my answer, my own, and the page where one is answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect

from egide.platform.kernel.policy import Action
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.services import accept, of_register, outcome, pending, proposed, settle
from egide.platform.kernel.proposals.shapes import ProposalStatus
from egide.platform.kernel.rebasing import Choice, choices, merge
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.editing import chosen, revision
from egide.platform.kernel.screens.fiches import sections_of
from egide.platform.kernel.screens.guarding import Request, allowed, page, tell, url
from egide.platform.kernel.screens.proposing import proposal_url
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.models import Record, State, with_lines

PER_PAGE = 30


@dataclass(frozen=True)
class Told:
    """A proposal with the record that it is about (None: to be added), and what it would say (None: unreadable)."""

    proposal: Proposal
    record: Record | None
    facts: Any
    why_unreadable: str
    may_answer: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.proposal.status is ProposalStatus.PENDING


@allowed(Action.VIEW)
def record_proposals(request: Request, register: Register) -> HttpResponse:
    """Nobody sees here what another proposed about a record that they may not change."""
    waiting = [told for told in read_all(request, register, list(pending(register))) if told.may_answer]
    mine = of_register(register).filter(user_id=request.access.user_id)
    rows = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "kernel/proposals.html",
        register,
        waiting=[(told, proposal_url(request, register, told.proposal)) for told in waiting],
        page_obj=rows,
        mine=[(proposal, proposal_url(request, register, proposal)) for proposal in rows],
        propose_url=url(request, register, "propose"),
    )


def read_all(request: Request, register: Register, found: list[Proposal]) -> list[Told]:
    """With two queries, whatever their number."""
    stored = register.model.objects.filter(id__in=[proposal.record_id for proposal in found])
    records = {record.id: record for record in with_lines(stored)}
    return [_told(request, register, proposal, records.get(proposal.record_id)) for proposal in found]


def _told(request: Request, register: Register, proposal: Proposal, record: Record | None) -> Told:
    try:
        facts, why = proposed(register, proposal), ""
    except ValueError as failure:
        facts, why = None, str(failure)
    action, judged = (Action.CREATE, facts) if record is None else (Action.CHANGE, record.facts())
    may_answer = register.policy.allows(request.access, action, judged)
    return Told(proposal, record, facts, why, may_answer)


@allowed(Action.VIEW)
def record_proposal(request: Request, register: Register, proposal_id: UUID) -> HttpResponse:
    """One proposal, for its author and for those who may write the record."""
    found = of_register(register).filter(id=proposal_id).first()
    if found is None:
        raise Http404
    [told] = read_all(request, register, [found])
    if not (told.may_answer or found.user_id == request.access.user_id):
        raise Http404
    if request.method == "POST":
        return _answered(request, register, told)
    return _page(request, register, told)


def _page(
    request: Request,
    register: Register,
    told: Told,
    *,
    status: int = 200,
    wanted: frozenset[str] | None = None,
    **context: Any,
) -> HttpResponse:
    """`wanted`: the changes chosen already; without, those that meet no other are."""
    record = told.record
    found = _choices(register, told)
    return page(
        request,
        "kernel/proposal.html",
        register,
        status=status,
        told=told,
        proposal=told.proposal,
        record=record,
        is_mine=told.proposal.user_id == request.access.user_id,
        is_out=record is not None and record.state != State.ACTIVE,
        choices=[(c, not c.is_disputed if wanted is None else c.path in wanted) for c in found],
        sections=[*sections_of(register.sections, told.facts)] if record is None and told.facts is not None else [],
        fiche_url=url(request, register, "fiche", record) if record is not None else "",
        proposals_url=url(request, register, "proposals"),
        **context,
    )


def _choices(register: Register, told: Told) -> list[Choice]:
    if told.record is None or told.facts is None or not told.is_open:
        return []
    merged, _ = merge(register, told.record, told.facts, told.proposal.base or 0)
    return choices(register, merged)


def _answered(request: Request, register: Register, told: Told) -> HttpResponse:
    """`decision` is accept, refuse or withdraw; the versions that were read must be those stored."""
    decision, answer = request.POST.get("decision", ""), request.POST.get("answer", "").strip()[:500]
    if _is_stale(request, told):
        return _page(request, register, told, status=409, changed=True, answer=answer)
    if decision == "withdraw" and told.proposal.user_id == request.access.user_id:
        return _settled(request, register, told, ProposalStatus.WITHDRAWN, "", "Proposition retirée.")
    if not told.may_answer or decision not in {"accept", "refuse"}:
        raise Http404
    if decision == "refuse":
        if not answer:
            why = "Dites pourquoi vous refusez\u202f: la personne qui a proposé le lira."
            return _page(request, register, told, status=422, refusal=why)
        return _settled(request, register, told, ProposalStatus.REFUSED, answer, "Proposition refusée.")
    return _accepted(request, register, told, answer)


def _is_stale(request: Request, told: Told) -> bool:
    read = revision(request.POST.get("revision", "")), revision(request.POST.get("proposal", ""))
    stored = told.record.revision if told.record is not None else 0, told.proposal.revision
    return read != stored or not told.is_open


def _settled(
    request: Request, register: Register, told: Told, status: ProposalStatus, answer: str, done: str
) -> HttpResponse:
    try:
        settle(told.proposal, status, answer)
    except ConflictError:
        return _again(request, register, told, answer)
    tell(request, done)
    return HttpResponseRedirect(url(request, register, "proposals"))


def _accepted(request: Request, register: Register, told: Told, answer: str) -> HttpResponse:
    if told.facts is None or (told.record is not None and told.record.state != State.ACTIVE):
        raise Http404
    wanted = chosen(request)
    if told.record is not None and not wanted and _choices(register, told):
        why = "Choisissez au moins un changement, ou refusez la proposition."
        return _page(request, register, told, status=422, refusal=why, answer=answer)
    facts = outcome(register, told.proposal, told.record, wanted)
    action = Action.CREATE if told.record is None else Action.CHANGE
    if not register.policy.allows(request.access, action, facts):
        why = "Ce choix donnerait la fiche à un service qui n’est pas le vôtre\u202f: un référent peut l’accepter."
        return _page(request, register, told, status=422, refusal=why, wanted=wanted, answer=answer)
    try:
        record = accept(register, told.proposal, told.record, facts, answer=answer)
    except InvalidFactsError as refused:
        return _page(request, register, told, status=422, errors=refused.errors, wanted=wanted, answer=answer)
    except ConflictError:
        return _again(request, register, told, answer)
    tell(request, "Proposition acceptée. La fiche est enregistrée.")
    return HttpResponseRedirect(url(request, register, "fiche", record))


def _again(request: Request, register: Register, told: Told, answer: str) -> HttpResponse:
    """Someone was faster, between our reading and our writing: the page as it stands now."""
    [stored] = read_all(request, register, list(of_register(register).filter(id=told.proposal.id)))
    return _page(request, register, stored, status=409, changed=True, answer=answer)
