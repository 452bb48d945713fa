"""How many proposals wait, and where to propose: what the list and the fiche of a register say of it."""

from typing import Any

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


def around(request: Request, register: Register) -> dict[str, Any]:
    """For the list: those who write see how many wait, those who propose where to see their own."""
    writes, proposes = (register.policy.allows(request.access, a) for a in (Action.CHANGE, Action.PROPOSE))
    if not (writes or proposes):
        return {}
    count = pending(register).count() if writes and not proposes else 0
    return {"proposals_url": url(request, register, "proposals"), "pending_proposals": count, "proposes": proposes}
