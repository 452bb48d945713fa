"""Archive, bin, restore: asked on a page of its own, done by POST, undone from the same page."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect

from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed, find, page, tell, url
from egide.platform.records import saving
from egide.platform.records.errors import ConflictError
from egide.platform.records.models import Record, State

_MOVES = {State.BIN: saving.put_in_bin, State.ARCHIVED: saving.archive, State.ACTIVE: saving.restore}
_DONE = {
    State.BIN: "« {} » est à la corbeille. Vous pouvez l’en ressortir depuis sa fiche.",
    State.ARCHIVED: "« {} » est archivée. Elle reste consultable et peut être remise en service.",
    State.ACTIVE: "« {} » est de nouveau en service.",
}


@allowed(Action.MOVE)
def record_move(request: Request, register: Register, record_id: UUID) -> HttpResponse:
    """GET asks, with `vers` as the destination; POST does it, with the reason that was given."""
    record = find(register, record_id)
    if not register.policy.allows(request.access, Action.MOVE, record.facts()):
        raise Http404
    target = (request.POST if request.method == "POST" else request.GET).get("vers", State.BIN)
    if target not in State.values or target == record.state:
        return HttpResponseRedirect(url(request, register, "fiche", record))
    if request.method == "POST":
        return _move(request, register, record, State(target))
    return page(request, "kernel/move.html", register, record=record, target=State(target), revision=record.revision)


def _move(request: Request, register: Register, record: Record, target: State) -> HttpResponse:
    text = request.POST.get("revision", "")
    expected = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    title = str(record)
    try:
        _MOVES[target](record, expected=expected, reason=request.POST.get("reason", "").strip()[:500])
    except ConflictError:
        stored = find(register, record.id)
        told = {"record": stored, "target": target, "revision": stored.revision, "changed": True}
        return page(request, "kernel/move.html", register, status=409, **told)
    tell(request, _DONE[target].format(title))
    where = url(request, register, "list") if target == State.BIN else url(request, register, "fiche", record)
    return HttpResponseRedirect(where)
