"""Around `/p/`: nobody is anybody there. No cookie is read nor set, and the database is told that the public asks."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from egide.platform.records.identity import PUBLIC

PREFIX: Final = "/p/"


class PublicDoorMiddleware:
    """To be placed before SessionMiddleware: a session that exists is not even looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        asked: Any = request
        asked.database_identity = PUBLIC
        answer = self.get_response(request)
        answer.cookies.clear()
        _without_cookie_in_vary(answer)
        return answer


def _without_cookie_in_vary(answer: HttpResponseBase) -> None:
    """The page is the same for all: a cache may give it to anyone."""
    kept = [name for part in answer.get("Vary", "").split(",") if (name := part.strip()) and name.lower() != "cookie"]
    if kept:
        answer["Vary"] = ", ".join(kept)
    elif answer.has_header("Vary"):
        del answer["Vary"]
