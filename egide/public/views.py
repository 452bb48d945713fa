"""What anyone sees at `/p/<slug>/`: the register that a body publishes, and the form to write to its delegate."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from egide import __version__
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.models import Link
from egide.platform.links.opening import opens
from egide.platform.records.identity import NOBODY, identified
from egide.public.forms import MessageForm
from egide.public.intake import confirm, receive, tell_the_body
from egide.public.models import Intake, Publication
from egide.public.publishing import content_of, published_at
from egide.public.purposes import CONFIRMATION

FRESH_SECONDS: Final = 300
View = Callable[..., HttpResponse]


def public(*methods: str) -> Callable[[View], View]:
    """A page of a publication: it receives the request, the publication and its content. None there: 404.

    There is no session to protect, hence no token against forged forms: whoever posts has no more than anyone.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @require_http_methods(["GET", "HEAD", *methods])
        @wraps(view)
        def checked(request: HttpRequest, slug: str) -> HttpResponse:
            publication = published_at(slug)
            if publication is None:
                raise Http404
            return view(request, publication, content_of(publication))

        return checked

    return decorate


@public()
def register(request: HttpRequest, publication: Publication, content: dict[str, Any]) -> HttpResponse:
    """The whole register, for residents. The same for all: it may be kept by any cache, and asked again by its ETag."""
    etag = f'"{publication.digest}-{publication.revision}-{__version__}"'
    known = get_conditional_response(request, etag=etag)
    answer = known or TemplateResponse(request, "public/register.html", _told(publication, content))
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
    return answer


@public("POST")
def write(request: HttpRequest, publication: Publication, content: dict[str, Any]) -> HttpResponse:
    """Écrire au délégué. What is posted waits until its author confirms the address."""
    if not publication.accepts_messages:
        raise Http404
    form = MessageForm(request.POST if request.method == "POST" else None)
    told = {**_told(publication, content), "form": form}
    if not form.is_bound or not form.is_valid():
        return _page(request, "public/write.html", told, 422 if form.is_bound else 200)
    if not form.is_trapped:
        given = form.given()
        if not _within_limits(request, publication, given["email"]):
            return _page(request, "public/too_many.html", told, 429)
        receive(publication, given, request.build_absolute_uri, timezone.now())
    return HttpResponseRedirect(reverse("public-sent", args=[publication.slug]))


@public()
def sent(request: HttpRequest, publication: Publication, content: dict[str, Any]) -> HttpResponse:
    """What to do next, the same whatever was posted."""
    return _page(request, "public/sent.html", _told(publication, content), 200)


@opens(CONFIRMATION)
def message_confirm(request: HttpRequest, link: Link) -> HttpResponse:
    """GET shows what will be transmitted, POST transmits it."""
    intake: Intake | None = Intake.objects.filter(id=link.record_id).first()
    if intake is None:
        raise DeadLinkError
    body = link.organization
    if request.method == "POST":
        message = confirm(intake, timezone.now())
        url = request.build_absolute_uri(reverse("message", args=[body.slug, message.id]))
        tell_the_body(message, str(body.name), url)
    return TemplateResponse(request, "public/confirm.html", {"intake": intake, "body": body})


def _within_limits(request: HttpRequest, publication: Publication, email: str) -> bool:
    """By origin, by address written to and by body. Counted in the database, apart from what the public may touch."""
    counted = (("intake", None), ("intake_email", email), ("intake_body", str(publication.organization_id)))
    with identified(NOBODY):
        return all(consume(request, action=action, key=key) for action, key in counted)


def _told(publication: Publication, content: dict[str, Any]) -> dict[str, Any]:
    return {"publication": publication, "content": content}


def _page(request: HttpRequest, template: str, told: dict[str, Any], status: int) -> HttpResponse:
    answer = TemplateResponse(request, template, told, status=status)
    patch_cache_control(answer, no_store=True)
    return answer
