"""What a list shows of a record: a fact in words, or something computed, with its tone and its order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F
from django.db.models.functions import Collate

from egide.documents.layouts.words import in_words
from egide.platform.records.collation import FRENCH
from egide.platform.records.models import Kept
from egide.platform.records.storage import Storage

Tone = Literal["", "good", "warn", "critical"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a second line, a tone that the text says too, and a part of a whole (0 to 100) if any."""

    text: str
    note: str = ""
    tone: Tone = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `sort` is the model field that orders it, "" when it cannot be ordered; `reads`: those of its cell."""

    name: str
    label: str
    cell: Callable[[Any], Cell]
    reads: tuple[str, ...]
    sort: str = ""
    is_text: bool = False
    numeric: bool = False
    always: bool = False
    """Whether every row has a value: nothing is unknown then, and an index gives either order."""

    def order(self, *, descending: bool) -> Any:
        """For `order_by`: unknown values come last either way."""
        field: Any = Collate(F(self.sort), FRENCH) if self.is_text else F(self.sort)
        if self.always:
            return field.desc() if descending else field.asc()
        return field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)


def fact_column(storage: Storage, name: str) -> Column:
    """The column of a fact, in words."""
    known = storage.model._meta.get_field(name)
    kind = known.get_internal_type()
    return Column(
        name=name,
        label=storage.describe(name).label,
        cell=lambda record: Cell(in_words(getattr(record, name)) or "—"),
        reads=(name,),
        sort="" if kind == "JSONField" else name,
        is_text=kind in {"TextField", "CharField"},
        numeric=kind in {"BigIntegerField", "FloatField"},
    )


TITLE = Column("title", "Intitulé", lambda record: Cell(str(record)), reads=(), sort="sort_key", always=True)


def _updated(record: Kept) -> Cell:
    return Cell(in_words(record.updated_at.date()) or "—")


UPDATED = Column("updated", "Modifiée le", _updated, ("updated_at",), sort="updated_at", always=True)
