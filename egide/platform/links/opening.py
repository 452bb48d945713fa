"""The views that a secret link opens, as its bearer. GET shows, POST acts: scanners of mail follow links."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from egide.platform.links.keys import DeadLinkError, find, lock, spend
from egide.platform.links.models import Link
from egide.platform.links.purposes import Purpose
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.identity import identified
from egide.platform.records.scope import scope

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Alone:
    """The body of a link, without what its centre shares with it."""

    id: UUID
    centre_id: None = None


def opened_with(purpose: Purpose) -> Callable[[View], View]:
    """Says what link a view takes, of one that finds and spends it by itself. `opens` does all of it."""

    def decorate(view: View) -> View:
        view.purpose = purpose  # type: ignore[attr-defined]
        return view

    return decorate


def opens(purpose: Purpose) -> Callable[[View], View]:
    """A view for who holds a link of this purpose: it receives the request and the link, in the scope of its body.

    What answers GET cannot write. A POST is done as the bearer (`acting`), in one transaction; it spends one use of the
    link unless its status says that it was refused. A dead link gets the one page of dead links.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def checked(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
            answer = _acted if request.method == "POST" else _shown
            try:
                return answer(view, purpose, request, key, kwargs)
            except DeadLinkError:
                return dead(request)

        return opened_with(purpose)(checked)

    return decorate


def address_of(purpose: Purpose, key: str) -> str:
    """Where its key opens, without the host."""
    return reverse(purpose.view, args=[key])


def dead(request: HttpRequest) -> HttpResponse:
    """One page, whatever the reason."""
    return TemplateResponse(request, "links/dead.html", status=404)


@contextmanager
def bearing(link: Link, purpose: Purpose) -> Any:
    """Write what the link opens, as its bearer, in its body; the journal says so."""
    actor = Actor(purpose.actor, None, Origin.LINK, identity=link.identity)
    with scope(Alone(link.organization_id)), acting(actor):
        yield


def _shown(view: View, purpose: Purpose, request: HttpRequest, key: str, kwargs: dict[str, Any]) -> HttpResponse:
    link = find(key, purpose, timezone.now())
    if link is None:
        raise DeadLinkError
    with scope(Alone(link.organization_id)), identified(link.identity):
        return _rendered(view(request, link, **kwargs))


def _acted(view: View, purpose: Purpose, request: HttpRequest, key: str, kwargs: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        link = lock(key, purpose, now)
        with bearing(link, purpose):
            answer = _rendered(view(request, link, **kwargs))
        if answer.status_code < 400:
            spend(link, now)
    return answer


def _rendered(answer: HttpResponse) -> HttpResponse:
    """Now, while the link is open: a template may still read."""
    return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
