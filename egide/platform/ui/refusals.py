"""The pages of refusals. They depend on nothing that a middleware sets: what refused may have come before it."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # TRACE is of no use to anyone
_TOO_LARGE: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: what is sent is wrong, too large, or came under a name that is not ours."""
    del request
    if isinstance(exception, _TOO_LARGE):
        return HttpResponse(render_to_string("413.html"), status=413)
    name = "400-host.html" if isinstance(exception, DisallowedHost) else "400.html"
    return HttpResponse(render_to_string(name), status=400)


class NotAllowedMiddleware:
    """Who opens by hand the address of a form sees a page, where Django answers nothing; TRACE is refused.

    To be placed after CSPMiddleware, and after ApiMiddleware, which has answers of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = HttpResponseNotAllowed(_METHODS) if request.method not in _METHODS else self.get_response(request)
        if answer.status_code == 405 and isinstance(answer, HttpResponse) and not answer.content:
            answer.content = render_to_string("405.html")
        return answer
