"""Around everything: each request has an identifier, is counted and makes one line; machines are answered at once."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from egide.operations.watching import counting, views
from egide.operations.watching.lines import REQUESTS, request_id

_LOG: Final = logging.getLogger(REQUESTS)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Before sessions, the database and the names of hosts: they must answer when those do not.
_AT_ONCE: Final = {"/sante/": views.health, "/pret/": views.ready, "/metriques/": views.metrics}


class WatchMiddleware:
    """The first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = _AT_ONCE.get(request.path_info)
        if probe is not None:
            return probe(request)
        identifier = uuid.uuid4().hex
        token = request_id.set(identifier)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            counting.count(response.status_code, seconds)
            _LOG.info("request", extra={"told": _told(request, response, seconds)})
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = identifier
        return response


def _told(request: HttpRequest, response: HttpResponseBase, seconds: float) -> dict[str, object]:
    """The pattern of the address, not the address, which names bodies and records and ends with what was searched."""
    match = request.resolver_match
    return {
        "method": request.method if request.method in _METHODS else "other",
        "route": f"/{match.route}" if match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
