"""Proposing, accepting, refusing, withdrawing. Whoever calls has checked who may, and is acting within the body."""

import dataclasses
import json
import uuid
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from egide.platform.accounts.models import User
from egide.platform.kernel.proposals import shapes
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.shapes import ProposalStatus
from egide.platform.kernel.rebasing import merge, taken, written
from egide.platform.kernel.registers import Register
from egide.platform.records.models import Record, State
from egide.platform.records.saving import save_aggregate

NEW = 0
"""The version on which a proposal stands when its record does not exist yet."""


def propose(
    register: Register, record: Record, facts: Any, *, base: int, user: User, message: str, drawn: UUID | None = None
) -> Proposal:
    """Keep what someone would write of a record read at version `base` (NEW: of a record to be added)."""
    proposal = Proposal(organization_id=record.organization_id, id=drawn or uuid.uuid4(), user_id=user.id)
    told = shapes.Proposal(
        id=proposal.id,
        title=register.storage.title_of(facts),
        author=str(user),
        record_type=register.storage.record_type,
        record_id=record.id,
        base=base,
        document=written(facts),
        shape=register.storage.number,
        message=message or None,
        status=ProposalStatus.PENDING,
    )
    save_aggregate(proposal, told)
    return proposal


def proposed(register: Register, proposal: Proposal) -> Any:
    """The facts that are proposed, in the shape of today. Raises ValueError, in French, if they cannot be read."""
    document = json.loads(proposal.document or "")
    return register.storage.from_document(document, proposal.record_id or proposal.id, proposal.shape or 0)


def outcome(register: Register, proposal: Proposal, record: Record | None, changes: Collection[str]) -> Any:
    """What accepting these changes would write, named as the merge names them; a new record is taken whole.

    Raises ValueError when the proposal cannot be read.
    """
    facts = proposed(register, proposal)
    if record is None:
        return facts
    merged, _ = merge(register, record, facts, proposal.base or NEW)
    return taken(register, record.id, merged, changes)


def accept(register: Register, proposal: Proposal, record: Record | None, facts: Any, *, answer: str = "") -> Record:
    """Write the outcome in the same act as the answer: both or nothing. `record`: None when it is to be added.

    Raises InvalidFactsError, ConflictError when either was saved since it was read.
    """
    expected = record.revision if record is not None else None
    stored = register.model.new(proposal.organization_id, facts) if record is None else record
    with transaction.atomic():
        save_aggregate(stored, facts, expected=expected, reason=f"Proposition de {proposal.author}")
        settle(proposal, ProposalStatus.ACCEPTED, answer)
    return stored


def settle(proposal: Proposal, status: ProposalStatus, answer: str = "") -> None:
    """What became of it. Raises ConflictError when another settled it meanwhile."""
    told = dataclasses.replace(proposal.facts(), status=status, answer=answer or None)
    save_aggregate(proposal, told, expected=proposal.revision)


def of_register(register: Register) -> QuerySet[Any]:
    """The proposals about the records of a register, in scope, the last first."""
    found: QuerySet[Any] = Proposal.objects.filter(record_type=register.storage.record_type, state=State.ACTIVE)
    return found


def pending(register: Register) -> QuerySet[Any]:
    """Those that wait for an answer."""
    return of_register(register).filter(status=ProposalStatus.PENDING.value)
