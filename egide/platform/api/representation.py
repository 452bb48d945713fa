"""A record as the API shows it: its facts are the JSON of the package, so that a file and the API say the same."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from egide.formats.package.decoding import JsonObject, Problems, decoder
from egide.formats.package.document import KIND, KINDS
from egide.formats.package.encoding import encode
from egide.law.facts.paths import line_of
from egide.platform.api import problems
from egide.platform.api.problems import Complaint, JsonAnswer, ProblemError
from egide.platform.kernel.registers import Register
from egide.platform.records.models import Kept

_KIND_OF: Final = {shape: kind for kind, shape in KINDS.items()}


class _Placed(Problems):
    """Problems that keep their place apart from their message."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Complaint] = []

    def add(self, path: str, message: str) -> None:
        self.found.append(Complaint(f"facts.{path}" if path else "facts", message))
        super().add(path, message)


def kind_of(shape: type) -> str | None:
    """What an activity says it is; None for other shapes."""
    return _KIND_OF.get(shape)


def document_of(facts: Any) -> dict[str, Any]:
    """The JSON of the package for one record: activities say there which register of article 30 they are of."""
    kind = kind_of(type(facts))
    document: dict[str, Any] = encode(facts)
    return {KIND: kind, **document} if kind else document


def facts_of(shape: type, document: Any) -> Any:
    """The facts of such a JSON. Raises ProblemError with every place and its message."""
    placed = _Placed()
    kind = kind_of(shape)
    if kind and isinstance(document, dict):
        if document.get(KIND) != kind:
            placed.add(KIND, f"attendu\u202f: «\u202f{kind}\u202f»")
        rest = JsonObject({name: value for name, value in document.items() if name != KIND})
        rest.repeated = getattr(document, "repeated", ())
        document = rest
    facts = decoder(shape)(document, "", placed)
    if placed.found:
        raise ProblemError(problems.INVALID, placed.found)
    return facts


def told(record: Kept, document: dict[str, Any], url: str) -> dict[str, Any]:
    """The document of a record with its version, where it stands, and where it is."""
    return {
        "id": str(record.id),
        "url": url,
        "title": str(record),
        "revision": record.revision,
        "state": str(record.state),
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
        "facts": document,
    }


def tag(revision: int) -> str:
    """The ETag of a version: whatever writes a record makes a new one."""
    return f'"{revision}"'


def answer(request: HttpRequest, record: Kept, facts: Any, url: str, *, status: int = 200) -> HttpResponse:
    """A record with its ETag; 304 when the caller has this version already."""
    etag = tag(record.revision)
    if request.method in {"GET", "HEAD"} and etag in tags(request, "If-None-Match"):
        return HttpResponse(status=304, headers={"ETag": etag})
    headers = {"ETag": etag, **({"Location": url} if status == 201 else {})}
    return JsonAnswer(told(record, document_of(facts), url), status, headers=headers)


def tags(request: HttpRequest, header: str) -> list[str]:
    """The ETags of a header. `W/` is left out: compression on the way adds it, and a version remains that version."""
    return [one.strip().removeprefix("W/") for one in request.headers.get(header, "").split(",") if one.strip()]


def url_of(register: Register, body: str, record_id: UUID) -> str:
    """The address of a record in the API."""
    return f"{list_url(register, body)}{record_id}/"


def list_url(register: Register, body: str) -> str:
    """The address of a register of a body."""
    return reverse(f"{register.name}-api-list", kwargs={"body": body})


def complaints(facts: Any, errors: Mapping[str, list[str]]) -> list[Complaint]:
    """Those of the rules, each at its place in the JSON that was sent."""
    return [Complaint(place(facts, path), message) for path, messages in errors.items() for message in messages]


def place(facts: Any, path: str) -> str:
    """`purposes[<uuid>].text` as `facts.purposes[0].text`."""
    holder, found = facts, "facts"
    for part in path.split(".") if path else ():
        name = part.partition("[")[0]
        found = f"{found}.{part}"
        holder, line = getattr(holder, name, None), line_of(part)
        if line is not None and isinstance(holder, tuple):
            at = next((n for n, each in enumerate(holder) if getattr(each, "id", None) == line), None)
            if at is not None:
                found, holder = f"{found.rpartition('[')[0]}[{at}]", holder[at]
    return found
