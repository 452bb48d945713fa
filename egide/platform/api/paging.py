"""Long lists are given page by page, each saying how many there are and where the others are."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from egide.platform.api import parameters
from egide.platform.api.problems import JsonAnswer
from egide.platform.kernel.selection import PER_PAGE

LARGEST_PAGE: Final = 1_000
LAST_PAGE: Final = 1_000_000
PAGES: Final = (
    parameters.number("page", "La page, à partir de 1.", default=1, most=LAST_PAGE),
    parameters.number("taille", "Combien par page.", default=PER_PAGE, most=LARGEST_PAGE),
)
Given = dict[str, Any]


def bounds(given: Given) -> slice:
    """The rows of the page that is asked."""
    size, page = given.get("taille", PER_PAGE), given.get("page", 1)
    return slice((page - 1) * size, page * size)


def page(request: HttpRequest, given: Given, items: Sequence[Any], count: int, **more: Any) -> HttpResponse:
    """One page of `count` things."""
    told = {"count": count, "page": given.get("page", 1), "items": items, **more}
    return JsonAnswer(told, headers={"Link": _links(request.path, given, count)})


def _links(path: str, given: Given, count: int) -> str:
    """The Link header (RFC 8288): first, prev, next, last. Relative: no proxy can make them wrong."""
    size, here = given.get("taille", PER_PAGE), given.get("page", 1)
    last = max(1, -(-count // size))
    wanted = {"first": 1, "prev": here - 1, "next": here + 1, "last": last}
    kept = {name: value for name, value in given.items() if name != "page"}
    there = {name: number for name, number in wanted.items() if 1 <= number <= last}
    return ", ".join(f'<{path}?{urlencode({**kept, "page": n})}>; rel="{name}"' for name, n in there.items())
