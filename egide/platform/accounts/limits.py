"""How often one may knock, whatever the method: allauth's own limits let every GET through."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse


def too_many(request: HttpRequest, action: str, key: str | None = None) -> HttpResponse | None:
    """The page of patience when `action` (see `ACCOUNT_RATE_LIMITS`) was done too often; None otherwise."""
    used = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    if used:
        return None
    waiting: HttpResponse = ratelimit.respond_429(request)
    return waiting
