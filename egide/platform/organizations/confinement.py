"""Which bodies are in scope: one and its centre, or those that a person reaches."""

from typing import assert_never

from django.db.models import Q
from django.db.models.expressions import RawSQL

from egide.platform.records.scope import Everything, OneBody, Reached, Scope


def confine_organizations(current: Scope) -> Q:
    """The rows of the table of bodies that are in scope."""
    match current:
        case Everything():
            return Q()
        case Reached(user_id):
            reach = RawSQL("SELECT organization_id FROM reach WHERE user_id = %s", [user_id.hex])
            return Q(id__in=reach)
        case OneBody(organization_id, centre_id):
            return Q(id__in=[i for i in (organization_id, centre_id) if i])
        case _ as other:
            assert_never(other)
