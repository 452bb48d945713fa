"""The screens of a body: what it publishes, decided by its controller alone, and the messages of its residents."""

import dataclasses
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.shapes import Role
from egide.platform.records.errors import ConflictError
from egide.platform.records.models import State
from egide.platform.records.saving import save_aggregate
from egide.public.answering import answering
from egide.public.models import Message, Publication
from egide.public.publishing import RegisterChangedError, content_of, current, preview, publish, withdraw
from egide.public.shapes import MessageStatus
from egide.typography import french

READERS: Final = (Role.CONTROLLER, Role.REFERENT, Role.CONTRIBUTOR, Role.READER, Role.ADVISOR)
PAGE: Final = 50
_CHANGED = "Quelqu’un a fait autre chose entre-temps. Relisez cette page, puis recommencez."


@for_roles(*READERS)
def publication(request: Request) -> HttpResponse:
    """What the public reads, since when, and all that was published before."""
    told = {
        "body": request.organization,
        "current": current(),
        "past": list(Publication.objects.defer("content", "search_text").order_by("-created_at")),
        "may_decide": Role.CONTROLLER in request.access.roles,
    }
    return TemplateResponse(request, "public/publication.html", told)


@for_roles(*READERS)
def publication_preview(request: Request) -> HttpResponse:
    """What residents would read today. The controller publishes this very text; POST by others leads nowhere."""
    may_decide = Role.CONTROLLER in request.access.roles
    if request.method == "POST":
        if not may_decide:
            raise Http404
        return _publish(request)
    content, digest = preview(request.organization, timezone.localdate())
    told = {
        "body": request.organization,
        "content": content,
        "digest": digest,
        "current": current(),
        "may_decide": may_decide,
    }
    return TemplateResponse(request, "public/preview.html", told)


def _publish(request: Request) -> HttpResponse:
    accepts = request.POST.get("messages") == "oui"
    try:
        publish(request.organization, request.POST.get("digest", ""), timezone.now(), accepts_messages=accepts)
    except (RegisterChangedError, ConflictError):
        messages.warning(request, french("Le registre a changé depuis cet aperçu : relisez-le, puis publiez."))
        return _to(request, "publication-preview")
    tell(request, "Le registre est publié : vos habitants le lisent dès maintenant.")
    return _to(request, "publication")


@for_roles(*READERS)
def publication_past(request: Request, publication_id: UUID) -> HttpResponse:
    """What was published on a day, as it was read then."""
    found: Publication | None = Publication.objects.filter(id=publication_id).first()
    if found is None:
        raise Http404
    told = {"body": request.organization, "publication": found, "content": content_of(found)}
    return TemplateResponse(request, "public/past.html", told)


@for_roles(Role.CONTROLLER)
def publication_withdraw(request: Request) -> HttpResponse:
    """GET asks, POST does it."""
    found = current()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _withdrawn(request, found)
    return TemplateResponse(request, "public/withdraw.html", {"body": request.organization, "current": found})


def _withdrawn(request: Request, found: Publication) -> HttpResponse:
    if request.POST.get("publication") != str(found.id):
        messages.warning(request, french(_CHANGED))
    else:
        withdraw(found, timezone.now(), request.POST.get("reason", "").strip()[:500])
        tell(request, "La publication est retirée : l’adresse publique ne mène plus nulle part.")
    return _to(request, "publication")


@answering
def received(request: Request) -> HttpResponse:
    """Messages reçus, the latest first."""
    rows = Message.objects.filter(state=State.ACTIVE).defer("search_text")
    rows = rows.order_by("-status", "-created_at", "id")  # NEW is after HANDLED in the alphabet
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "public/messages.html", {"body": request.organization, "page": page})


@answering
def message(request: Request, message_id: UUID) -> HttpResponse:
    """One message; POST says that it has its answer, or not yet."""
    found: Message | None = Message.objects.filter(id=message_id, state=State.ACTIVE).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _marked(request, found)
    told: dict[str, Any] = {"body": request.organization, "message": found, "facts": found.facts()}
    return TemplateResponse(request, "public/message.html", told)


def _marked(request: Request, found: Message) -> HttpResponse:
    status = MessageStatus.HANDLED if request.POST.get("faire") == "traiter" else MessageStatus.NEW
    facts = dataclasses.replace(found.facts(), status=status)
    if request.POST.get("revision") != str(found.revision):
        messages.warning(request, french(_CHANGED))
    else:
        save_aggregate(found, facts, expected=found.revision)
        tell(request, f"Le message est marqué « {status.label.lower()} ».")
    return HttpResponseRedirect(reverse("message", args=[request.organization.slug, found.id]))


def _to(request: Request, name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[request.organization.slug]))
