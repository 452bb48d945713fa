"""Erasing a value for good: what would disappear is found and shown first, then a reason is asked, then it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.http import HttpResponse, HttpResponseRedirect

from egide.law.french import capital, plural
from egide.platform.kernel.policy import Action
from egide.platform.kernel.proposals.erasing import find_in_proposals
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.records.erasing import Found, erase_found, find_path, find_text, paths_of
from egide.platform.records.errors import ConflictError
from egide.platform.records.journal.erasing import ErasingError
from egide.platform.records.journal.verifying import kind_of
from egide.platform.records.models import Kept
from egide.platform.records.sayings import Saying

SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person looks for: a text, here or in the whole body, or all that a field of the record ever held."""

    text: str
    path: str
    elsewhere: bool

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """From the form, or from the address."""
        return cls(given.get("texte", "").strip()[:500], given.get("rubrique", ""), given.get("ailleurs") == "1")

    def __bool__(self) -> bool:
        return bool(self.text or self.path)

    def find(self, record: Kept) -> list[Found]:
        """Raises ErasingError."""
        where = (record.storage.record_type, record.id)
        if self.text and self.elsewhere:
            return find_text(self.text)
        if self.text:
            return [*find_text(self.text, within=where), *find_in_proposals(record.id, [self.text])]
        found = find_path(*where, self.path)
        return [*found, *find_in_proposals(record.id, [one.value for one in found])]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that would disappear, in words."""

    key: str
    where: str
    label: str
    value: str
    versions: str
    live: bool


@allowed(Action.ERASE)
def record_erase(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """GET finds (`texte`, `rubrique`, `ailleurs`), POST erases what was ticked, with the reason that was given."""
    record = find(register, record_id)
    posted = request.method == "POST"
    asked = Asked.of(request.POST if posted else request.GET)
    found: list[Found] = []
    problem = ""
    try:
        found = asked.find(record) if asked else []
        if posted:
            return _erase(request, register, record, asked, found)
    except ErasingError as refused:
        problem = str(refused)
    except ConflictError:
        problem = "Quelqu’un a enregistré une de ces fiches pendant ce temps : rien n’a été effacé. Recommencez."
    return page(
        request,
        "kernel/erase.html",
        register,
        status=422 if problem else 200,
        record=record,
        asked=asked,
        fields=_fields(record),
        found=[_shown(one, register) for one in found[:SHOWN]],
        more=max(len(found) - SHOWN, 0),
        chosen=request.POST.getlist("trouve") if posted else None,
        basis=request.POST.get("raison", ""),
        problem=problem,
        history_url=url(request, register, "history", record),
        erase_url=url(request, register, "erase", record),
    )


def _erase(request: Request, register: Register, record: Kept, asked: Asked, found: Sequence[Found]) -> HttpResponse:
    if request.POST.get("certain") != "1":
        raise ErasingError("Cochez la case qui dit que vous avez lu ce qui va disparaître.")
    chosen = set(request.POST.getlist("trouve"))
    ticked = [one for one in found[:SHOWN] if one.key in chosen]
    basis = request.POST.get("raison", "").strip()[:500]
    entries = erase_found(ticked, basis=basis, text=asked.text)
    tell(
        request,
        f"Effacé dans {plural(entries, 'entrée')} du journal. L’historique dit qui l’a fait, quand et pourquoi.",
    )
    return HttpResponseRedirect(url(request, register, "history", record))


def _fields(record: Kept) -> list[tuple[str, str]]:
    saying = Saying(record.storage, {})
    return [(path, saying.label(path)) for path in paths_of(record.storage.record_type, record.id)]


def _shown(one: Found, register: Register) -> Shown:
    storage = apps.get_model(one.record_type).storage
    numbers = ", ".join(str(number) for number in sorted(one.versions))
    title = f" « {one.title} »" if one.title else " supprimée ou sans intitulé"
    own = storage is register.storage
    return Shown(
        key=one.key,
        where=f"{'Fiche' if own else capital(kind_of(one.record_type))}{title}",
        label=one.label,
        value=one.words,
        versions=f"version{'s' if len(one.versions) > 1 else ''} {numbers}",
        live=one.live,
    )
