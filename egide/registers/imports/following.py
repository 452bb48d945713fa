"""A file that waits to be brought in may hold again what was just erased: it does not wait any more."""

from egide.platform.records.erasing import SHORTEST
from egide.platform.records.following import Erasure
from egide.platform.records.models import unlocked
from egide.registers.imports.models import Waiting


def erased(erasure: Erasure) -> None:
    """Drop the waiting files of the body that hold one of the texts, as they are written in a package."""
    texts = [value.casefold() for value in erasure.values if isinstance(value, str) and len(value) >= SHORTEST]
    if not texts:
        return
    waiting = unlocked(Waiting).filter(organization_id=erasure.organization_id)
    doomed = [one.id for one in waiting if any(text in one.package.casefold() for text in texts)]
    waiting.filter(id__in=doomed).delete()
