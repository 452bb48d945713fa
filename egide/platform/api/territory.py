"""One register over all the bodies that a person reaches, and the token with them. Read only."""

from typing import Any

from django.http import HttpResponse

from egide.platform.api import problems
from egide.platform.api.paging import bounds, page
from egide.platform.api.problems import ProblemError
from egide.platform.api.representation import told, url_of
from egide.platform.api.requests import ApiRequest
from egide.platform.api.selecting import selection
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import reads_several
from egide.platform.organizations.models import Organization
from egide.platform.records.models import with_lines
from egide.platform.records.scope import reached_by


def territory(request: ApiRequest, given: dict[str, Any], register: Register) -> HttpResponse:
    """For those who read the registers of several bodies, as the screen is."""
    if not reads_several(request.user.id):
        raise ProblemError(problems.NOT_FOUND)
    chosen = selection(register, given)
    with reached_by(request.user.id):
        rows = register.model.objects.all()
        if request.token.bodies is not None:
            rows = rows.filter(organization_id__in=request.token.bodies)
        rows = chosen.narrow(rows)
        records = with_lines(rows.defer("search_text")[bounds(given)])
        slugs = dict(Organization.objects.filter(id__in={r.organization_id for r in records}).values_list("id", "slug"))
        items = [_told(register, record, slugs[record.organization_id]) for record in records]
        return page(request, given, items, rows.count())


def _told(register: Register, record: Any, slug: str) -> dict[str, Any]:
    return {**told(record, record.facts(), url_of(register, slug, record.id)), "organization": slug}
