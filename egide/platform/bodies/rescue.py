"""Someone lost a phone, or left a session open somewhere: an administrator of their centre closes it, for a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.accounts import rescue
from egide.platform.accounts.confirming import confirmed
from egide.platform.bodies.viewing import LONGEST_REASON, SHORTEST_REASON
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.scope import unscoped

_WHY = "an administrator may touch the account of those who work within the centre alone"


class RescueForm(forms.Form):
    """What, and why."""

    what = forms.ChoiceField(
        label="Ce qu’il faut faire",
        choices=(
            (rescue.SIGN_OUT, "Fermer toutes ses sessions"),
            (rescue.FACTOR, "Retirer sa double vérification (téléphone ou clé perdus), et fermer ses sessions"),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Pourquoi",
        help_text="La personne le lira : « Téléphone perdu, demandé au téléphone le 12 mars, identité vérifiée ».",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )


@for_roles(Role.ADMINISTRATOR)
@confirmed
def person_rescue(request: Request, membership_id: UUID) -> HttpResponse:
    """GET asks what and why; POST does it. Not for oneself, nor for who also works elsewhere."""
    rows = Membership.objects.filter(id=membership_id, state=State.ACTIVE).select_related("user")
    membership: Any = rows.first()
    if membership is None or membership.user_id == request.user.pk:
        raise Http404
    told = {"body": request.organization, "membership": membership}
    if not _is_of_centre_alone(membership.user_id, request.organization):
        return TemplateResponse(request, "bodies/person_rescue.html", {**told, "elsewhere": True}, status=409)
    form = RescueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _do(request, membership.user, form.cleaned_data["what"], form.cleaned_data["reason"])
        return HttpResponseRedirect(reverse("people", args=[request.organization.slug]))
    status = 422 if form.errors else 200
    return TemplateResponse(request, "bodies/person_rescue.html", {**told, "form": form}, status=status)


def _do(request: Request, user: Any, what: str, reason: str) -> None:
    if what == rescue.SIGN_OUT:
        rescue.sign_out(user, request.user, reason)
        tell(request, f"Les sessions de {user} sont fermées. Un courriel l’en prévient.")
    elif rescue.remove_factor(user, request.user, reason):
        tell(request, f"La double vérification de {user} est retirée. Un courriel l’en prévient.")
    else:
        tell(request, f"{user} n’avait pas de double vérification : rien n’a changé.")


def _is_of_centre_alone(user_id: UUID, body: Organization) -> bool:
    """Whether every body where the person has a role is the centre of this one, or is advised by it."""
    centre = body.centre_id or body.id
    with unscoped(_WHY), identified(SYSTEM):
        rows = Membership.objects.filter(user_id=user_id, state=State.ACTIVE)
        return not rows.exclude(organization_id=centre).exclude(organization__centre_id=centre).exists()
