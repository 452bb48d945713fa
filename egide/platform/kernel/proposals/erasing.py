"""A value that is erased from a record is erased from the proposals about it, that repeat it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from egide.platform.kernel.proposals.models import Proposal
from egide.platform.records.erasing import SHORTEST, Found, find_text


def find_in_proposals(record_id: UUID, values: Iterable[Any]) -> list[Found]:
    """What the proposals about a record of the body in scope hold of these values; texts only."""
    texts = [value for value in values if isinstance(value, str) and len(value.strip()) >= SHORTEST]
    found: dict[str, Found] = {}
    for proposal in Proposal.objects.filter(record_id=record_id) if texts else ():
        for text in texts:
            within = (Proposal.storage.record_type, proposal.id)
            found.update({one.key: one for one in find_text(text, within=within)})
    return list(found.values())
