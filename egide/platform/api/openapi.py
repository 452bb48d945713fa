"""The OpenAPI document (3.1) of the API, made from the very declarations that answer."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from egide.platform.api import problems
from egide.platform.api.problems import Kind, ProblemError
from egide.platform.api.representation import tags
from egide.platform.api.requests import JSON, MERGE_PATCH
from egide.platform.api.resources import Operation
from egide.platform.api.schemas import Schema, components, ref
from egide.platform.kernel.registers import Register
from egide.platform.records.middleware import SAFE
from egide.typography import french

_PARTS: Final = re.compile(r"<(\w+):(\w+)>")
_PLACES: Final[Mapping[str, Schema]] = {
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "uuid": {"type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    "int": {"type": "integer", "minimum": 0, "maximum": 2_147_483_647},
}
_TOLD: Final = {
    "body": "L’adresse de la collectivité, comme dans celle des écrans.",
    "record_id": "L’identifiant de la fiche.",
    "number": "Le numéro de la version.",
}
_EVERYWHERE: Final = (
    problems.BAD_PARAMETERS,
    problems.UNAUTHORIZED,
    problems.SECOND_FACTOR,
    problems.NOT_FOUND,
    problems.TOO_MANY,
    problems.UNAVAILABLE,
)
_ANSWERS: Final = {
    "page": "{}Page", "record": "{}Record", "versions": "Versions", "token": "Token", "body": "Body",
    "bodies": "Bodies", "findings": "Findings", "territory": "{}Territory",
}  # fmt: skip
_ETAG: Final = {"ETag": {"description": "La version, à renvoyer dans If-Match.", "schema": {"type": "string"}}}
_LOCATION: Final = {"Location": {"description": "L’adresse de la fiche.", "schema": {"type": "string"}}}
_PAGES: Final = "Première, précédente, suivante, dernière (RFC 8288)."
_LINK: Final = {"Link": {"description": _PAGES, "schema": {"type": "string"}}}
ABOUT: Final = """\
Les registres d’Égide pour un logiciel. L’adresse d’une fiche est celle de son écran, précédée de `/api/v1`.

Les informations d’une fiche (`facts`) sont celles du fichier JSON d’Égide, au même format. Un champ absent ou nul est
inconnu, une liste vide veut dire « aucun ».

Un jeton ne donne jamais plus que ce que sa personne peut faire à cet instant. Ce qui lui est fermé répond comme ce qui
n’existe pas. Un problème est dit en français, ou en anglais si `Accept-Language` le demande ; ce que les règles disent
d’une information reste en français, et chaque message donne sa langue (`language`).
"""


def document(patterns: Iterable[URLPattern], registers: Sequence[Register]) -> dict[str, Any]:
    """The whole contract."""
    paths: dict[str, Any] = defaultdict(dict)
    for found in patterns:
        register = found.default_args.get("register")
        view: Any = found.callback
        for operation in view.operations:
            path = "/" + _PARTS.sub(r"{\2}", str(found.pattern))
            paths[path]["parameters"] = [_place(kind, name) for kind, name in _PARTS.findall(str(found.pattern))]
            paths[path][operation.method.lower()] = _operation(operation, register)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Égide", "version": "1", "description": french(ABOUT)},
        "security": [{"token": []}],
        "tags": [{"name": "Collectivités"}, *({"name": r.heading, "description": french(r.why)} for r in registers)],
        "paths": dict(paths),
        "components": {
            "schemas": components(tuple(registers)),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Un jeton d’Égide."}},
        },
    }


def _place(kind: str, name: str) -> Schema:
    told = {"name": name, "in": "path", "required": True, "schema": dict(_PLACES[kind])}
    return {**told, "description": _TOLD[name]}


def _operation(operation: Operation, register: Register | None) -> Schema:
    name = f"{register.name}_{operation.name}" if register else operation.name
    body = {"requestBody": _body(operation, register)} if operation.takes and register else {}
    return {
        "operationId": name,
        "tags": [register.heading if register else "Collectivités"],
        "summary": operation.summary,
        "security": [{"token": ["read" if operation.method in SAFE else "write"]}],
        "parameters": _parameters(operation, register),
        **body,
        "responses": _responses(operation, register),
    }


def _parameters(operation: Operation, register: Register | None) -> list[Schema]:
    given: list[Schema] = [
        {"name": p.name, "in": "query", "description": french(p.help), "schema": dict(p.schema)}
        for p in operation.parameters(register)
    ]
    if operation.has_version:
        told = "L’ETag de la fiche telle qu’elle a été lue."
        given.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": told,
                "schema": {"type": "string", "pattern": '^"[0-9]{1,8}"$'},
                "example": '"1"',
            }
        )
    return given


def _body(operation: Operation, register: Register) -> Schema:
    shape = register.storage.shape.__name__
    name = {"record": f"{shape}Input", "patch": f"{shape}Patch", "move": "Move"}[operation.takes]
    kind = MERGE_PATCH if operation.takes == "patch" else JSON
    return {"required": True, "content": {kind: {"schema": ref(name)}}}


def _responses(operation: Operation, register: Register | None) -> Schema:
    shape = register.storage.shape.__name__ if register else ""
    schema = ref(_ANSWERS[operation.answers].format(shape))
    headers: Schema = dict(_ETAG) if operation.answers in {"record", "body"} else {}
    headers |= _LOCATION if operation.status == 201 else {}
    headers |= _LINK if operation.answers in {"page", "versions", "bodies", "territory"} else {}
    given = {"description": operation.summary, "headers": headers, "content": {JSON: {"schema": schema}}}
    found = {str(operation.status): given}
    if operation.answers in {"record", "body"} and operation.method in SAFE:
        found["304"] = {"description": "Cette version est celle que dit If-None-Match.", "headers": dict(_ETAG)}
    writes = () if operation.method in SAFE else (problems.READ_ONLY, problems.UNREADABLE)
    return found | _refusals((*_EVERYWHERE, *writes, *operation.refusals))


def _refusals(kinds: Iterable[Kind]) -> Schema:
    """One entry for each status; its description names every type of problem that has it."""
    by_status: dict[int, list[Kind]] = defaultdict(list)
    for kind in kinds:
        by_status[kind.status].append(kind)
    return {
        str(status): {
            "description": french(" ; ".join(f"{kind.title[0]} (`{kind.type}`)" for kind in found)),
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status, found in sorted(by_status.items())
    }


def published(make: Callable[[], dict[str, Any]]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the document, made once."""

    @cache
    def made() -> tuple[bytes, str]:
        body = json.dumps(make(), ensure_ascii=False, indent=1).encode()
        return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'

    def openapi(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise ProblemError(problems.NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        body, etag = made()
        headers = {"ETag": etag, "Cache-Control": "public, max-age=300"}
        if etag in tags(request, "If-None-Match"):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type=JSON, headers=headers)

    return openapi
