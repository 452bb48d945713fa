"""A large register is written apart, by a worker: its file is found in « Mes travaux »."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from egide.documents.rendering import RenderingFailed
from egide.formats.converting import TARGETS
from egide.law.facts import Register as RegisterFacts
from egide.law.french import long_date
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, page, tell
from egide.platform.kernel.screens.lists import end_of
from egide.platform.organizations.models import Organization
from egide.platform.proofs.seals import seal
from egide.platform.records.models import State
from egide.platform.records.scope import scoped_organization
from egide.platform.tasks import works
from egide.platform.tasks.declaring import GiveUpError, Terms, task
from egide.platform.tasks.errands import Errand
from egide.registers.processing.files import DOCUMENTS, content_type, extension, written
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.processing.queries import register_as_of, register_facts

LARGE: Final = 150
"""Fiches from which a document (four seconds of one core) is written apart."""

VERY_LARGE: Final = 600
"""The same, for the files that take a fifth of that."""

PATIENCE: Final = 900.0
"""Seconds for a PDF that nobody waits for in front of a page."""


def is_heavy(chosen: str) -> bool:
    """Whether the register in scope is too large for this form to be written while someone waits."""
    count = sum(model.objects.filter(state=State.ACTIVE).count() for model in (ProcessingActivity, ProcessorActivity))
    return bool(count >= (LARGE if chosen in DOCUMENTS else VERY_LARGE))


def ask(request: Request, register: Register, chosen: str, past: date | None, *, communicable: bool) -> HttpResponse:
    """GET explains, POST puts it in the queue."""
    title = _title(register, chosen, past, communicable=communicable)
    if request.method != "POST":
        return page(request, "processing/export_apart.html", register, title=title)
    works.start(
        Errand(request.organization.id, str(request.user), request.user.id),
        write_apart,
        title,
        f"{register.name}:{Action.EXPORT}",
        timezone.now(),
        slug=request.organization.slug,
        chosen=chosen,
        on=past.isoformat() if past else "",
        communicable=communicable,
    )
    tell(request, f"« {title} » se prépare : cette page dira quand le fichier sera prêt.")
    return HttpResponseRedirect(reverse("works", args=[request.organization.slug]))


def _title(register: Register, chosen: str, past: date | None, *, communicable: bool) -> str:
    label = DOCUMENTS[chosen] if chosen in DOCUMENTS else TARGETS[chosen].label
    day = f" du {long_date(past)}" if past else ""
    return f"{register.heading}{day}, {label}{', version communicable' if communicable else ''}"


@task(Terms(attempts=2, delays=(30,), atomic=False), heavy=True)
def write_apart(work_id: str, *, slug: str, chosen: str, on: str, communicable: bool) -> Callable[[], None]:
    """Read, write, keep. Raises GiveUpError when the person may not have it any more, or when it cannot be written."""
    body = Organization.objects.get(id=scoped_organization())
    past = date.fromisoformat(on) if on else None
    works.report(work_id, 0, 3, "Lecture du registre…")
    facts = register_as_of(body, end_of(past)) if past else register_facts(body)
    works.report(work_id, 1, 3, f"Mise en forme de {len(facts.activities)} fiches…")
    content = _written(facts, chosen, past or timezone.localdate(), communicable=communicable)
    works.report(work_id, 2, 3, "Enregistrement…")
    day = (past or timezone.localdate()).isoformat()
    kept = works.Result(f"registre-{slug}-{day}{extension(chosen)}", content_type(chosen), content)
    return lambda: works.finish(work_id, kept, timezone.now())


def _written(facts: RegisterFacts, chosen: str, day: date, *, communicable: bool) -> bytes:
    try:
        return written(facts, chosen, day, seal(timezone.now()), communicable=communicable, timeout=PATIENCE)
    except (RenderingFailed, ValueError) as reason:
        raise GiveUpError(str(reason)) from reason
