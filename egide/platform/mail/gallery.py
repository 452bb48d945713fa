"""The gallery of mails: each kind as it is read, with words that are nobody’s."""

from typing import Final

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path

from egide.platform.mail.contents import Content
from egide.platform.mail.kinds import every_kind
from egide.platform.mail.rendering import as_html, as_text

# The styles of a mail are in its tags, since its readers know no other; nothing else is let in, no link is followed.
_AS_MAIL: Final = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}


@login_not_required
def mail_gallery(request: HttpRequest) -> HttpResponse:
    """Every kind: its subject, its text, and the way to its HTML. It holds no data of anyone: no account is asked."""
    shown = [(kind, said := kind.sample(), as_text(said)) for kind in every_kind()]
    return render(request, "mail/gallery.html", {"mails": shown})


@login_not_required
def mail_specimen(request: HttpRequest, name: str) -> HttpResponseBase:
    """The HTML of one kind, as it leaves."""
    return csp(_AS_MAIL)(lambda _: HttpResponse(as_html(_sample(name))))(request)


def _sample(name: str) -> Content:
    for kind in every_kind():
        if kind.name == name:
            return kind.sample()
    raise Http404


urlpatterns = [
    path("galerie/courriels/", mail_gallery, name="mail-gallery"),
    path("galerie/courriels/<slug:name>/", mail_specimen, name="mail-specimen"),
]
