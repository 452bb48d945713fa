"""Finding a body by its name, its SIREN or its INSEE code, among those that a person reaches."""

from collections.abc import Sequence
from typing import Final

from egide.platform.organizations.models import Organization
from egide.platform.records.models import State
from egide.platform.records.scope import reached_by
from egide.platform.records.stemming import title_terms
from egide.platform.search.query import Query, read

FIRST: Final = 5
_SHORTEST_NUMBER: Final = 4


def find_bodies(text: str, user_id: object, limit: int | None = FIRST) -> tuple[int, Sequence[Organization]]:
    """How many answer, and the first of them in French order. Figures may be given with spaces between them."""
    figures = "".join(text.split())
    query = read(figures if figures.isascii() and figures.isdigit() else text)
    if not query:
        return 0, ()
    with reached_by(user_id):  # type: ignore[arg-type]
        rows = Organization.objects.filter(query.condition(), state=State.ACTIVE).order_by("sort_key", "id")
        found = [body for body in rows.only("id", "slug", "name", "siren", "insee_code") if _answers(query, body)]
    return len(found), found[:limit]


def _answers(query: Query, body: Organization) -> bool:
    """By its name or its numbers: what else is known of it (its DPO, its address) is not what people call it."""
    name = title_terms(body.name or "")
    numbers = [number for number in (body.siren, body.insee_code) if number]  # type: ignore[attr-defined]
    return all(
        any(sought.matches(term) for term in name)
        or any(number == sought.word or _begins(number, sought.word) for number in numbers)
        for sought in query.sought
    )


def _begins(number: str, typed: str) -> bool:
    return len(typed) >= _SHORTEST_NUMBER and number.startswith(typed)
