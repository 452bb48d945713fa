"""What the cells of one row say of one list or one fact, before there is a record: shared by every equal text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from egide.formats.reading import DoubtKind


@dataclass(frozen=True, slots=True)
class Proto:
    """A line without its identifier. `cells` says which column gave which of its fields."""

    facts: Mapping[str, Any]
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A doubt about a column, whatever the row."""

    kind: DoubtKind
    message: str
    column: int
    path: str
    certainty: float | None = None


@dataclass(frozen=True)
class Answer:
    """What some cells say.

    `lines` of a list, or `none`: the cells say that there is none. `facts` by dotted path for what is not a list.
    `left` are the columns whose text has no place but the notes; `pending` those that say « à compléter ».
    """

    lines: tuple[Proto, ...] = ()
    none: int | None = None
    facts: tuple[tuple[str, Any, int], ...] = ()
    waived: tuple[tuple[str, str, int], ...] = ()
    left: tuple[tuple[int, str], ...] = ()
    pending: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def gave(self) -> frozenset[int]:
        """The columns that gave a fact."""
        facts = {index for _, _, index in self.facts} | {index for _, _, index in self.waived}
        lines = {index for proto in self.lines for _, index in proto.cells}
        return frozenset(facts | lines | ({self.none} if self.none is not None else set()))


@dataclass(slots=True)
class Answering:
    """An answer being put together."""

    lines: list[Proto] = field(default_factory=list)
    none: int | None = None
    facts: list[tuple[str, Any, int]] = field(default_factory=list)
    waived: list[tuple[str, str, int]] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def guess(self, message: str, column: int, path: str, certainty: float) -> None:
        """What was understood may be wrong."""
        self.remarks.append(Remark(DoubtKind.GUESSED, message, column, path, certainty))

    def misunderstood(self, message: str, column: int, path: str) -> None:
        """A text without the code it should name: its words are kept."""
        self.remarks.append(Remark(DoubtKind.NOT_UNDERSTOOD, message, column, path))

    def done(self) -> Answer:
        """The answer, frozen."""
        return Answer(
            tuple(self.lines),
            self.none,
            tuple(self.facts),
            tuple(self.waived),
            tuple(self.left),
            tuple(self.pending),
            tuple(self.remarks),
        )
