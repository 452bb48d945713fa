"""How many proposals wait, and where to propose: what the list and the fiche of a register say of it."""

from typing import Any

from django.db.models import QuerySet

from egide.platform.kernel.policy import Action
from egide.platform.kernel.proposals.services import pending
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, url
from egide.platform.records.models import Record, State


def about(request: Request, register: Register, record: Record, *, may_change: bool) -> dict[str, Any]:
    """For the fiche of a record of today."""
    if may_change:
        count = pending(register).filter(record_id=record.id).count()
        return {"pending_proposals": count, "proposals_url": url(request, register, "proposals")}
    may_propose = register.policy.allows(request.access, Action.PROPOSE) and record.state == State.ACTIVE
    return {"propose_url": url(request, register, "propose", record) if may_propose else ""}


def counted(request: Request, register: Register) -> QuerySet[Any] | None:
    """The proposals that the list counts: for those who write, and do not propose themselves."""
    writes, proposes = _may(request, register)
    return pending(register) if writes and not proposes else None


def around(request: Request, register: Register, count: int) -> dict[str, Any]:
    """For the list: those who write see how many wait (`count`), those who propose where to see their own."""
    writes, proposes = _may(request, register)
    if not (writes or proposes):
        return {}
    return {"proposals_url": url(request, register, "proposals"), "pending_proposals": count, "proposes": proposes}


def _may(request: Request, register: Register) -> tuple[bool, bool]:
    """Write, propose."""
    return register.policy.allows(request.access, Action.CHANGE), register.policy.allows(request.access, Action.PROPOSE)
