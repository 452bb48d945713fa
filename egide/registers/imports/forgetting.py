"""Files that were read and that nobody brought in do not wait for ever, even where nobody imports again."""

from datetime import datetime

from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked
from egide.registers.imports.models import Waiting
from egide.registers.imports.services import KEPT_FOR


def delete_waiting_files(now: datetime) -> int:
    """In every body; how many."""
    with identified(SYSTEM):
        return int(unlocked(Waiting).filter(at__lt=now - KEPT_FOR).delete()[0])
