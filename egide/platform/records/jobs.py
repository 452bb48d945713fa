"""What the records do by themselves: the bin empties itself after a delay; erasures are noted apart."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings

from egide.platform.records import erasure_file
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.destroying import destroy, registers
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import scope


def empty_bins(now: datetime) -> int:
    """Destroy what has been in the bin for `BIN_DAYS`; its history stays. Returns how many records went."""
    with identified(SYSTEM):
        return sum(_empty(body, now) for body in _bodies(now))


def _old(model: Any, now: datetime) -> Any:
    return unlocked(model).filter(state=State.BIN, updated_at__lte=now - timedelta(days=settings.BIN_DAYS))


def _bodies(now: datetime) -> list[Any]:
    ids: set[UUID] = set()
    for model in registers():
        ids.update(_old(model, now).values_list("organization_id", flat=True).distinct())
    bodies: Any = unlocked(apps.get_model("organizations", "Organization"))
    return list(bodies.filter(id__in=ids).order_by("id"))


def _empty(body: Any, now: datetime) -> int:
    """One body, in one act."""
    done = 0
    basis = f"À la corbeille depuis {settings.BIN_DAYS} jours"
    with scope(body), acting(Actor("Égide", origin=Origin.TASK, at=now)):
        for model in registers():
            for record in _old(model, now).filter(organization_id=body.id).order_by("id"):
                destroy(record, expected=record.revision, basis=basis, keep_history=True)
                done += 1
    return done


def note_erasures(now: datetime) -> int:  # noqa: ARG001 - a job is given the time
    """Add to `erasures.jsonl` what it lacks. Returns how many erasures were added."""
    return erasure_file.note()
