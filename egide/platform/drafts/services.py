"""Keeping a draft, finding it, throwing it away. Everything here is of one person, in the body in scope."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from egide.platform.drafts.models import Draft
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scoped_organization

LARGEST: Final = 1_000_000
"""Characters of one draft, written as JSON: a record of two hundred lines, ten times over."""
MOST: Final = 100
"""Drafts of one person in one body."""


class DraftError(ValueError):
    """The draft was not kept, in French: why, and what to do."""


class OvertakenError(DraftError):
    """Another window wrote this draft since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a form held. `turn`: how many times this form was kept, this one included."""

    id: UUID
    record_type: str
    record_id: UUID
    base: int
    title: str
    fields: Mapping[str, Sequence[str]]
    turn: int
    proposing: bool = False


def keep(typed: Typed, user_id: UUID, now: datetime) -> None:
    """Write the draft, new or again. Raises DraftError when it is too long or one too many, OvertakenError."""
    text = json.dumps(typed.fields)
    if len(text) > LARGEST:
        raise DraftError("Ce brouillon est trop long pour être gardé. Enregistrez la fiche dès maintenant.")
    known = _stored(user_id).filter(id=typed.id)
    values = {"title": typed.title[:300], "fields": text, "base": typed.base, "turn": typed.turn, "kept_at": now}
    if known.filter(turn__lt=typed.turn).update(**values):
        return
    if known.exists():
        raise OvertakenError("Ce brouillon continue dans une autre fenêtre. Fermez celle dont vous n’avez pas besoin.")
    if _stored(user_id).count() >= MOST:
        raise DraftError(f"Vous avez déjà {MOST} brouillons ici. Reprenez-en ou abandonnez-en un.")
    _insert(typed, user_id, {**values, "begun_at": now})


def _insert(typed: Typed, user_id: UUID, values: Mapping[str, Any]) -> None:
    new = Draft(
        organization_id=scoped_organization(),
        user_id=user_id,
        id=typed.id,
        record_type=typed.record_type,
        record_id=typed.record_id,
        proposing=typed.proposing,
        **values,
    )
    unlocked(Draft).bulk_create([new])


def of_person(user_id: UUID) -> QuerySet[Any]:
    """The drafts of this person in the body in scope, the last kept first. `fields` is not read."""
    found: QuerySet[Any] = Draft.objects.filter(user_id=user_id).defer("fields")
    return found


def find(user_id: UUID, draft_id: UUID) -> Draft | None:
    """One of them, with what was typed."""
    found: Draft | None = Draft.objects.filter(user_id=user_id, id=draft_id).first()
    return found


def forget(user_id: UUID, draft_id: UUID) -> bool:
    """Throw it away, once saved or given up. Whether there was one."""
    return bool(_stored(user_id).filter(id=draft_id).delete()[0])


def forget_person(user_id: UUID) -> int:
    """Throw away all that a person began, in every body: for someone who leaves. As the installation, or as they."""
    return unlocked(Draft).filter(user_id=user_id).delete()[0]


def _stored(user_id: UUID) -> QuerySet[Any]:
    return unlocked(Draft).filter(organization_id=scoped_organization(), user_id=user_id)
