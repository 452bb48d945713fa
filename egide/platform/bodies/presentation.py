"""La collectivité: who it is, who answers for it, its delegate; and the form that keeps this up to date."""

from dataclasses import replace
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.documents.document import Description, DescriptionList, runs
from egide.documents.layouts.words import details
from egide.formats.package.encoding import encode
from egide.law.facts import Dpo
from egide.law.facts import Organization as Facts
from egide.law.facts.codes import OrganizationKind
from egide.law.french import number
from egide.platform.bodies.sections import DELEGATE, SECTIONS
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.merging import Merge
from egide.platform.kernel.screens.fiches import SectionShown, sections_of
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations import directory
from egide.platform.organizations.guarding import EVERYONE, for_roles
from egide.platform.organizations.models import Organization, Service
from egide.platform.organizations.places import epci_name, epci_siren_of
from egide.platform.organizations.services import tidy
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.fields import decode
from egide.platform.records.journal.leaves import Leaves, flatten, unflatten
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State
from egide.platform.records.saving import save_aggregate
from egide.platform.records.words import in_words

_IN_A_SENTENCE: Final = frozenset({"population", "population_basis", "population_year"})
WRITERS: Final = frozenset({Role.REFERENT, Role.ADVISOR, Role.MANAGER, Role.ADMINISTRATOR})


@for_roles(*EVERYONE)
def organization(request: Request) -> HttpResponse:
    """Everyone who works in a body may read who answers for it."""
    body = request.organization
    facts = body.facts()
    told = {
        "body": body,
        "facts": facts,
        "sections": _shown(facts),
        "population": _population(facts),
        "epci": epci_name(body.epci_siren),
        "centre": body.centre,
        "services": Service.objects.filter(state=State.ACTIVE),
        "may_write": bool(request.access.roles & WRITERS),
    }
    return TemplateResponse(request, "bodies/organization.html", told)


def _shown(facts: Facts) -> list[SectionShown]:
    """As the form, but for what reads better in one sentence, and for the delegate: one line for each answer."""
    sections = [replace(s, facts=tuple(n for n in s.facts if n not in _IN_A_SENTENCE)) for s in SECTIONS]
    return [
        _by_answer(shown, facts.dpo) if shown.title == DELEGATE.title else shown
        for shown in sections_of(sections, facts)
    ]


def _by_answer(shown: SectionShown, dpo: Dpo | None) -> SectionShown:
    items = tuple(Description(label, (runs(text),)) for label, text in details(dpo)) if dpo else ()
    return replace(shown, blocks=(("list", DescriptionList(items)),)) if items else shown


def _population(facts: Facts) -> str:
    """« 7 873 habitants (population municipale, millésime 2023) »: a figure is nothing without its year and basis."""
    if facts.population is None:
        return ""
    basis = facts.population_basis.label.lower() if facts.population_basis else ""
    year = f"millésime {facts.population_year}" if facts.population_year else ""
    said = ", ".join(filter(None, (basis, year)))
    return f"{number(facts.population)} habitants" + (f" ({said})" if said else "")


@for_roles(*WRITERS)
def organization_edit(request: Request) -> HttpResponse:
    """`revision` says which version was read."""
    body = request.organization
    form = _form(request, body.facts(), request.POST if request.method == "POST" else None)
    if form.is_bound and not form.is_command and form.is_valid():
        answer = _save(request, body, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return _page(request, form, request.POST.get("revision", str(body.revision)), status=status)


def _form(request: Request, facts: Facts, data: Any = None) -> ShapeForm:
    names = tuple(name for section in SECTIONS for name in section.facts)
    hidden = () if _tells_of_agreement(request) else ("agreement_status",)
    return ShapeForm(Facts, initial=facts, data=data, paths=tuple(n for n in names if n not in hidden))


def _tells_of_agreement(request: Request) -> bool:
    """Where the agreement stands is told by the centre, when there is one."""
    return request.organization.centre_id is None or bool(request.access.roles & CENTRE_ROLES)


def _page(request: Request, form: ShapeForm, revision: str, *, status: int = 200, **told: Any) -> HttpResponse:
    parts = form.sections(SECTIONS)
    context = {"body": request.organization, "form": form, "parts": parts, "revision": revision, **told}
    return TemplateResponse(request, "bodies/organization_form.html", context, status=status)


def _save(request: Request, body: Organization, form: ShapeForm) -> HttpResponse | None:
    """None when the form is to be shown again, with what is wrong."""
    facts: Facts = tidy(form.facts())
    if (facts.kind is OrganizationKind.CDG) != (body.kind is OrganizationKind.CDG):
        form.add_error("kind", "Être ou non un centre de gestion se décide à l’installation, pas sur cette page.")
        return None
    expected = _number(request.POST.get("revision", ""))
    if facts.insee_code != body.facts().insee_code:
        commune = directory.commune(facts.insee_code or "")
        body.epci_siren = epci_siren_of(commune) if commune else ""
    try:
        save_aggregate(body, facts, expected=expected, reason=request.POST.get("reason", "").strip()[:500])
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return None
    except ConflictError:
        return _conflict(request, facts, expected)
    tell(request, "Enregistré.")
    return HttpResponseRedirect(reverse("organization", args=[body.slug]))


def _conflict(request: Request, mine: Facts, expected: int) -> HttpResponse:
    """The form again, with what both wrote. Where both wrote of the same fact: mine is in the field, theirs above."""
    stored = Organization.objects.get(id=request.organization.id)
    history = versions(stored.storage.record_type, stored.id)
    read = next((v.leaves for v in history if v.number == expected), {})
    base = {path: value for path, value in read.items() if not path.startswith("record.")}
    merge = Merge(base, _leaves(stored.facts()), _leaves(mine))
    both = decode(Facts, {"id": str(stored.id), **unflatten(merge.merged(frozenset(merge.conflicts)))})
    changes = {path: (merge.mine.get(path), merge.theirs.get(path)) for path in merge.conflicts}
    disputed = in_words(stored.storage, changes, merge.mine, merge.theirs)
    told = {"who": history[-1].actor if history else "", "disputed": disputed, "is_conflict": True}
    return _page(request, _form(request, both), str(stored.revision), status=409, **told)


def _leaves(facts: Facts) -> Leaves:
    document = encode(facts)
    del document["id"]
    return flatten(document)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
