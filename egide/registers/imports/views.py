"""Importing: give a file, see what was understood, bring it in, change one's mind."""

from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.formats.errors import Unreadable
from egide.law.french import number
from egide.platform.kernel.policy import Action
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations.guarding import View
from egide.registers.imports.models import Import, Waiting
from egide.registers.imports.services import Fate, body_in_file, bring_in, plan, set_aside, understand, undo
from egide.registers.imports.shapes import ImportStatus
from egide.registers.processing.registers import PROCESSING_ACTIVITIES

LARGEST: Final = 20 * 1024 * 1024
FORMS: Final = ".xlsx,.xls,.ods,.csv,.json"
IMPORTS_SHOWN: Final = 20


def importing(view: View) -> View:
    """For those who may import into the register of activities."""

    @wraps(view)
    def checked(request: Request, body: str, **kwargs: Any) -> HttpResponse:
        del body
        if not PROCESSING_ACTIVITIES.policy.allows(request.access, Action.IMPORT):
            raise Http404
        return view(request, **kwargs)

    checked.action, checked.register = Action.IMPORT, PROCESSING_ACTIVITIES  # type: ignore[attr-defined]
    return checked


@importing
def start(request: Request) -> HttpResponse:
    """GET asks for a file, and lists past imports; POST reads it."""
    if request.method != "POST":
        return _start(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _start(request, "Choisissez un fichier.")
    if (sent.size or 0) > LARGEST:
        return _start(request, f"Ce fichier dépasse {number(LARGEST // 1024 // 1024)} Mo. Retirez-en les images.")
    try:
        reading = understand(sent.read(), sent.name or "registre")
    except Unreadable as reason:
        return _start(request, f"Ce fichier ne peut pas être lu : {reason}")
    waiting = set_aside(reading, sent.name or "registre", request.organization.id, request.user.id, timezone.now())
    return HttpResponseRedirect(_url(request, "import-review", waiting.id))


def _start(request: Request, error: str = "") -> HttpResponse:
    done = Import.objects.order_by("-created_at", "id")[:IMPORTS_SHOWN]
    told = {"error": error, "forms": FORMS, "imports": list(done), "UNDONE": ImportStatus.UNDONE}
    return TemplateResponse(request, "imports/start.html", told, status=422 if error else 200)


@importing
def review(request: Request, waiting_id: UUID) -> HttpResponse:
    """GET shows what was understood; POST brings it in."""
    waiting = Waiting.objects.filter(id=waiting_id).first()
    if waiting is None:
        raise Http404
    planned = plan(waiting)
    if request.method == "POST":
        done = bring_in(waiting, planned)
        facts = done.facts()
        tell(request, f"Import terminé : {facts.created} fiche(s) ajoutée(s), {facts.changed} modifiée(s).")
        return HttpResponseRedirect(_url(request, "import-result", done.id))
    told = {
        "waiting": waiting,
        "named": body_in_file(waiting, request.organization),
        "groups": [(fate.value, planned.of(fate)) for fate in (Fate.REFUSED, Fate.NEW, Fate.CHANGED, Fate.IDENTICAL)],
        "to_write": len(planned.of(Fate.NEW)) + len(planned.of(Fate.CHANGED)),
    }
    return TemplateResponse(request, "imports/review.html", told)


@importing
def result(request: Request, import_id: UUID) -> HttpResponse:
    """GET shows what an import did; POST undoes it."""
    done = Import.objects.filter(id=import_id).first()
    if done is None:
        raise Http404
    undone = None
    if request.method == "POST" and done.facts().status is ImportStatus.DONE:
        undone = undo(done)
    told = {"done": done, "facts": done.facts(), "undone": undone, "DONE": ImportStatus.DONE}
    return TemplateResponse(request, "imports/result.html", told)


def _url(request: Request, name: str, identifier: UUID) -> str:
    return reverse(name, args=[request.organization.slug, identifier])
