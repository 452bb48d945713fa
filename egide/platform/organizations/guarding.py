"""Screens of a body that belong to no register: each says for which roles it is; others get the page of nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from egide.platform.accounts.models import User
from egide.platform.organizations.access import Access
from egide.platform.organizations.models import Organization
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role


class Request(HttpRequest):
    """A request within a body: what the organization middleware adds."""

    access: Access
    organization: Organization
    user: User
    htmx: Any


View = Callable[..., HttpResponse]
EVERYONE = MEMBER_ROLES | CENTRE_ROLES


def for_roles(*roles: Role) -> Callable[[View], View]:
    """A screen for those who have one of these roles here. `view.roles` tells them to the tests of isolation.

    The view receives the request, then what the URL holds beside the body, that the request carries already.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Request, body: str, **kwargs: Any) -> HttpResponse:
            del body
            if not request.access.roles.intersection(roles):
                raise Http404
            return view(request, **kwargs)

        checked.roles = frozenset(roles)  # type: ignore[attr-defined]
        return checked

    return decorate
