"""When nothing can be written, or the database does not answer: said as such, never as a mistake of the program.

Reads go on, writes are told to come back, and all is as before once there is room: nothing is kept of the failure.
"""

import sys
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.views.defaults import server_error as plain_server_error

from egide.faults import Failure, failure_of
from egide.operations.watching.counting import count_refusal

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


_COME_BACK_SECONDS: Final = {Failure.FULL: 60, Failure.READ_ONLY: 60, Failure.BUSY: 5, Failure.AWAY: 30}


def server_error(request: HttpRequest) -> HttpResponseBase:
    """`handler500`: 503 with what to do when the storage is the reason, the page of mistakes otherwise."""
    found = failure_of(sys.exc_info()[1], writes=request.method not in SAFE)
    if found is None:
        return plain_server_error(request)
    count_refusal()
    template = "503.html" if found in {Failure.FULL, Failure.READ_ONLY} else "503-away.html"
    answer = HttpResponse(loader.get_template(template).render(), status=503)
    answer.headers["Retry-After"] = str(_COME_BACK_SECONDS[found])
    return answer


class PatientSessionMiddleware(SessionMiddleware):
    """What was done is not undone because the hour of the visit could not be written in the session.

    A session that begins or ends must be written: there, the failure is told.
    """

    def process_response(self, request: Any, response: Any) -> Any:
        """As Django's own."""
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            same = request.session.session_key == request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            if not same or failure_of(error) is None:
                raise
            return response
