"""What templates walk through: fields, groups of fields, lists of lines. Each tells its path and its own errors."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple, Union
from uuid import UUID

from egide.law.facts.describing import Description
from egide.platform.kernel.forms.bound import FactBound
from egide.typography import french

Piece = Union[FactBound, "Group", "Lines"]
# Stands for the id of a line to come, in the template that a script copies; inner lists have a mark of their own.
MARK: Final = "__line{}__"


@dataclass(frozen=True, slots=True)
class Block:
    """What a group and a list share. `anchor` is the id to which an error leads."""

    path: str
    description: Description
    errors: list[str]

    @property
    def anchor(self) -> str:
        return f"id_{self.path}"

    @property
    def label(self) -> str:
        return french(self.description.label)

    @property
    def help_text(self) -> str:
        return french(self.description.help)

    @property
    def example(self) -> str:
        return french(self.description.example)

    @property
    def article(self) -> str:
        return self.description.article

    @property
    def mandatory(self) -> bool:
        return self.description.mandatory


@dataclass(frozen=True, slots=True)
class Group(Block):
    """A nested shape: its fields under a legend. `waiver`: the reason why it is *sans objet*, when it may be.

    `is_open`: the page shows its fields at once. One of the top that nobody filled waits, folded.
    """

    pieces: list[Piece]
    waiver: FactBound | None
    is_open: bool
    kind: str = field(default="group", init=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `is_focused`: a button has just added or moved it."""

    path: str
    id: UUID | None
    number: int
    label: str
    pieces: list[Piece]
    is_first: bool = False
    is_last: bool = False
    is_focused: bool = False

    @property
    def anchor(self) -> str:
        return f"id_{self.path}"


@dataclass(frozen=True, slots=True)
class Lines(Block):
    """A list of lines. `is_none`: « Aucun » was declared. `blank`: a line to copy, whose id is the mark `mark`."""

    lines: list[Line]
    is_none: bool
    is_full: bool
    waiver: FactBound | None
    blank: Line
    mark: str
    kind: str = field(default="lines", init=False)


class Part(NamedTuple):
    """A section of the page; `anchor` is its id."""

    title: str
    article: str
    pieces: list[Piece]
    anchor: str


class Complaint(NamedTuple):
    """An error as the summary tells it: where, what, and the id that leads there (empty when it is not shown)."""

    label: str
    message: str
    anchor: str
