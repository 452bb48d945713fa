"""The three addresses that machines ask: `/sante/`, `/pret/`, `/metriques/`. They say nothing of anyone."""

from hmac import compare_digest

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST

from egide import environment
from egide.operations.watching import counting, readiness

_LOCAL = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    del request
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when people can be sent here, 503 with the reasons otherwise."""
    del request
    reasons = readiness.reasons()
    status = 503 if reasons else 200
    return JsonResponse({"status": "not ready" if reasons else "ok", "reasons": reasons}, status=status)


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers, for who has the token, or for this machine itself when there is none; nowhere for anyone else."""
    if not _may_read(request):
        return HttpResponse(loader.render_to_string("404.html"), status=404)
    return HttpResponse(counting.text(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = environment.text("EGIDE_METRICS_TOKEN")
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    passed_on = any(request.META.get(name) for name in _FORWARDED)  # behind a proxy everyone comes from this machine
    return request.META.get("REMOTE_ADDR") in _LOCAL and not passed_on
