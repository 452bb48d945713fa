"""What time alone changes: the law that comes into force, the review that falls due. Counts in lists follow it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from egide.platform.organizations.models import Organization
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked, with_lines
from egide.platform.records.scope import scope, unscoped
from egide.registers.processing.deriving import derive
from egide.registers.processing.models import Assessed, ProcessingActivity, ProcessorActivity

DERIVED: Final = ("completeness", "critical_findings", "other_findings", "needs_assessment", "assessed_on")
_MODELS: Final[tuple[type[Assessed], ...]] = (ProcessingActivity, ProcessorActivity)
_AT_ONCE: Final = 200


def refresh_conclusions(now: datetime, *, everything: bool = False) -> int:
    """Bring the counts of each record to the law of the day of `now` in Paris; returns how many were examined.

    Those of that very day are left, unless `everything`: after another version of Égide, whose rules may differ. No
    version is made: the counts are a reading of the facts, and the facts have not changed. Bodies are written one by
    one, so that nobody waits for long.
    """
    today = timezone.localdate(now)
    with identified(SYSTEM):
        return sum(_refresh(body, today, everything=everything) for body in _bodies())


def _bodies() -> list[Organization]:
    with unscoped("the counts of every body are brought to this day"):
        return list(Organization.objects.defer("search_text"))


def _refresh(body: Organization, today: date, *, everything: bool) -> int:
    with scope(body):
        return sum(_write(model, ids, today) for model in _MODELS for ids in _stale(model, today, everything))


def _stale(model: type[Assessed], today: date, everything: bool) -> Iterator[Sequence[UUID]]:
    wanted = Q() if everything else Q(assessed_on=None) | Q(assessed_on__lt=today)
    found = iter(list(model.objects.filter(wanted).values_list("id", flat=True)))
    while ids := [*islice(found, _AT_ONCE)]:
        yield ids


@transaction.atomic
def _write(model: type[Assessed], ids: Sequence[UUID], today: date) -> int:
    """A record that someone saved meanwhile is left as they saved it: its counts are those of today already."""
    records: list[Any] = with_lines(model.objects.filter(id__in=ids).defer("search_text"))
    if records:
        derive([(record, record.facts()) for record in records], today)
    for record in records:
        rows = unlocked(model).filter(**record.keys, revision=record.revision)
        rows.update(**{name: getattr(record, name) for name in DERIVED})
    return len(records)
