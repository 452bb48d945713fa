"""The page of proofs, for anyone: keys, checkpoints, the verifier. Nothing in it is of a body."""

from importlib import resources
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from egide.platform.proofs import keys
from egide.platform.proofs.checkpoints import numbered
from egide.platform.proofs.models import Checkpoint, Publication

SHOWN: Final = 24
_TEXT: Final = "text/plain; charset=utf-8"


@login_not_required
def proofs(request: HttpRequest) -> HttpResponse:
    """The last checkpoints, and how they left the database."""
    gone = Prefetch("publications", Publication.objects.only("id", "checkpoint_id", "kind"))
    found = [*Checkpoint.objects.order_by("-number").prefetch_related(gone)[:SHOWN]]
    rows = [(each, sorted({one.get_kind_display() for one in each.publications.all()})) for each in found]
    return TemplateResponse(request, "proofs/proofs.html", {"rows": rows, "keys": keys.known()})


@login_not_required
def public_keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every key that this installation ever had, the last first, one a line."""
    return HttpResponse("".join(f"{key.text}\n" for key in keys.known()), content_type=_TEXT)


@login_not_required
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """The text of a checkpoint, as it was signed."""
    found = numbered(number)
    if found is None:
        raise Http404
    return HttpResponse(found.note, content_type=_TEXT)


@login_not_required
def verifier(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The program that verifies a proof."""
    content = resources.files("egide.platform.proofs").joinpath("verifier.py").read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="verifier.py"'}
    return HttpResponse(content, content_type="text/x-python; charset=utf-8", headers=headers)
