"""Writing a trace. As the installation: the one who is traced cannot hold it back, nor can their rights."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.platform.access_log.models import AccountEvent, BodyAccess, Kind
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked


def record(organization_id: UUID, kind: Kind, user_id: UUID | None, now: datetime, **more: Any) -> None:
    """One line in the log of a body. `more`: the other columns of `BodyAccess`; texts are cut to their length.

    A failure is raised: what cannot be traced is not done.
    """
    cut = {name: value[: _length(name)] if isinstance(value, str) else value for name, value in more.items()}
    row = BodyAccess(organization_id=organization_id, kind=kind, user_id=user_id, at=now, **cut)
    with transaction.atomic(), identified(SYSTEM):
        unlocked(BodyAccess).bulk_create([row])


def _length(column: str) -> int | None:
    found: int | None = getattr(BodyAccess._meta.get_field(column), "max_length", None)
    return found


def record_event(user_id: UUID, event: str, address: str, now: datetime) -> None:
    """One line in the history of an account."""
    AccountEvent.objects.create(user_id=user_id, event=event[:40], address=address[:45], at=now)
