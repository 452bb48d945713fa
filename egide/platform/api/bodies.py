"""Whom a token is for, the bodies it reaches, and what each keeps."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from egide.platform.api.paging import bounds, page
from egide.platform.api.problems import JsonAnswer
from egide.platform.api.representation import answer, document_of, list_url, told
from egide.platform.api.requests import ApiRequest
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import bodies_of
from egide.platform.organizations.models import Organization


def token(request: ApiRequest, given: dict[str, Any]) -> HttpResponse:
    """The token that is used, its person, and where to begin."""
    del given
    used = request.token
    return JsonAnswer(
        {
            "person": request.user.name,
            "name": used.name,
            "scopes": ["read", "write"] if used.may_write else ["read"],
            "expires_at": used.expires_at.isoformat(),
            "every_body": used.bodies is None,
            "bodies_url": reverse("api-bodies"),
        }
    )


def bodies(request: ApiRequest, given: dict[str, Any]) -> HttpResponse:
    """The bodies that the person reaches, and the token with them, in French order."""
    found = [body for body in bodies_of(request.user.id) if request.token.reaches(body.id)]
    return page(request, given, [_brief(body) for body in found[bounds(given)]], len(found))


def _brief(body: Organization) -> dict[str, Any]:
    url = reverse("api-body", kwargs={"body": body.slug})
    kind = body.kind.value if body.kind else None
    return {"id": str(body.id), "slug": body.slug, "url": url, "name": body.name, "kind": kind, "siren": body.siren}


def body_of(registers: Sequence[Register]) -> Any:
    """What answers for one body, with the registers that the person may read there."""

    def body(request: ApiRequest, given: dict[str, Any]) -> HttpResponse:
        del given
        found = request.organization
        url = reverse("api-body", kwargs={"body": found.slug})
        facts = found.facts()
        kept = answer(request, found, facts, url)
        if kept.status_code == 304:
            return kept
        seen = [r for r in registers if r.policy.allows(request.access, Action.VIEW)]
        more = {
            "slug": found.slug,
            "roles": sorted(role.value for role in request.access.roles),
            "registers": [{"title": r.heading, "url": list_url(r, found.slug)} for r in seen],
        }
        return JsonAnswer({**told(found, document_of(facts), url), **more}, headers={"ETag": kept["ETag"]})

    return body
