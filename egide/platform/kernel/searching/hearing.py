"""The filters in plain words of a search over several registers: each is applied in the list of its register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from egide.platform.kernel.filters import Filter
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.spoken import applied, heard
from egide.platform.kernel.screens.territory import coded
from egide.platform.kernel.selection import read
from egide.platform.organizations.access import Access


@dataclass(frozen=True, slots=True)
class Heard:
    """What one register understands: its name, what its filters ask in words, and the list that shows it."""

    title: str
    said: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """What registers understand of a text, and the words that are left: of the one that understands the most."""

    heard: tuple[Heard, ...]
    rest: str


def hear_here(text: str, registers: Sequence[Register], access: Access) -> Hearing:
    """Within the body in scope, in the registers that the person may consult."""
    slug = access.organization.slug
    seen = [register for register in registers if register.policy.allows(access, Action.VIEW)]
    return _hear(
        text,
        seen,
        lambda r: (r.all_filters, r.model.objects.all, reverse(f"{r.name}-list", args=[slug])),
    )


def hear_everywhere(text: str, registers: Sequence[Register]) -> Hearing:
    """In the lists over all bodies, for those who have them."""
    return _hear(
        text,
        registers,
        lambda r: (coded(r), QuerySet(r.model).none, reverse(f"{r.name}-territory")),
    )


Where = tuple[Sequence[Filter], Callable[[], Any], str]


def _hear(text: str, registers: Sequence[Register], where: Callable[[Register], Where]) -> Hearing:
    found: list[Heard] = []
    rest, most = text, 0
    for register in registers:
        filters, rows, path = where(register)
        understanding = heard(register, text, filters, rows)
        if understanding.found:
            query = applied(read(register, QueryDict()), understanding).query()
            said = tuple(each.said for each in understanding.found)
            found.append(Heard(capfirst(register.title), said, f"{path}{query}"))
        if len(understanding.found) > most:
            rest, most = understanding.rest, len(understanding.found)
    return Hearing(tuple(found), rest)
