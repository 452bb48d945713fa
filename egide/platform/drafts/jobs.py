"""What is done to drafts every night."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from egide.platform.drafts.models import Draft
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked

KEPT_FOR: Final = timedelta(days=30)


def delete_old_drafts(now: datetime) -> int:
    """Throw away, in every body, what nobody has touched for thirty days. How many there were."""
    with transaction.atomic(), identified(SYSTEM):
        return unlocked(Draft).filter(kept_at__lt=now - KEPT_FOR).delete()[0]
