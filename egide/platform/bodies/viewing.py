"""An administrator of the centre looks at a body as one of its people sees it, for a reason that the person is told."""

import time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.access_log.models import Kind
from egide.platform.access_log.recording import record
from egide.platform.accounts import mails, viewing
from egide.platform.accounts.confirming import confirmed
from egide.platform.accounts.security_log import note
from egide.platform.mail.posting import post
from egide.platform.organizations.access import access_to
from egide.platform.organizations.guarding import Request, for_roles
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.saving import witness
from egide.platform.records.scope import unscoped

SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 300
_WHY: Final = "whether a person acts for a centre is asked of every body"


class ReasonForm(forms.Form):
    """Why: the person reads it, and those who answer for the body."""

    reason = forms.CharField(
        label="Pourquoi",
        help_text="La personne le lira, et qui répond de la collectivité aussi : « Elle ne retrouve pas ses fiches ».",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )


def may_view_as(viewer: Any, seen: Any, body: str) -> bool:
    """An administrator of its centre, as someone who has a role in the body and none in any centre: never upward."""
    if viewer.pk == seen.pk:
        return False
    with identified(SYSTEM):
        access, theirs = access_to(viewer.pk, body), access_to(seen.pk, body)
        if access is None or theirs is None or Role.ADMINISTRATOR not in access.roles:
            return False
        return not acts_for_a_centre(seen)  # a role of a body is then the only one that they may have


def acts_for_a_centre(user: Any) -> bool:
    """Whether the person has a role of a centre, in any of them."""
    roles = [role.value for role in CENTRE_ROLES]
    with unscoped(_WHY), identified(SYSTEM):
        return bool(Membership.objects.filter(user_id=user.pk, state=State.ACTIVE, role__in=roles).exists())


@for_roles(Role.ADMINISTRATOR)
@confirmed
def person_view(request: Request, membership_id: UUID) -> HttpResponse:
    """GET asks why; POST begins."""
    rows = Membership.objects.filter(id=membership_id, state=State.ACTIVE).select_related("user")
    membership: Any = rows.first()
    if membership is None or not may_view_as(request.user, membership.user, request.organization.slug):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _begin(request, membership, form.cleaned_data["reason"])
        return HttpResponseRedirect(reverse("overview", args=[request.organization.slug]))
    told = {"body": request.organization, "membership": membership, "form": form}
    return TemplateResponse(request, "bodies/person_view.html", told, status=422 if form.errors else 200)


def _begin(request: Request, membership: Any, reason: str) -> None:
    """Journaled, traced, told to the person, then begun."""
    body, seen = request.organization, membership.user
    now = timezone.now()
    witness(membership, "viewed", reason=reason)
    record(body.id, Kind.VIEWED_AS, request.user.pk, now, in_place_of=seen.pk, as_centre=True, reason=reason)
    note("viewed_as", request, seen, by=str(request.user.pk), organization=str(body.id))
    said = mails.viewed_words(str(request.user), str(body), reason, now)
    post(mails.VIEWED, seen.email, said, person_id=seen.pk)
    viewing.begin(request, seen, body.slug, time.time())
