"""The pages of searching: in a body, and over all the bodies that a person reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from egide.platform.accounts.requests import SignedInRequest
from egide.platform.kernel.registers import Register
from egide.platform.kernel.searching.gathering import FIRST, PER_PAGE, Found, Group, search_here, search_reached
from egide.platform.kernel.searching.hearing import Hearing, hear_everywhere, hear_here
from egide.platform.organizations.access import reads_several
from egide.platform.organizations.guarding import EVERYONE, Request, for_roles
from egide.platform.organizations.models import Organization
from egide.platform.organizations.named import bodies_named
from egide.platform.records.scope import reached_by
from egide.platform.search.query import LONGEST, Query, read

_LAST_PAGE = 500
IN_PALETTE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks: a text, the filters in it, the words of it that are searched, one register if any, a page."""

    text: str
    hearing: Hearing
    query: Query
    register: Register | None
    page: int


@for_roles(*EVERYONE)
def search(request: Request, registers: Sequence[Register]) -> HttpResponse:
    """In one body: the registers that the person may consult. `?palette=1`: as the palette shows it."""
    text = _text(request)
    asked = _asked(request, registers, hear_here(text, registers, request.access))
    found = search_here(asked.query, registers, request.access)
    several = reads_several(request.user.id)
    if "palette" in request.GET:
        return _palette(request, asked, found, bodies=several)
    told = _told(asked, found)
    told["everywhere_url"] = f"{reverse('search-everywhere')}{_url(asked)}" if several else ""
    return TemplateResponse(request, "kernel/search.html", told)


def search_everywhere(request: SignedInRequest, registers: Sequence[Register]) -> HttpResponse:
    """Over all the bodies that the person reaches, and these bodies themselves."""
    text = _text(request)
    hearing = hear_everywhere(text, registers) if reads_several(request.user.id) else Hearing((), text)
    asked = _asked(request, registers, hearing)
    with reached_by(request.user.id):
        found = search_reached(asked.query, registers)
        if "palette" in request.GET:
            return _palette(request, asked, found, bodies=True)
        told = _told(asked, found)
    named = _bodies(request, asked) if asked.register is None else []
    told |= {"bodies_count": len(named), "bodies": named[:FIRST]}
    return TemplateResponse(request, "kernel/search.html", told)


def _palette(request: SignedInRequest | Request, asked: Asked, found: Found, *, bodies: bool) -> TemplateResponse:
    """Nothing of the records until two letters are typed."""
    enough = len(asked.text) > 1
    told = {
        "words": asked.text,
        "heard": asked.hearing.heard,
        "several": found.several,
        "all_url": _url(asked),
        "titles": [(capfirst(r.title), results) for r, results in found.titles(IN_PALETTE)] if enough else [],
        "bodies": _bodies(request, asked)[:IN_PALETTE] if bodies and enough else (),
    }
    return TemplateResponse(request, "kernel/search_palette.html", told)


def _bodies(request: SignedInRequest | Request, asked: Asked) -> list[Organization]:
    with reached_by(request.user.id):
        return bodies_named(asked.hearing.rest)


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


def _asked(request: HttpRequest, registers: Sequence[Register], hearing: Hearing) -> Asked:
    chosen = next((r for r in registers if r.path == request.GET.get("registre")), None)
    page = request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Asked(_text(request), hearing, read(hearing.rest), chosen, max(1, min(number, _LAST_PAGE)))


def _told(asked: Asked, found: Found) -> dict[str, Any]:
    one = asked.register if asked.register in found.registers else None
    groups = [_page(asked, found, one)] if one else found.groups()
    last = max(1, -(-groups[0].count // PER_PAGE)) if one else 1
    page = min(asked.page, last)
    return {
        "words": asked.text,
        "heard": asked.hearing.heard,
        "rest": asked.hearing.rest,
        "query": asked.query,
        "total": found.total,
        "groups": [(group, capfirst(group.register.title), _url(asked, group.register)) for group in groups],
        "one": one,
        "several": found.several,
        "kinds": [capfirst(register.title) for register in found.registers],
        "tabs": [(capfirst(r.title), n, _url(asked, r), r is one) for r in found.registers if (n := found.count(r))],
        "all_url": _url(asked),
        "page": page,
        "last": last,
        "previous_url": _url(asked, one, page - 1) if one and page > 1 else "",
        "next_url": _url(asked, one, page + 1) if one and page < last else "",
    }


def _page(asked: Asked, found: Found, register: Register) -> Group:
    """The last page when a later one is asked."""
    last = max(1, -(-found.count(register) // PER_PAGE))
    return found.page(register, (min(asked.page, last) - 1) * PER_PAGE)


def _url(asked: Asked, register: Register | None = None, page: int = 1) -> str:
    said: dict[str, Any] = {"q": asked.text}
    if register is not None:
        said["registre"] = register.path
    if page > 1:
        said["page"] = page
    return f"?{urlencode(said)}"
