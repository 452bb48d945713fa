"""Mes travaux: the long works that one asked for here, how far they are, their files. Nobody sees those of others."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.exporting import attachment
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.organizations.guarding import EVERYONE, for_roles
from egide.platform.tasks import works
from egide.platform.tasks.models import Work

SHOWN = 30


@for_roles(*EVERYONE)
def my_works(request: Request) -> HttpResponse:
    """One query; the page asks itself again while something goes on."""
    found = list(works.of_person(request.user.id)[:SHOWN])
    going = sum(work.state in works.GOING for work in found)
    return TemplateResponse(request, "bodies/works.html", {"works": found, "going": going})


@for_roles(*EVERYONE)
def work_result(request: Request, work_id: UUID, registers: Sequence[Register]) -> HttpResponse:
    """The file, for the person who asked for it and who may still have it."""
    work = _mine(request, work_id)
    result = works.result_of(work)
    if result is None or not _may_still(request, work, registers):
        raise Http404
    return attachment(result.content, result.content_type, result.name)


@for_roles(*EVERYONE)
def work_cancel(request: Request, work_id: UUID) -> HttpResponse:
    """POST only: takes it out of the queue, while it waits."""
    work = _mine(request, work_id)
    if request.method != "POST":
        raise Http404
    if works.cancel(work, timezone.now()):
        tell(request, f"« {work.title} » est annulé.")
    elif work.state in works.GOING:
        tell(request, f"« {work.title} » a déjà commencé : laissez-le finir.")
    return HttpResponseRedirect(reverse("works", args=[request.organization.slug]))


def _mine(request: Request, work_id: UUID) -> Work:
    work = works.of_person(request.user.id).filter(id=work_id).first()
    if work is None:
        raise Http404
    return work


def _may_still(request: Request, work: Work, registers: Sequence[Register]) -> bool:
    """What the work needed, asked again: a right removed since is gone."""
    name, _, action = work.needs.partition(":")
    found = next((each for each in registers if each.name == name), None)
    return found is not None and found.policy.allows(request.access, Action(action))
