"""The side of every page of a body: what the person may open there, and where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from egide.platform.bodies import people, secret_links
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import Access, reads_several
from egide.platform.organizations.guarding import EVERYONE
from egide.platform.organizations.habilitations import is_centre
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.counting import count_each
from egide.platform.records.models import State
from egide.platform.records.stemming import title_terms
from egide.platform.search.query import read
from egide.public import screens
from egide.public.answering import ANSWERERS, answers
from egide.urls import REGISTERS

_PLACES: Final = (
    ("Accueil", "overview", EVERYONE),
    ("La collectivité", "organization", EVERYONE),
    ("Services", "services", EVERYONE),
    ("Personnes et accès", "people", frozenset(people.READERS)),
    ("Mes travaux", "works", EVERYONE),
    ("Courriels", "mails", frozenset({Role.ADMINISTRATOR})),
    ("Registre public", "publication", frozenset(screens.READERS)),
    ("Messages reçus", "messages", frozenset(ANSWERERS)),
    ("Liens secrets", "secret-links", frozenset(secret_links.READERS)),
    ("Journal", "journal", EVERYONE),
    ("Ce qu’Égide garde", "retention", frozenset({Role.MANAGER, Role.ADMINISTRATOR})),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A place to go."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A page or an action that the palette proposes, and what it belongs to."""

    label: str
    url: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one heading."""

    title: str
    items: list[Item]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For ui/base.html: `navigation`, a list of groups; `search_url`, where to search; `doors`, for the palette.

    What asks the database waits for the page that shows it. Nobody is known where a middleware refused the request.
    """
    access: Access | None = getattr(request, "access", None)
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [Group("Égide", [_item(request, "Mes collectivités", "home")])]}
    groups: Any = SimpleLazyObject(partial(_groups, request, user.id, access))
    search = reverse("search", args=[access.organization.slug]) if access else reverse("search-everywhere")
    return {"navigation": groups, "search_url": search, "doors": lambda: _doors(request, groups, access)}


def _groups(request: HttpRequest, person: UUID, access: Access | None) -> list[Group]:
    everywhere = [_item(request, "Mes collectivités", "home")]
    if reads_several(person):
        everywhere.append(_item(request, "Traitements de toutes", f"{REGISTERS[0].name}-territory"))
    return [*(_of_body(request, access) if access else ()), Group("Égide", everywhere)]


def _doors(request: HttpRequest, groups: Sequence[Group], access: Access | None) -> list[Door]:
    """The pages and actions whose name answers what is typed in the palette; the pages alone as long as nothing is."""
    query = read(request.GET.get("q", ""))
    pages = [Door(item.label, item.url, group.title) for group in groups for item in group.items]
    pages.append(Door("Mon compte", reverse("account_home")))
    if not query:
        return pages if not request.GET.get("q", "").strip() else []
    every = [*pages, *(_actions(access) if access else ())]
    return [door for door in every if query.holds(title_terms(f"{door.label} {door.where}"))]


def _actions(access: Access) -> Iterator[Door]:
    slug = access.organization.slug
    for register in REGISTERS:
        may = register.policy.allows
        where = capfirst(register.title)
        if may(access, Action.CREATE):
            yield Door(register.add_label, reverse(f"{register.name}-create", args=[slug]), where)
        if may(access, Action.VIEW):
            yield Door("Comparer deux dates", reverse(f"{register.name}-compare", args=[slug]), where)
        if may(access, Action.EXPORT):
            yield Door("Exporter pour Excel", f"{reverse(f'{register.name}-export', args=[slug])}?format=xlsx", where)
    if any(register.policy.allows(access, Action.IMPORT) for register in REGISTERS):
        yield Door("Importer un registre", reverse("import", args=[slug]))


def _of_body(request: HttpRequest, access: Access) -> list[Group]:
    slug = access.organization.slug
    places = [(label, name) for label, name, roles in _PLACES if access.roles & roles]
    if is_centre(access.organization) and access.roles & CENTRE_ROLES:
        places.insert(1, ("Adhérents", "members"))
    user: Any = request.user
    if access.roles & frozenset(ANSWERERS) and not answers(access, user.email):
        places.remove(("Messages reçus", "messages"))
    here = [_item(request, label, name, slug) for label, name in places]
    seen = [r for r in REGISTERS if r.policy.allows(access, Action.VIEW)]
    counts = _counts(seen)
    registers = [_of_register(request, r, slug, counts.get(r.name, 0)) for r in seen]
    return [Group("Ma collectivité", here), *([Group("Registres", registers)] if registers else [])]


def _counts(registers: Sequence[Register]) -> dict[str, int]:
    """How many records each register has in service, with one query."""
    return count_each({r.name: r.model.objects.filter(state=State.ACTIVE) for r in registers})


def _of_register(request: HttpRequest, register: Register, slug: str, count: int) -> Item:
    url = reverse(f"{register.name}-list", args=[slug])
    return Item(capfirst(register.title), url, request.path.startswith(url), count)


def _item(request: HttpRequest, label: str, name: str, *args: str) -> Item:
    """The page itself, or one of those below it; every page is below the two home pages."""
    url, is_home = reverse(name, args=args), name in {"home", "overview"}
    return Item(label, url, request.path == url or (not is_home and request.path.startswith(url)))
