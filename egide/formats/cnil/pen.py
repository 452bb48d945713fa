"""Writes facts of one record while keeping, for each cell, what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from egide.formats.french.vocabulary import negation_reason
from egide.formats.grids.grid import Cell
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place

_NAMESPACE = UUID("6f1c3c52-6a0e-5d0c-9a52-7f6f0c1d0a31")
FORMAT = "cnil"

Key = tuple[str, int, int]


def key(cell: Cell) -> Key:
    """Where a cell stands, as the ledger wants it."""
    return cell.sheet, cell.row, cell.column


def place(cell: Cell) -> Place:
    """Where a cell stands, for a message."""
    return Place(cell.sheet, cell.row, cell.column)


def identifier(seed: str) -> UUID:
    """The same identifier for the same seed: reading a file twice gives equal facts."""
    return uuid5(_NAMESPACE, f"{FORMAT}|{seed}")


@dataclass(slots=True)
class Pen:
    """One record being read: its identity, its notes, and the ledger of the file."""

    ledger: Ledger
    seed: str
    owner: UUID
    notes: list[str] = field(default_factory=list)
    own_notes: list[str] = field(default_factory=list)
    _ordinals: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, ledger: Ledger, seed: str) -> "Pen":
        return cls(ledger, seed, identifier(seed))

    def line(self, kind: str) -> UUID:
        """The identifier of the next line of a kind."""
        self._ordinals[kind] += 1
        return identifier(f"{self.seed}|{kind}|{self._ordinals[kind]}")

    def use(self, cell: Cell | None, name: str, line: UUID | None = None) -> None:
        """The cell gave a fact of the record, or of one of its lines."""
        if cell is not None:
            self.ledger.use(key(cell), line or self.owner, name)

    def note(self, title: str, cells: Iterable[Cell]) -> None:
        """Keep cells in the notes of the record, under the title they had."""
        kept = [cell for cell in cells if cell]
        if kept:
            text = " – ".join(cell.text.strip() for cell in kept)
            self.notes.append(f"{title}\u00a0: {text}" if title else text)
        for cell in kept:
            self.ledger.note(key(cell), self.owner)

    def negated(self, title: str, cells: Iterable[Cell], name: str) -> None:
        """A negation: it answered `name`; its reason, if there is one, goes into the notes."""
        for cell in cells:
            if negation_reason(cell.text):
                self.note(title, (cell,))
            else:
                self.use(cell, name)

    def ignore(self, cells: Iterable[Cell], reason: str) -> None:
        for cell in cells:
            self.ledger.ignore(key(cell), reason)

    def doubt(
        self, kind: DoubtKind, message: str, cell: Cell | None, path: str | None = None, certainty: float | None = None
    ) -> None:
        """Something to verify about this record."""
        where = place(cell) if cell is not None else None
        self.ledger.doubt(Doubt(kind, message, where, self.owner, path, certainty))
