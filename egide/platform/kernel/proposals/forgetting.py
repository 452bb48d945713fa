"""Proposals that were answered, or taken back, are forgotten after a time: the history of the record says the rest."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings

from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.shapes import ProposalStatus
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.destroying import destroy
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State, unlocked
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope

_ENDED = (ProposalStatus.ACCEPTED, ProposalStatus.REFUSED, ProposalStatus.WITHDRAWN)


def delete_closed_proposals(now: datetime) -> int:
    """Destroy those closed for `PROPOSAL_DAYS`, with all that they said; how many."""
    limit = now - timedelta(days=settings.PROPOSAL_DAYS)
    with identified(SYSTEM):
        old = unlocked(Proposal).filter(status__in=_ENDED, updated_at__lte=limit)
        ids = set(old.values_list("organization_id", flat=True).distinct())
        bodies: Any = unlocked(apps.get_model("organizations", "Organization"))
        return sum(_forget(body, old, now) for body in bodies.filter(id__in=ids).order_by("id"))


def _forget(body: Any, old: Any, now: datetime) -> int:
    basis = f"Close depuis {settings.PROPOSAL_DAYS} jours"
    done = 0
    with scope(body), acting(Actor("Égide", origin=Origin.TASK, at=now)):
        for proposal in old.filter(organization_id=body.id).order_by("id"):
            if proposal.state != State.BIN:
                put_in_bin(proposal, expected=proposal.revision, reason=basis)
            destroy(proposal, expected=proposal.revision, basis=basis, keep_history=False)
            done += 1
    return done
