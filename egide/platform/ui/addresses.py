"""What stands after the « ? » of an address, without the characters that no one types."""

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase, QueryDict

_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class CleanQueryMiddleware:
    """Control characters are left out of `request.GET`, for every screen: PostgreSQL refuses some of them in a query.

    After ApiMiddleware: programs are told of their mistake.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%" in request.META.get("QUERY_STRING", "") and _is_dirty(request.GET):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)


def _is_dirty(given: QueryDict) -> bool:
    return any(_CONTROLS.search(text) for name, values in given.lists() for text in (name, *values))


def _cleaned(given: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        for value in values:
            kept.appendlist(_CONTROLS.sub("", name), _CONTROLS.sub("", value))
    kept._mutable = False
    return kept
