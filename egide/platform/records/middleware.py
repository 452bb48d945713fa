"""One request, one transaction, one identity: what a request wrote holds whole or not at all, and nothing outlives it.

A body that is streamed is produced after the transaction: it must not ask the database (out of scope, it could not).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from egide.platform.records.identity import NOBODY, identified

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


View = TypeVar("View", bound=Callable[..., Any])


def may_write(view: View) -> View:
    """A view that writes though it answers GET: someone comes back from elsewhere with a proof that serves once."""
    view.may_write = True  # type: ignore[attr-defined]
    return view


class DatabaseIdentityMiddleware:
    """To be placed after AuthenticationMiddleware; sessions are saved outside, whatever the answer.

    On PostgreSQL every request is a transaction, since the identity is local to it, and our own views cannot write
    while they answer a safe method (those of libraries may: allauth repairs addresses when it shows them).
    On SQLite reads stay out of transactions, that would take the one lock of writers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if connection.vendor != "postgresql" and request.method in SAFE:
            return self.get_response(request)
        outermost = not connection.in_atomic_block
        with transaction.atomic(), identified(_who(request)):
            request._read_only = outermost and request.method in SAFE  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """Close the transaction to writes, as soon as it is known whose view answers."""
        ours = view.__module__.startswith("egide.") and not getattr(view, "may_write", False)
        if getattr(request, "_read_only", False) and ours:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")


def _who(request: HttpRequest) -> str:
    """The public is told by what stands before; otherwise the person, or nobody."""
    known: str | None = getattr(request, "database_identity", None)
    if known is not None:
        return known
    return str(request.user.pk) if request.user.is_authenticated else NOBODY
