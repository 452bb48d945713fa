"""Several counts with one question: what a page says beside what it shows costs one query, not one each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value


def count_each(rows: Mapping[str, QuerySet[Any] | None]) -> dict[str, int]:
    """How many rows each name has; 0 for None, which is not asked."""
    parts = [
        found.order_by().values(of=Value(name)).annotate(n=Count("id"))
        for name, found in rows.items()
        if found is not None
    ]
    counted = {row["of"]: row["n"] for row in parts[0].union(*parts[1:], all=True)} if parts else {}
    return {name: counted.get(name, 0) for name in rows}
