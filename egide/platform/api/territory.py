"""One register over all the bodies that a person reaches, and the token with them. Read only."""

from typing import Any

from django.http import HttpResponse

from egide.platform.api import documents, problems
from egide.platform.api.paging import bounds, page
from egide.platform.api.problems import ProblemError
from egide.platform.api.representation import told, url_of
from egide.platform.api.requests import ApiRequest
from egide.platform.api.selecting import selection
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import reads_several
from egide.platform.organizations.models import Organization
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
        found = documents.read(register, rows, bounds(given))
        owners = {record.organization_id for record, _ in found}
        slugs = dict(Organization.objects.filter(id__in=owners).values_list("id", "slug"))
        items = [_told(register, record, document, slugs[record.organization_id]) for record, document in found]
        return page(request, given, items, rows.count())


def _told(register: Register, record: Any, document: dict[str, Any], slug: str) -> dict[str, Any]:
    return {**told(record, document, url_of(register, slug, record.id)), "organization": slug}
