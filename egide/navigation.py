"""The side of every page of a body: what the person may open there, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Value
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.text import capfirst

from egide.platform.bodies import people, secret_links
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import Access, reads_several
from egide.platform.organizations.guarding import EVERYONE
from egide.platform.organizations.habilitations import is_centre
from egide.platform.organizations.shapes import CENTRE_ROLES
from egide.platform.records.models import State
from egide.public import screens
from egide.urls import REGISTERS

_PLACES: Final = (
    ("Accueil", "overview", EVERYONE),
    ("La collectivité", "organization", EVERYONE),
    ("Services", "services", EVERYONE),
    ("Personnes et accès", "people", frozenset(people.READERS)),
    ("Registre public", "publication", frozenset(screens.READERS)),
    ("Messages reçus", "messages", frozenset(screens.ANSWERERS)),
    ("Liens secrets", "secret-links", frozenset(secret_links.READERS)),
    ("Journal", "journal", EVERYONE),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A place to go."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one heading."""

    title: str
    items: list[Item]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, for ui/base.html: a list of groups."""
    access: Access | None = getattr(request, "access", None)
    everywhere = [_item(request, "Mes collectivités", reverse("home"))]
    user: Any = request.user
    if user.is_authenticated and reads_several(user.id):
        url = reverse(f"{REGISTERS[0].name}-territory")
        everywhere.append(_item(request, "Traitements de toutes", url))
    mine = [Group("Égide", everywhere)]
    return {"navigation": [*_of_body(request, access), *mine] if access else mine}


def _of_body(request: HttpRequest, access: Access) -> list[Group]:
    slug = access.organization.slug
    places = [(label, reverse(name, args=[slug])) for label, name, roles in _PLACES if access.roles & roles]
    if is_centre(access.organization) and access.roles & CENTRE_ROLES:
        places.insert(1, ("Adhérents", reverse("members", args=[slug])))
    here = [_item(request, label, url) for label, url in places]
    seen = [r for r in REGISTERS if r.policy.allows(access, Action.VIEW)]
    counts = _counts(seen)
    registers = [_of_register(request, r, slug, counts.get(r.name, 0)) for r in seen]
    return [Group("Ma collectivité", here), *([Group("Registres", registers)] if registers else [])]


def _counts(registers: Sequence[Register]) -> dict[str, int]:
    """How many records each register has in service, with one query."""
    parts = [
        r.model.objects.filter(state=State.ACTIVE).order_by().values(of=Value(r.name)).annotate(n=Count("id"))
        for r in registers
    ]
    if not parts:
        return {}
    return {row["of"]: row["n"] for row in parts[0].union(*parts[1:], all=True)}


def _of_register(request: HttpRequest, register: Register, slug: str, count: int) -> Item:
    url = reverse(f"{register.name}-list", args=[slug])
    return Item(capfirst(register.title), url, request.path.startswith(url), count)


def _item(request: HttpRequest, label: str, url: str) -> Item:
    """The page itself, or one of those below it; every page is below the two home pages."""
    is_home = resolve(url).url_name in {"home", "overview"}
    return Item(label, url, request.path == url or (not is_home and request.path.startswith(url)))
