"""Services: the departments of a body. What contributors write belongs to theirs, so their names are kept with care."""

import dataclasses
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations import shapes
from egide.platform.organizations.guarding import EVERYONE, for_roles
from egide.platform.organizations.models import Membership, Service
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.collation import sortable
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.models import State

Rename = Callable[[str, str], int]
"""Called with the name before and after, in the scope and the act of a renaming; says how many records changed."""

WRITERS: Final = frozenset({Role.REFERENT, Role.ADVISOR, Role.MANAGER, Role.ADMINISTRATOR})
RENAMERS: Final = frozenset({Role.REFERENT, Role.ADVISOR})
"""A renaming writes in the registers: for those who may."""
_SAVED_MEANWHILE = "Quelqu’un a modifié ce service entre-temps. Relisez-le, puis recommencez."


@for_roles(*EVERYONE)
def services(request: Request) -> HttpResponse:
    """The list; a new one is added by POST."""
    form = ShapeForm(shapes.Service, data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _writing(request, WRITERS)
        if form.is_valid() and (answer := _add(request, form)):
            return answer
    told = {
        "body": request.organization,
        "rows": _rows(),
        "form": form,
        "parts": form.sections(),
        "may_write": bool(request.access.roles & WRITERS),
        "may_rename": bool(request.access.roles & RENAMERS),
    }
    return TemplateResponse(request, "bodies/services.html", told, status=422 if form.errors else 200)


def _rows() -> list[tuple[Service, int]]:
    """Each service, with how many people are attached to it: two queries."""
    attached = Membership.objects.filter(state=State.ACTIVE, role=Role.CONTRIBUTOR.value)
    held = [service for ids in attached.values_list("services", flat=True) for service in ids or ()]
    return [(service, held.count(service.id)) for service in Service.objects.filter(state=State.ACTIVE)]


def _writing(request: Request, roles: frozenset[Role]) -> None:
    if not request.access.roles & roles:
        raise Http404


def _add(request: Request, form: ShapeForm) -> HttpResponse | None:
    drawn = uuid4()
    service = Service(organization=request.organization, id=drawn)
    if not _save(service, dataclasses.replace(form.facts(), id=drawn), form):
        return None
    tell(request, f"« {service} » est ajouté.")
    return _back(request)


@for_roles(*WRITERS)
def service_edit(request: Request, service_id: UUID, rename: Rename) -> HttpResponse:
    """Its name is that of the records it keeps: they follow, in the same act."""
    service = _find(service_id)
    before = service.facts()
    names = ("name", "manager", "email") if request.access.roles & RENAMERS else ("manager", "email")
    data = request.POST if request.method == "POST" else None
    form = ShapeForm(shapes.Service, initial=before, data=data, paths=names)
    revision = request.POST.get("revision", str(service.revision))
    if form.is_bound and form.is_valid():
        if revision != str(service.revision):
            form.add_error("", _SAVED_MEANWHILE)
            revision = str(service.revision)
        elif _save(service, form.facts(), form):
            return _renamed(request, before.name, form.facts().name, rename)
    told = {"body": request.organization, "service": service, "form": form, "parts": form.sections()}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "bodies/service_form.html", {**told, "revision": revision}, status=status)


def _renamed(request: Request, before: str | None, after: str | None, rename: Rename) -> HttpResponse:
    changed = rename(before, after) if before and after and before != after else 0
    if changed:
        tell(request, f"Enregistré. {changed} fiche{'s' * (changed > 1)} porte{'nt' * (changed > 1)} le nouveau nom.")
    else:
        tell(request, "Enregistré.")
    return _back(request)


@for_roles(*WRITERS)
def service_archive(request: Request, service_id: UUID) -> HttpResponse:
    """GET asks, POST does it. The records it keeps stay as they are."""
    service = _find(service_id)
    attached = dict(_rows())[service]
    told = {"body": request.organization, "service": service, "attached": attached, "revision": service.revision}
    if request.method != "POST":
        return TemplateResponse(request, "bodies/service_archive.html", told)
    if request.POST.get("revision") != str(service.revision):
        return TemplateResponse(request, "bodies/service_archive.html", {**told, "changed": True}, status=409)
    saving.archive(service, expected=service.revision)
    tell(request, f"« {service} » est archivé.")
    return _back(request)


def _save(service: Service, facts: Any, form: ShapeForm) -> bool:
    if _namesake(service, facts.name):
        form.add_error("name", "Un autre service porte déjà ce nom.")
        return False
    try:
        saving.save_aggregate(service, facts, expected=service.revision or None)
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return False
    except ConflictError:
        form.add_error("", _SAVED_MEANWHILE)
        return False
    return True


def _namesake(service: Service, name: str | None) -> bool:
    others = Service.objects.filter(state=State.ACTIVE, sort_key=sortable(name or "")[:200]).exclude(id=service.id)
    found: bool = others.exists()
    return found


def _find(service_id: UUID) -> Service:
    found: Service | None = Service.objects.filter(id=service_id, state=State.ACTIVE).first()
    if found is None:
        raise Http404
    return found


def _back(request: Request) -> HttpResponse:
    return HttpResponseRedirect(reverse("services", args=[request.organization.slug]))
