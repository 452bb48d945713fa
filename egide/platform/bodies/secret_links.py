"""Liens secrets: those of a body that still open something, and taking them back. Their keys are shown nowhere."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts import invitations
from egide.platform.accounts.security_log import note
from egide.platform.bodies.inviting import pending
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.links.keys import live_links, revoke
from egide.platform.links.models import Link
from egide.platform.links.purposes import Purpose
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.habilitations import grantable
from egide.platform.organizations.shapes import Role

READERS: Final = (Role.CONTROLLER, Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR)


@for_roles(*READERS)
def links(request: Request) -> HttpResponse:
    """What each link lets one do, who has it, until when; whether the person may take it back."""
    found = _seen(request)
    mine = _revocable(request, found)
    rows = [(link, purpose, link.id in mine) for link, purpose in found]
    return TemplateResponse(request, "bodies/secret_links.html", {"body": request.organization, "rows": rows})


@for_roles(*READERS)
def link_revoke(request: Request, link_id: UUID) -> HttpResponse:
    """POST: from now on its key opens nothing."""
    found = _seen(request)
    link = next((link for link, _ in found if link.id == link_id), None)
    if request.method != "POST" or link is None or link.id not in _revocable(request, found):
        raise Http404
    _revoke(request, link)
    tell(request, f"Le lien donné à {link.given_to} est annulé : il n’ouvre plus rien.")
    return HttpResponseRedirect(reverse("secret-links", args=[request.organization.slug]))


def _revoke(request: Request, link: Link) -> None:
    now = timezone.now()
    for each in pending(request.organization, now):
        if each.invitation.id == link.record_id:  # the mail that waits with it does not leave either
            invitations.revoke(each.invitation, request.user, now)
    revoke(link, now)
    note("link_revoked", request, request.user, link=link.id, purpose=link.purpose)


def _seen(request: Request) -> list[tuple[Link, Purpose]]:
    return live_links(timezone.now(), of_people_only=not request.access.reads_registers)


def _revocable(request: Request, found: list[tuple[Link, Purpose]]) -> set[UUID]:
    """An invitation, by who may give the role that it gives; any other link, by whoever sees it."""
    roles = {each.invitation.id: each.role for each in pending(request.organization, timezone.now())}
    may = grantable(request.access)
    return {link.id for link, p in found if p is not invitations.INVITATION or roles.get(link.record_id) in may}
