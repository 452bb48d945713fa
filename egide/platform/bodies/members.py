"""Adhérents: the bodies that a centre advises. One is added from the directory, with what it knows already."""

import dataclasses
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from egide.law.facts import Organization as Facts
from egide.law.facts.codes import OrganizationKind
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations import directory
from egide.platform.organizations.directory import Commune, Epci
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.habilitations import is_centre
from egide.platform.organizations.identifiers import digits
from egide.platform.organizations.members import members_of, with_referent
from egide.platform.organizations.models import Organization
from egide.platform.organizations.places import epci_name, facts_of, name_of
from egide.platform.organizations.services import create_organization
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.models import State
from egide.platform.records.scope import scope

PER_PAGE: Final = 50
FOUND: Final = 20
WRITERS: Final = (Role.MANAGER, Role.ADMINISTRATOR)
ASKED: Final = (
    "name",
    "kind",
    "siren",
    "siret",
    "insee_code",
    "population",
    "population_basis",
    "population_year",
    "agreement_status",
)
# By address: a commune goes there by its bare name, « achicourt » and not « commune d’achicourt ».
_ORDERS = {"nom": ("slug",), "population": (F("population").desc(nulls_last=True), "slug")}


@for_roles(*WRITERS, Role.ADVISOR)
def members(request: Request) -> HttpResponse:
    """Searched, filtered by kind and situation, in pages; five queries whatever their number."""
    _in_centre(request)
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "nature", "situation", "tri")}
    state = State.ARCHIVED if asked["situation"] == State.ARCHIVED else State.ACTIVE
    rows = members_of(request.organization, request.user.id, words=asked["q"]).filter(state=state)
    if asked["nature"] in OrganizationKind.__members__:
        rows = rows.filter(kind=asked["nature"])
    rows = rows.order_by(*_ORDERS.get(asked["tri"], _ORDERS["nom"]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    referents = with_referent(page)
    told = {
        "body": request.organization,
        "page_obj": page,
        "rows": [(body, epci_name(body.epci_siren), body.id in referents) for body in page],
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "kinds": [(kind.value, kind.label) for kind in OrganizationKind if kind is not OrganizationKind.CDG],
        "is_archive": state == State.ARCHIVED,
        "is_bare": not any(asked.values()),
        "may_write": bool(request.access.roles.intersection(WRITERS)),
    }
    return TemplateResponse(request, "bodies/members.html", told)


def _in_centre(request: Request) -> None:
    if not is_centre(request.organization):
        raise Http404


@for_roles(*WRITERS)
def member_add(request: Request) -> HttpResponse:
    """A search in the directory, then a form filled from it; or an empty one, for what it does not hold."""
    _in_centre(request)
    place = _place(request.GET.get("lieu", ""))
    if request.method != "POST" and place is None and "autre" not in request.GET:
        return _search(request)
    initial = facts_of(place) if place else Facts(id=uuid4(), is_public_authority=True)
    data = request.POST if request.method == "POST" else None
    form = ShapeForm(Facts, initial=initial, data=data, paths=ASKED)
    if form.is_bound and form.is_valid() and (body := _create(request, form)):
        tell(request, f"{body.name} est ajoutée aux adhérents. Il reste à y inviter un référent.")
        return HttpResponseRedirect(reverse("people", args=[body.slug]))
    told = {"body": request.organization, "form": form, "parts": form.sections(), "place": place}
    return TemplateResponse(request, "bodies/member_add.html", told, status=422 if form.errors else 200)


def _place(code: str) -> Commune | Epci | None:
    """By INSEE code or SIREN, as the search writes them."""
    return directory.epci(code) or directory.commune(code)


def _search(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    found = directory.find(words, limit=FOUND) if words else ()
    sirens = [each.siren for each in found if each.siren]
    held = members_of(request.organization, request.user.id).filter(siren__in=sirens)
    there = {body.siren: body for body in held}
    shown = [
        (name_of(each), _code(each), each.departement, each.total_population, there.get(each.siren)) for each in found
    ]
    told = {"body": request.organization, "words": words, "found": shown, "is_full": len(shown) == FOUND}
    return TemplateResponse(request, "bodies/member_search.html", told)


def _code(place: Commune | Epci) -> str:
    return place.siren if isinstance(place, Epci) else place.code


def _create(request: Request, form: ShapeForm) -> Organization | None:
    facts: Facts = dataclasses.replace(form.facts(), id=uuid4())
    if facts.kind is OrganizationKind.CDG:
        form.add_error("kind", "Un centre de gestion n’est pas l’adhérent d’un autre.")
        return None
    held = members_of(request.organization, request.user.id)
    if facts.siren and held.filter(siren=digits(facts.siren)).exists():
        form.add_error("siren", "Un adhérent porte déjà ce SIREN. S’il est archivé, remettez-le en service.")
        return None
    if not facts.siren and held.filter(name=facts.name).exists():
        form.add_error("name", "Un adhérent porte déjà ce nom. S’il s’agit d’un autre, donnez son SIREN.")
        return None
    try:
        return create_organization(facts, centre=request.organization)
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return None


@for_roles(*WRITERS)
def member_move(request: Request, member_id: UUID) -> HttpResponse:
    """Archive a member, or put it back: GET asks, POST does it. Its registers stay; nobody enters an archived body."""
    _in_centre(request)
    member: Any = members_of(request.organization, request.user.id, ids=[member_id]).first()
    if member is None:
        raise Http404
    told = {"body": request.organization, "member": member, "revision": member.revision}
    if request.method == "POST":
        if _moved(request, member):
            return HttpResponseRedirect(reverse("members", args=[request.organization.slug]))
        return TemplateResponse(request, "bodies/member_move.html", {**told, "changed": True}, status=409)
    return TemplateResponse(request, "bodies/member_move.html", told)


def _moved(request: Request, member: Organization) -> bool:
    if request.POST.get("revision") != str(member.revision):
        return False
    leaves = member.state == State.ACTIVE
    move = saving.archive if leaves else saving.restore
    with scope(member):
        try:
            move(member, expected=member.revision, reason=request.POST.get("reason", "").strip()[:500])
        except ConflictError:
            return False
    tell(request, f"{member.name} {'n’est plus' if leaves else 'est de nouveau'} parmi les adhérents.")
    return True
