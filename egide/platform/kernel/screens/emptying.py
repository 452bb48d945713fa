"""The bin is emptied, one record or all of them: for good, with a reason, and with their past or without."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect

from egide.law.french import plural
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.records.destroying import binned, destroy, goes_on
from egide.platform.records.journal.erasing import ErasingError
from egide.platform.records.models import Record, State

AT_ONCE: Final = 200


@allowed(Action.ERASE)
def record_destroy(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """One record that is in the bin."""
    record = find(register, record_id)
    if record.state != State.BIN:
        raise Http404
    return _ask(request, register, [record], url(request, register, "fiche", record))


@allowed(Action.ERASE)
def bin_empty(request: Request, register: Register) -> HttpResponse:
    """All the records of a register that are in the bin, two hundred at a time."""
    return _ask(request, register, [*binned(register.model)[:AT_ONCE]], url(request, register, "list"))


def _ask(request: Request, register: Register, records: list[Record], back: str) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        shown = {key: revision for key, _, revision in (one.partition(":") for one in request.POST.getlist("fiche"))}
        try:
            return _empty(request, register, [(one, shown[str(one.id)]) for one in records if str(one.id) in shown])
        except ErasingError as refused:
            problem = str(refused)
    told: dict[str, Any] = {
        "records": [(record, goes_on(record)) for record in records],
        "basis": request.POST.get("raison", ""),
        "past": request.POST.get("passe", ""),
        "days": settings.BIN_DAYS,
        "problem": problem,
        "back": back,
    }
    return page(request, "kernel/empty_bin.html", register, status=422 if problem else 200, **told)


def _empty(request: Request, register: Register, chosen: list[tuple[Record, str]]) -> HttpResponse:
    past = request.POST.get("passe", "")
    if past not in {"garder", "effacer"}:
        raise ErasingError("Dites si l’historique est gardé ou effacé.")
    if not chosen:
        raise ErasingError("Il n’y a plus rien à supprimer : la corbeille a changé pendant ce temps.")
    basis = request.POST.get("raison", "").strip()[:500]
    with transaction.atomic():
        for record, revision in chosen:
            read = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0
            destroy(record, expected=read, basis=basis, keep_history=past == "garder")
    done = plural(len(chosen), "fiche supprimée", "fiches supprimées")
    kept = "Leur historique reste lisible depuis le journal." if past == "garder" else "Leur historique est effacé."
    tell(request, f"{done} définitivement. {kept}")
    return HttpResponseRedirect(url(request, register, "list"))
