"""The bodies given to an advisor of a centre who does not work in all of them."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.habilitations import may_change
from egide.platform.organizations.members import members_of
from egide.platform.organizations.models import Assignment, Membership, Organization
from egide.platform.organizations.services import assign
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.models import State

FOUND: Final = 20


@for_roles(Role.MANAGER, Role.ADMINISTRATOR)
def person_members(request: Request, membership_id: UUID) -> HttpResponse:
    """What is given, and a search to give more. POST gives (`give`) or takes back (`take`) one body."""
    advisor = _advisor(request, membership_id)
    if request.method == "POST":
        _obey(request, advisor)
        return HttpResponseRedirect(reverse("person-members", args=[request.organization.slug, advisor.id]))
    words = request.GET.get("q", "").strip()[:100]
    given = _given(request, advisor)
    told = {
        "body": request.organization,
        "advisor": advisor,
        "given": given,
        "words": words,
        "found": _found(request, words, {member.id for member, _ in given}) if words else [],
    }
    return TemplateResponse(request, "bodies/person_members.html", told)


def _advisor(request: Request, membership_id: UUID) -> Membership:
    rows = Membership.objects.filter(id=membership_id, state=State.ACTIVE, role=Role.ADVISOR.value)
    found: Membership | None = rows.select_related("user").first()
    if found is None or found.every_member or not may_change(request.access, found):
        raise Http404
    return found


def _given(request: Request, advisor: Membership) -> list[tuple[Organization, Assignment]]:
    rows = Assignment.objects.filter(membership_id=advisor.id, state=State.ACTIVE)
    by_member = {assignment.member_id: assignment for assignment in rows}
    found = members_of(request.organization, request.user.id, ids=by_member)
    return [(body, by_member[body.id]) for body in found]


def _found(request: Request, words: str, but: set[UUID]) -> list[Organization]:
    rows = members_of(request.organization, request.user.id, words=words)
    return list(rows.filter(state=State.ACTIVE).exclude(id__in=but)[:FOUND])


def _obey(request: Request, advisor: Membership) -> None:
    if give := _uuid(request.POST.get("give", "")):
        member = members_of(request.organization, request.user.id, ids=[give]).first()
        if member is None:
            raise Http404
        assign(advisor, request.organization, member)
        tell(request, f"{member} est confiée à {advisor.user}.")
    if take := _uuid(request.POST.get("take", "")):
        rows: Any = Assignment.objects.filter(id=take, membership_id=advisor.id, state=State.ACTIVE)
        assignment = rows.first()
        if assignment is None:
            raise Http404
        saving.archive(assignment, expected=assignment.revision)
        tell(request, f"{advisor.user} ne travaille plus dans cette collectivité.")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
