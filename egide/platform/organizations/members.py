"""The bodies that a centre advises, as far as the one who asks reaches them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by, unscoped
from egide.platform.search.query import read


def members_of(centre: Organization, reader: UUID, *, words: str = "", ids: Iterable[UUID] | None = None) -> Any:
    """Those of a centre that `reader` reaches, archived ones included, by name: a query not yet read.

    The scope of the centre does not hold them: what this yields is their directory, nothing of what they keep.
    """
    with reached_by(reader):
        rows: QuerySet[Any] = Organization.objects.filter(centre_id=centre.id)
    rows = rows.filter(read(words).condition())
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    return rows.order_by("sort_key", "id").defer("search_text")


def with_referent(bodies: Iterable[Organization]) -> frozenset[UUID]:
    """The ids of those that have a referent (agreement, art. 4), with one query."""
    ids = [body.id for body in bodies]
    with unscoped("who lacks a referent, among bodies that were reached already"):
        rows = Membership.objects.filter(organization_id__in=ids, role=Role.REFERENT.value, state=State.ACTIVE)
        return frozenset(rows.values_list("organization_id", flat=True))
