"""The side of every page of a body: what the person may open there, and where they are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.organizations.access import Access
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import State
from egide.urls import REGISTERS


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
    mine = [Group("Égide", [_item(request, "Mes collectivités", reverse("home"))])]
    return {"navigation": [*_of_body(request, access), *mine] if access else mine}


def _of_body(request: HttpRequest, access: Access) -> list[Group]:
    slug = access.organization.slug
    here = [_item(request, "Accueil", reverse("overview", args=[slug]))]
    if access.roles & {Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR, Role.ADVISOR, Role.CONTROLLER}:
        here.append(_item(request, "La collectivité", reverse("organization", args=[slug])))
        here.append(_item(request, "Personnes et accès", reverse("people", args=[slug])))
    here.append(_item(request, "Journal", reverse("journal", args=[slug])))
    registers = [_of_register(request, r, slug) for r in REGISTERS if r.policy.allows(access, Action.VIEW)]
    return [Group("Ma collectivité", here), *([Group("Registres", registers)] if registers else [])]


def _of_register(request: HttpRequest, register: Register, slug: str) -> Item:
    url = reverse(f"{register.name}-list", args=[slug])
    count = register.model.objects.filter(state=State.ACTIVE).count()
    return Item(capfirst(register.title), url, request.path.startswith(url), count)


def _item(request: HttpRequest, label: str, url: str) -> Item:
    return Item(label, url, request.path == url)
