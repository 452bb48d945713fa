"""The seal that an export carries: the last entry of the body in scope, and the checkpoint that holds it."""

from datetime import datetime

from django.utils import timezone

from egide.formats.seal import Seal
from egide.platform.proofs import checkpoints
from egide.platform.proofs.models import CheckedHead
from egide.platform.records.models import JournalHead
from egide.platform.records.scope import scoped_organization


def seal(now: datetime) -> Seal | None:
    """Make a checkpoint if the last entry is in none, then tell both. None for a body without a journal.

    What cannot be written is left out: the seal says then that no checkpoint holds the entry. Raises ScopeError.
    """
    body = scoped_organization()
    if not _covered(body):
        checkpoints.make_apart(now)
    head = JournalHead.objects.filter(organization_id=body).first()
    if head is None:
        return None
    told = CheckedHead.objects.filter(organization_id=body, seq=head.seq, hash=head.hash).order_by("number").first()
    found = checkpoints.numbered(told.number) if told else checkpoints.last()
    return Seal(
        organization=body,
        entry=head.seq,
        head=bytes(head.hash),
        checkpoint=found.number if found else None,
        at=timezone.localtime(found.at) if found else None,
        covered=told is not None,
    )


def _covered(body: object) -> bool:
    head = JournalHead.objects.filter(organization_id=body).first()
    return head is None or CheckedHead.objects.filter(organization_id=body, seq=head.seq, hash=head.hash).exists()
