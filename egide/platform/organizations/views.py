"""Mes collectivités: where a person chooses the body to work for."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from egide.platform.accounts.requests import SignedInRequest
from egide.platform.organizations.models import Organization
from egide.platform.records.collation import sortable
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by

PER_PAGE = 60


def home(request: SignedInRequest) -> HttpResponse:
    """The bodies that the person reaches; straight to it when there is only one."""
    words = sortable(request.GET.get("q", "").strip()[:100]).split()
    with reached_by(request.user.id):
        rows = Organization.objects.filter(state=State.ACTIVE).order_by("sort_key", "id")
        every = rows.count()
        if every == 1:
            return HttpResponseRedirect(reverse("overview", args=[rows.get().slug]))
        for word in words:
            rows = rows.filter(sort_key__contains=word)
        found = Paginator(rows.only("id", "slug", "name", "kind", "population", "insee_code"), PER_PAGE)
        page = found.get_page(request.GET.get("page"))
        told = {"page_obj": page, "bodies": list(page), "every": every, "words": request.GET.get("q", "")}
    return TemplateResponse(request, "organizations/home.html", told)
