"""What every screen of a register goes through: who may, which record, what page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.organizations.guarding import Request, View
from egide.platform.records.models import Kept, Record
from egide.typography import french

__all__ = ["Request", "allowed", "find", "page", "tell", "url"]


def allowed(action: Action) -> Callable[[View], View]:
    """A screen of a register, for those whose role may. Others get the page of nowhere, as a stranger would."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Request, body: str, register: Register, **kwargs: Any) -> HttpResponse:
            del body
            if not register.policy.allows(request.access, action):
                raise Http404
            return view(request, register, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        return checked

    return decorate


def find(register: Register, record_id: UUID) -> Record:
    """The record of the body in scope; nowhere when it is another's or none's."""
    record: Record | None = register.model.objects.filter(id=record_id).first()
    if record is None:
        raise Http404
    return record


def page(request: Request, template: str, register: Register, *, status: int = 200, **context: Any) -> TemplateResponse:
    """A page of a register, with what the person may do there."""
    may = {action.value: register.policy.allows(request.access, action) for action in Action}
    urls = {name: url(request, register, name) for name in ("list", "create", "export", "compare", "bin")}
    told = {"register": register, "may": may, "urls": urls, "today": timezone.localdate(), **context}
    return TemplateResponse(request, template, told, status=status)


def url(request: Request, register: Register, name: str, record: Kept | None = None) -> str:
    """The address of a screen of this register in this body."""
    kwargs: dict[str, Any] = {"body": request.organization.slug}
    if record is not None:
        kwargs["record_id"] = record.id
    return reverse(f"{register.name}-{name}", kwargs=kwargs)


def fiches(request: Request, register: Register) -> Callable[[Kept], str]:
    """The addresses of many fiches: taken apart once, which fifty times over would be a tenth of a page."""
    known = UUID(int=0)
    before, after = reverse(f"{register.name}-fiche", args=[request.organization.slug, known]).split(str(known))
    return lambda record: f"{before}{record.id}{after}"


def tell(request: HttpRequest, text: str) -> None:
    """Say that it is done, on the next page."""
    messages.success(request, french(text))
