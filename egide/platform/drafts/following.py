"""What an erasure takes out of the history of a record does not stay in what someone is writing about it."""

from egide.platform.drafts.models import Draft
from egide.platform.records.following import Erasure
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked


def erased(erasure: Erasure) -> None:
    """Every draft of the record goes, whoever writes it: a form holds all that the record held."""
    with identified(SYSTEM):  # the drafts of others are closed to the person who erases
        unlocked(Draft).filter(
            organization_id=erasure.organization_id, record_type=erasure.record_type, record_id=erasure.record_id
        ).delete()
