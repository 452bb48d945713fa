"""Finding a body by its name, its SIREN or its INSEE code, among those that a person reaches."""

from typing import Final

from egide.platform.organizations.models import Organization
from egide.platform.records.models import State
from egide.platform.records.stemming import title_terms
from egide.platform.search.query import Query, read

_SHORTEST_NUMBER: Final = 4


def bodies_named(text: str) -> list[Organization]:
    """Those in scope and in service that answer, in French order. Figures may be given with spaces between them."""
    figures = "".join(text.split())
    query = read(figures if figures.isascii() and figures.isdigit() else text)
    if not query:
        return []
    rows = Organization.objects.filter(query.condition(), state=State.ACTIVE).order_by("sort_key", "id")
    shown = rows.only("id", "slug", "name", "kind", "population", "siren", "insee_code")
    return [body for body in shown if _answers(query, body)]


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
