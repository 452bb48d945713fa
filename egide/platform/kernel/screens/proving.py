"""The proof of what a record said at one of its versions, to be given to anyone."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone

from egide.documents.rendering import RenderingFailed
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.exporting import attachment
from egide.platform.kernel.screens.guarding import Request, allowed, page
from egide.platform.proofs.bundle import ProofError, prove
from egide.platform.proofs.keys import KeyFileError
from egide.platform.proofs.stamping import StampError
from egide.platform.records.journal.reading import versions


@allowed(Action.EXPORT)
def record_prove(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """`version`: its number; the last one without it."""
    record = register.model.objects.filter(id=record_id).first()
    if record is None and not versions(register.storage.record_type, record_id):
        raise Http404
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None
    body = str(request.organization)
    try:
        proof = prove(
            register.storage.record_type, record_id, body, timezone.now(), number=number, names=register.names()
        )
    except (ProofError, KeyFileError, RenderingFailed, StampError) as reason:
        back = reverse(f"{register.name}-history", args=[request.organization.slug, record_id])
        return page(request, "kernel/unproved.html", register, status=422, reason=str(reason), back=back)
    return attachment(proof.content, "application/zip", proof.name)
