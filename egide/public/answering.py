"""Who reads the messages of residents and answers: those of the body, and its delegate when the centre is it.

Agreement art. 3 (REQ-A3-8): the centre handles the relations with residents, in link with the member.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpResponse

from egide.law.facts.codes import DpoKind
from egide.platform.kernel.screens.guarding import Request
from egide.platform.organizations.access import Access, access_to
from egide.platform.organizations.guarding import View, for_roles
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import State
from egide.platform.records.stemming import tidied, words

OF_THE_BODY: Final = (Role.CONTROLLER, Role.REFERENT)
ANSWERERS: Final = (*OF_THE_BODY, Role.ADVISOR)


def answers(access: Access, email: str) -> bool:
    """Whether this person, of this address, reads the messages of the body in scope."""
    if access.roles.intersection(OF_THE_BODY):
        return True
    return Role.ADVISOR in access.roles and access.as_centre and is_delegate(access.organization, email)


def is_delegate(body: Organization, email: str) -> bool:
    """Whether the shared delegate that the body designated is this person, or the centre that advises it.

    The person by the address, the centre by its name, as the page of the body says them.
    """
    dpo = body.facts().dpo
    if dpo is None or dpo.kind is not DpoKind.SHARED:
        return False
    told = [contact for contact in (dpo.contact, dpo.company) if contact]
    if email.casefold() in {(contact.email or "").casefold() for contact in told}:
        return True
    centre = (body.centre.name or "") if body.centre is not None else ""
    return any(_names(contact.organization or "", centre) for contact in told)


def _names(told: str, name: str) -> bool:
    """Whether a centre is called so: « Centre de gestion du Pas-de-Calais » leaves out words of its whole name."""
    said, whole = ([word.plain for word in words(tidied(text)) if word.terms] for text in (told, name))
    return len(said) > 1 and said[0] == whole[0] and set(said) <= set(whole) if whole else False


def answering(view: View) -> Callable[..., HttpResponse]:
    """A screen for those who answer."""

    @for_roles(*ANSWERERS)
    @wraps(view)
    def checked(request: Request, **kwargs: Any) -> HttpResponse:
        if not answers(request.access, request.user.email):
            raise Http404
        return view(request, **kwargs)

    return checked


def addresses(body: Organization) -> list[str]:
    """Where those who answer for the body are told that a message came. Out of scope, as the installation."""
    rows = Membership.objects.filter(state=State.ACTIVE).select_related("user")
    own = rows.filter(organization_id=body.id, role__in=[role.value for role in OF_THE_BODY])
    found = {m.user.email for m in own if m.user.is_active}
    for advisor in rows.filter(organization_id=body.centre_id, role=Role.ADVISOR.value) if body.centre_id else ():
        access = access_to(advisor.user_id, body.slug) if advisor.user.is_active else None
        if access is not None and answers(access, advisor.user.email):
            found.add(advisor.user.email)
    return sorted(found)
