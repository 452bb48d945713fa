"""Archive, bin, restore: where a record stands. Nothing is ever deleted by the API."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse

from egide.platform.api import problems
from egide.platform.api.problems import Complaint, ProblemError
from egide.platform.api.records import find
from egide.platform.api.representation import answer, url_of
from egide.platform.api.requests import JSON, ApiRequest, read_object, reason_of
from egide.platform.api.versions import changed, expected
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.records import saving
from egide.platform.records.errors import ConflictError
from egide.platform.records.models import State

_MOVES: Final = {State.BIN: saving.put_in_bin, State.ARCHIVED: saving.archive, State.ACTIVE: saving.restore}


def record_move(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """Put a record where `state` says; where it is already, nothing is written."""
    del given
    record = find(register, record_id)
    if not register.policy.allows(request.access, Action.MOVE, record.facts()):
        raise ProblemError(problems.NOT_FOUND)
    expected(request, register, record)
    document = read_object(request, JSON, ("state", "reason"))
    target, reason = document.get("state"), reason_of(document)
    if not isinstance(target, str) or target not in State.values:
        listed = ", ".join(State.values)
        raise ProblemError(problems.INVALID, [Complaint("state", f"attendu : {listed}", f"expected: {listed}")])
    if target != record.state:
        try:
            _MOVES[State(target)](record, expected=record.revision, reason=reason)
        except ConflictError as late:
            raise changed(register, find(register, record_id), late.expected) from None
    return answer(request, record, record.facts(), url_of(register, request.organization.slug, record.id))
