"""Mes collectivités: where a person chooses the body to work for."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.accounts.requests import SignedInRequest
from egide.platform.organizations.models import Organization
from egide.platform.organizations.named import bodies_named
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by

PER_PAGE = 60


def home(request: SignedInRequest) -> HttpResponse:
    """The bodies that the person reaches; straight to it when there is only one."""
    words = request.GET.get("q", "").strip()[:100]
    with reached_by(request.user.id):
        rows = Organization.objects.filter(state=State.ACTIVE).order_by("sort_key", "id")
        every = rows.count()
        if every == 1:
            return HttpResponseRedirect(reverse("overview", args=[rows.get().slug]))
        shown = rows.only("id", "slug", "name", "kind", "population", "insee_code")
        found = Paginator(bodies_named(words) if words else shown, PER_PAGE)
        page = found.get_page(request.GET.get("page"))
        told = {"page_obj": page, "bodies": list(page), "every": every, "words": words}
    return TemplateResponse(request, "organizations/home.html", told)
