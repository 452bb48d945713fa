"""What a program sent: who it is for, and a JSON body that is whole or refused."""

import json
import math
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http.request import UnreadablePostError

from egide.formats.package.decoding import JsonObject
from egide.platform.api import problems
from egide.platform.api.models import Token
from egide.platform.api.problems import Complaint, ProblemError
from egide.platform.organizations.guarding import Request

JSON: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"
DEEPEST: Final = 32
LONGEST_REASON: Final = 500


class ApiRequest(Request):
    """A request that the door let in. `access` and `organization` are there when the address names a body."""

    token: Token


def read_object(request: ApiRequest, kind: str, known: tuple[str, ...]) -> JsonObject:
    """The JSON object of the body, that has some of the `known` members and no other. Raises ProblemError."""
    if request.content_type != kind:
        raise ProblemError(problems.WRONG_TYPE, headers={"Accept-Patch" if kind == MERGE_PATCH else "Accept": kind})
    document = _parse(_body(request))
    if not isinstance(document, JsonObject) or _depth(document) > DEEPEST:
        raise ProblemError(problems.UNREADABLE)
    found = [Complaint(name, "champ écrit deux fois", "written twice") for name in document.repeated]
    found += [Complaint(_shown(name), "champ inconnu", "unknown member") for name in document if name not in known]
    if found:
        raise ProblemError(problems.INVALID, found)
    return document


def reason_of(document: JsonObject) -> str:
    """Why it is written, as forms ask it; optional. Raises ProblemError."""
    reason = document.get("reason") or ""
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON or not is_text(reason):
        complaint = Complaint(
            "reason", "attendu : un texte de 500 caractères au plus", "a text of 500 characters at most"
        )
        raise ProblemError(problems.INVALID, [complaint])
    return reason.strip()


def is_text(text: str) -> bool:
    """Whether it is text, without what no screen can show nor database keep."""
    return all(char >= " " or char in "\t\n\r" for char in text) and not any("\ud800" <= c <= "\udfff" for c in text)


def _body(request: ApiRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise ProblemError(problems.TOO_LARGE) from None
    except UnreadablePostError:
        raise ProblemError(problems.UNREADABLE) from None


def _parse(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
        return json.loads(text, object_pairs_hook=JsonObject.of_pairs, parse_constant=_no_constant, parse_int=_integer)
    except (ValueError, RecursionError):
        raise ProblemError(problems.UNREADABLE) from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _integer(digits: str) -> int | float:
    """Too long for Python: infinite, which no fact accepts, and which is then said at its place."""
    return int(digits) if len(digits) < 100 else math.inf


def _depth(document: Any) -> int:
    """How many levels it has; one too many is not counted further."""
    level, depth = [document], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return depth


def _shown(name: str) -> str:
    return name[:60].encode("utf-8", "backslashreplace").decode()
