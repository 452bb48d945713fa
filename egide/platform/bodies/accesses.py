"""Consultations: who opened the body, who took files away, who came for the centre (agreement, art. 9: REQ-A9-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from egide.platform.access_log.jobs import oldest_kept
from egide.platform.access_log.models import BodyAccess, Kind
from egide.platform.accounts.models import User
from egide.platform.organizations.guarding import Request, for_roles
from egide.platform.organizations.habilitations import is_centre
from egide.platform.organizations.models import Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.scope import unscoped

READERS: Final = (Role.CONTROLLER, Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR)
PER_PAGE: Final = 50
UNKNOWN: Final = "Une personne partie"
COMMAND: Final = "Le serveur, par une commande"


@dataclass(frozen=True, slots=True)
class Line:
    """One trace, in words."""

    access: Any
    who: str
    in_place_of: str
    body: str


@for_roles(*READERS)
def accesses(request: Request) -> HttpResponse:
    """The latest first. `geste`: one kind; `centre`: by its people only; `adherents`: in the members of a centre."""
    asked = {name: request.GET.get(name, "")[:20] for name in ("geste", "centre", "adherents")}
    may_widen = is_centre(request.organization) and Role.ADMINISTRATOR in request.access.roles
    with unscoped("an administrator of a centre reads what was done in its members"):
        rows = _rows(request.organization, in_members=may_widen and asked["adherents"] == "1")
        if asked["geste"] in Kind.values:
            rows = rows.filter(kind=asked["geste"])
        if asked["centre"] == "1":
            rows = rows.filter(as_centre=True)
        page = Paginator(rows.order_by("-at", "id"), PER_PAGE).get_page(request.GET.get("page"))
        lines = _lines(list(page))
    told = {
        "body": request.organization,
        "page_obj": page,
        "lines": lines,
        "asked": asked,
        "kinds": Kind.choices,
        "may_widen": may_widen,
        "since": oldest_kept(timezone.now()),
    }
    return TemplateResponse(request, "bodies/accesses.html", told)


def _rows(body: Organization, *, in_members: bool) -> Any:
    """Of the body, or of those that it advises: on PostgreSQL the policies confine both to what the person reaches."""
    wanted = {"organization__centre_id": body.id} if in_members else {"organization_id": body.id}
    return BodyAccess.objects.filter(**wanted).select_related("organization")


def _lines(rows: Iterable[Any]) -> list[Line]:
    rows = list(rows)
    names = _names({i for row in rows for i in (row.user_id, row.in_place_of) if i})
    return [
        Line(
            row,
            names.get(row.user_id, UNKNOWN) if row.user_id else COMMAND,
            names.get(row.in_place_of, UNKNOWN) if row.in_place_of else "",
            str(row.organization),
        )
        for row in rows
    ]


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids).only("name", "email")}
