"""Which records can be found, and the short code of their kind in the index."""

from functools import cache
from hashlib import sha256

from django.apps import apps

from egide.platform.records.models import Record


@cache
def code(record_type: str) -> str:
    """Four characters for `processing.processingactivity`: a name of thirty would weigh more than what it indexes."""
    return sha256(record_type.encode()).hexdigest()[:4]


def searched() -> list[type[Record]]:
    """The models whose records are found. Raises ValueError when two have one code."""
    found = [m for m in apps.get_models() if issubclass(m, Record) and m.is_searched]
    if len({code(model.storage.record_type) for model in found}) < len(found):
        raise ValueError("two kinds of records have the same code in the index of searches")
    return found
