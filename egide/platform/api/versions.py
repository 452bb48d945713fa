"""Which version was read: asked of whoever writes, and, when another wrote meanwhile, what changed since, in words."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from egide.platform.api import problems
from egide.platform.api.paging import bounds, page
from egide.platform.api.problems import ProblemError
from egide.platform.api.representation import answer, tag, tags, url_of
from egide.platform.api.requests import ApiRequest
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.histories import moment
from egide.platform.records.history import PastRecord, compare_records, read_version
from egide.platform.records.journal.reading import Version, versions
from egide.platform.records.models import Kept
from egide.platform.records.words import ChangeInWords


def expected(request: ApiRequest, register: Register, record: Kept) -> None:
    """Raises ProblemError unless If-Match names the last version. `*` says none: it is refused as its absence is."""
    given = tags(request, "If-Match")
    if not given or given == ["*"]:
        raise ProblemError(problems.VERSION_REQUIRED)
    if tag(record.revision) not in given:
        read = given[0].strip('"')
        raise changed(register, record, int(read) if read.isascii() and read.isdigit() and len(read) < 9 else 0)


def changed(register: Register, record: Kept, read: int) -> ProblemError:
    """The problem to raise: what happened since version `read`, by whom, and which version is the last."""
    history = versions(register.storage.record_type, record.id)
    base = next((version for version in history if version.number == read), None)
    last = history[-1] if history else None
    changes = compare_records(register.storage, base, last, register.names()) if base and last else []
    more: dict[str, Any] = {"revision": record.revision, "changes": [_change(change) for change in changes]}
    if last is not None:
        more |= {"actor": last.actor, "at": last.at.isoformat()}
    return ProblemError(problems.CHANGED, more=more, headers={"ETag": tag(record.revision)})


def _change(change: ChangeInWords) -> dict[str, str]:
    return {"path": change.path, "label": change.label, "before": change.before, "after": change.after}


def record_versions(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """Every version, the last first, each with what it changed, in words."""
    found = _versions(register, record_id)
    names, before = register.names(), {version.number: version for version in found}
    shown = [*reversed(found)][bounds(given)]
    items = [_version(moment(register, v, before.get(v.number - 1), names)) for v in shown]
    return page(request, given, items, len(found))


def _version(shown: Any) -> dict[str, Any]:
    version: Version = shown.version
    return {
        "revision": version.number,
        "at": version.at.isoformat(),
        "actor": version.actor,
        "action": shown.action,
        "origin": str(version.origin),
        "reason": version.reason,
        "title": version.title,
        "damaged": version.damaged,
        "erased": list(version.erased),
        "changes": [_change(change) for change in shown.changes],
    }


def record_version(
    request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID, number: int
) -> HttpResponse:
    """A record as one of its versions said it."""
    del given
    found = _versions(register, record_id)
    version = next((v for v in found if v.number == number), None)
    if version is None:
        raise ProblemError(problems.NOT_FOUND)
    past = read_version(register.storage, version, found[0].at)
    if not isinstance(past, PastRecord):
        raise ProblemError(problems.ERASED, detail=(past.reason, problems.ERASED.detail[1]))
    return answer(request, past.record, past.facts, url_of(register, request.organization.slug, record_id))


def _versions(register: Register, record_id: UUID) -> list[Version]:
    """Of a record that is in scope. Raises ProblemError."""
    if not register.model.objects.filter(id=record_id).exists():
        raise ProblemError(problems.NOT_FOUND)
    return versions(register.storage.record_type, record_id)
