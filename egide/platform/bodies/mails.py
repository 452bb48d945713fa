"""Courriels: what was sent to the people of a body, or of all those that a centre advises. Never what they said."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.accounts.mails import topic_of
from egide.platform.accounts.models import Invitation
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.mail.kinds import label_of
from egide.platform.mail.models import Message, State
from egide.platform.mail.posting import send_again
from egide.platform.mail.reading import messages_to
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.habilitations import is_centre
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import State as Situation
from egide.platform.records.scope import unscoped

PER_PAGE: Final = 50
_WHY: Final = "an administrator answers for the mails of all the bodies of the centre; the policies confine them"
_TONES: Final = {State.SENT: "good", State.FAILED: "critical", State.UNSURE: "warn"}


@for_roles(Role.ADMINISTRATOR)
def mails(request: Request) -> HttpResponse:
    """By situation, in pages."""
    asked = request.GET.get("situation", "")
    rows = _of_here(request.organization)
    if asked in State.values:
        rows = rows.filter(state=asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    told = {
        "page_obj": page,
        "rows": [(each, label_of(each.kind), _TONES.get(State(each.state), "")) for each in page],
        "states": State.choices,
        "asked": asked,
        "is_centre": is_centre(request.organization),
    }
    return TemplateResponse(request, "bodies/mails.html", told)


@for_roles(Role.ADMINISTRATOR)
def mail_again(request: Request, mail_id: UUID) -> HttpResponse:
    """POST only: sends again what did not leave, or perhaps did."""
    message = _of_here(request.organization).filter(id=mail_id).first()
    if request.method != "POST" or message is None:
        raise Http404
    if send_again(message.id):
        tell(request, f"Le courriel à {message.recipient} repart.")
    else:
        tell(request, f"Le courriel à {message.recipient} ne peut plus être renvoyé : son texte est effacé.")
    return HttpResponseRedirect(reverse("mails", args=[request.organization.slug]))


def _of_here(body: Organization) -> QuerySet[Message]:
    """To those who have a role here, and to those who are invited; in a centre, also in the bodies it advises."""
    with unscoped(_WHY):
        bodies = [body.id]
        if is_centre(body):
            bodies += list(Organization.objects.filter(centre_id=body.id).values_list("id", flat=True))
        memberships: Any = Membership.objects.filter(organization_id__in=bodies, state=Situation.ACTIVE)
        people = list(memberships.values_list("user_id", flat=True).distinct())
    invited = Invitation.objects.filter(payload__organization__in=[str(each) for each in bodies]).only("id")
    return messages_to(people, [topic_of(each) for each in invited])
