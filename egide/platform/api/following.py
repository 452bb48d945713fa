"""A token dies with the role that gave it something: told of each habilitation that is saved, in its transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from egide.platform.api import tokens
from egide.platform.organizations.access import bodies_of
from egide.platform.organizations.models import Membership
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State


def saved(written: Sequence[tuple[Any, Any]]) -> None:
    """When a role ends, tokens that reach nothing any more end too: given back, it gives none of them back."""
    for record, _ in written:
        if isinstance(record, Membership) and record.state != State.ACTIVE:
            _ended(record.user_id)


def _ended(user_id: UUID) -> None:
    with identified(SYSTEM):  # who takes a role away does not see all the bodies of its person
        reached = {body.id for body in bodies_of(user_id)}
    tokens.revoke_useless(user_id, reached, timezone.now())
