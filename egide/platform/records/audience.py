"""Who reads a table. Scope, row-level security and the isolation tests derive from it; only the owner writes."""

from enum import Enum
from typing import assert_never

from django.db.models import Q
from django.db.models.expressions import RawSQL

from egide.platform.records.scope import Everything, OneBody, Reached, Scope


class Audience(Enum):
    """Who reads the rows of a table."""

    OWN = "own"
    """The body that owns them."""
    MEMBERS = "members"
    """The centre that owns them, and the bodies it advises."""
    ADDRESSEE = "addressee"
    """The owner, and the one body named by `addressee_id`."""
    AUTHOR = "author"
    """Within the body that owns them, the one person named by `user_id`: nobody else, its centre included."""


def confine(audience: Audience, current: Scope) -> Q:
    """The rows of a table that are in scope."""
    match current:
        case Everything():
            return Q()
        case Reached(user_id):
            reach = RawSQL("SELECT organization_id FROM reach WHERE user_id = %s AND registers", [_key(user_id)])
            mine = Q(user_id=user_id) if audience is Audience.AUTHOR else Q()
            return Q(organization_id__in=reach) & mine
        case OneBody():
            return _of_one(audience, current)
        case _ as other:
            assert_never(other)


def _of_one(audience: Audience, body: OneBody) -> Q:
    match audience:
        case Audience.OWN | Audience.AUTHOR:  # a scope names no person: the room that keeps them asks for its own
            return Q(organization_id=body.organization_id)
        case Audience.MEMBERS:
            return Q(organization_id__in=[i for i in (body.organization_id, body.centre_id) if i])
        case Audience.ADDRESSEE:
            return Q(organization_id=body.organization_id) | Q(addressee_id=body.organization_id)
        case _ as other:
            assert_never(other)


def _key(user_id: object) -> str:
    """As SQLite keeps identifiers; PostgreSQL reads them so too."""
    return str(user_id).replace("-", "")
