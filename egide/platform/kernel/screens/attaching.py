"""The files of a record: who may read the record reads them, who may change it adds them and puts them in the bin."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse

from egide.platform.files import services
from egide.platform.files.errors import DamagedFileError, FileRefusedError, LostKeyError
from egide.platform.files.incoming import Incoming, receives_files
from egide.platform.files.kinds import ACCEPTED, KINDS
from egide.platform.files.models import Attachment, weight
from egide.platform.files.names import extension
from egide.platform.files.shapes import Scan
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.kernel.screens.histories import moments_of_file
from egide.platform.records.errors import ConflictError
from egide.platform.records.journal.erasing import ErasingError
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import Record, State
from egide.platform.records.saving import put_in_bin, restore
from egide.typography import french

FIELD: Final = "file"


@dataclass(frozen=True, slots=True)
class Shown:
    """A file in a list. `url`: what is known of it; `content_url`: itself, "" when there is nothing to give."""

    file: Attachment
    kind: str
    url: str
    content_url: str


@allowed(Action.CHANGE)
def record_attach(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """GET asks for a file, POST keeps it."""
    record = find(register, record_id)
    if not _may_write(request, register, record):
        raise Http404
    if request.method != "POST":
        return _asked(request, register, record)
    received = request.FILES.get(FIELD)
    if not isinstance(received, Incoming) or not received.name:
        return _asked(request, register, record, "Choisissez un fichier.")
    try:
        kept = services.attach(record, received)
    except FileRefusedError as refused:
        return _asked(request, register, record, str(refused))
    except OSError:
        return _asked(request, register, record, "Le fichier n’a pas pu être gardé. Réessayez dans quelques minutes.")
    tell(request, f"« {kept} » est joint à la fiche.")
    return HttpResponseRedirect(f"{url(request, register, 'fiche', record)}#pieces")


receives_files(record_attach)


def _asked(request: Request, register: Register, record: Record, error: str = "") -> HttpResponse:
    told = {"record": record, "error": french(error), **_limits()}
    action = url(request, register, "attach", record)
    fiche = url(request, register, "fiche", record)
    return page(
        request,
        "kernel/attach.html",
        register,
        status=422 if error else 200,
        attach_url=action,
        fiche_url=fiche,
        **told,
    )


def _limits() -> dict[str, Any]:
    kinds = ", ".join(known for known in KINDS if known != "jpeg")
    return {"accepted": ACCEPTED, "kinds": kinds, "largest": weight(settings.FILES_LARGEST)}


@allowed(Action.VIEW)
def record_file(request: Request, register: Register, record_id: UUID, file_id: UUID) -> HttpResponse:
    """What is known of a file, and what happened to it. POST puts it in the bin, or takes it out."""
    record, kept = _find(request, register, record_id, file_id)
    may_write = _may_write(request, register, record)
    may_erase = register.policy.allows(request.access, Action.ERASE, record.facts())
    if request.method == "POST" and "raison" in request.POST:
        return _destroyed(request, register, record, kept, may_erase=may_erase)
    if request.method == "POST":
        return _moved(request, register, record, kept, may_write=may_write)
    told = versions(Attachment.storage.record_type, kept.id)
    known: dict[str, Any] = {
        "shown": _shown(request, register, record, kept),
        "moments": moments_of_file(told),
        "added": told[0] if told else None,
        "may_write": may_write,
        "may_erase": may_erase,
        "fiche_url": url(request, register, "fiche", record),
    }
    return page(request, "kernel/file.html", register, record=record, **known)


@allowed(Action.VIEW)
def record_file_content(request: Request, register: Register, record_id: UUID, file_id: UUID) -> HttpResponse:
    """The file itself, to be kept and never shown by the browser as a page of ours."""
    record, kept = _find(request, register, record_id, file_id)
    if kept.scan is Scan.INFECTED:
        raise Http404
    try:
        content = services.content(kept)
    except (DamagedFileError, LostKeyError) as lost:
        told = {"reason": str(lost), "file": kept, "fiche_url": url(request, register, "fiche", record)}
        return page(request, "kernel/file_lost.html", register, status=410, record=record, **told)
    answer = StreamingHttpResponse(content, content_type=kept.media_type or "application/octet-stream")
    answer["Content-Length"] = str(content.size)
    answer["Content-Disposition"] = disposition(kept.name or "fichier")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Content-Encoding"] = "identity"  # packed on the way, it would lose the length that tells a cut
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]


def disposition(name: str) -> str:
    """`attachment`, with a name that old programs read and the true one (RFC 6266, RFC 8187)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _moved(request: Request, register: Register, record: Record, kept: Attachment, *, may_write: bool) -> HttpResponse:
    if not may_write or kept.scan is Scan.INFECTED:
        raise Http404
    move, said = (
        (put_in_bin, "« {} » est à la corbeille.")
        if kept.state == State.ACTIVE
        else (restore, "« {} » est de nouveau joint à la fiche.")
    )
    if request.POST.get("vers") != (State.BIN if kept.state == State.ACTIVE else State.ACTIVE):
        return HttpResponseRedirect(_url(request, register, "file", record, kept))
    try:
        move(kept, expected=kept.revision)
    except ConflictError:
        return HttpResponseRedirect(_url(request, register, "file", record, kept))
    tell(request, said.format(kept))
    return HttpResponseRedirect(f"{url(request, register, 'fiche', record)}#pieces")


def _destroyed(
    request: Request, register: Register, record: Record, kept: Attachment, *, may_erase: bool
) -> HttpResponse:
    if not may_erase:
        raise Http404
    name, here = str(kept), _url(request, register, "file", record, kept)
    if request.POST.get("certain") != "1":
        messages.error(request, "Cochez la case qui dit que vous savez que personne ne pourra le retrouver.")
        return HttpResponseRedirect(here)
    try:
        services.destroy_file(kept, basis=request.POST["raison"].strip()[:500])
    except ErasingError as refused:
        messages.error(request, french(str(refused)))
        return HttpResponseRedirect(here)
    tell(request, f"« {name} » est effacé pour toujours.")
    return HttpResponseRedirect(f"{url(request, register, 'fiche', record)}#pieces")


def panel(request: Request, register: Register, record: Record, *, may_change: bool) -> dict[str, Any]:
    """For the fiche of a record of today: its files, and a form to add one."""
    found = list(services.of_record(register.storage.record_type, record.id))
    told: dict[str, Any] = {
        "files": [_shown(request, register, record, each) for each in found if each.state == State.ACTIVE]
    }
    if may_change:
        told["binned_files"] = [_shown(request, register, record, each) for each in found if each.state == State.BIN]
        told |= {"attach_url": url(request, register, "attach", record), **_limits()}
    return told


def _shown(request: Request, register: Register, record: Record, kept: Attachment) -> Shown:
    kind = KINDS.get(extension(kept.name or ""))
    gives = kept.name is not None and kept.scan is not Scan.INFECTED
    return Shown(
        kept,
        kind.label if kind else "",
        _url(request, register, "file", record, kept),
        _url(request, register, "file-content", record, kept) if gives else "",
    )


def _find(request: Request, register: Register, record_id: UUID, file_id: UUID) -> tuple[Record, Attachment]:
    """A file of this very record; one in the bin is for those who may take it out."""
    record = find(register, record_id)
    kept: Attachment | None = services.of_record(register.storage.record_type, record.id).filter(id=file_id).first()
    if kept is None or (kept.state != State.ACTIVE and not _may_write(request, register, record)):
        raise Http404
    return record, kept


def _may_write(request: Request, register: Register, record: Record) -> bool:
    return record.state == State.ACTIVE and register.policy.allows(request.access, Action.CHANGE, record.facts())


def _url(request: Request, register: Register, name: str, record: Record, kept: Attachment) -> str:
    return reverse(f"{register.name}-{name}", args=[request.organization.slug, record.id, kept.id])
