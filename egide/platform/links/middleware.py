"""Around the addresses that hold a key: nothing keeps them, nothing repeats them, nobody tries them by the thousand."""

from collections.abc import Callable

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from egide.platform.links.redacting import PREFIX

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class LinkMiddleware:
    """To be placed after AuthenticationMiddleware and before the transaction of the request, that would undo counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        refused: HttpResponseBase | None = consume_or_429(request, action="link", limit_get=True)
        answer = refused or self.get_response(request)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer


class SameOriginMiddleware:
    """Before CsrfViewMiddleware. A page under `no-referrer` posts its form with « Origin: null », which Django refuses.

    The browser says by another header, that no page can write, that the form is of this very site: the origin is then
    put back. Without that header (a site without TLS), the token of the form judges alone, as for older browsers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX) and request.META.get("HTTP_ORIGIN") == "null":
            said = request.META.get("HTTP_SEC_FETCH_SITE")
            if said == "same-origin":
                request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
            elif said is None:
                del request.META["HTTP_ORIGIN"]
        return self.get_response(request)
