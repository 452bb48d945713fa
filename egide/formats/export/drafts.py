"""Rows on their way to become records: facts by key, and what is said in words of lines that stand elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from egide.formats.export import plan
from egide.formats.export.cells import UnreadCellError, from_cell
from egide.formats.export.plan import Column, Holds
from egide.formats.export.tables import Book, Entry, Row
from egide.formats.export.tracking import Tracking
from egide.formats.french.words import fold
from egide.formats.package.decoding import quoted
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place
from egide.law.facts import NotApplicable, Organization


@dataclass(slots=True)
class Draft:
    """A record, a line or a group read from one row. `record` is the record that it belongs to, itself for a record."""

    shape: type
    record: UUID
    line: UUID | None
    row: Row
    tracking: Tracking
    facts: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Entry] = field(default_factory=dict)

    @property
    def owner(self) -> UUID:
        """Whose facts these are for the ledger: the line, or the record."""
        return self.line or self.record


@dataclass(slots=True)
class Finder:
    """Gives rows without an identifier one that is the same each time the same file is read."""

    used: set[tuple[UUID, UUID]] = field(default_factory=set)

    def new(self, owner: UUID, path: str, row: Row, names: tuple[str, ...]) -> UUID:
        """An identifier drawn from what the row says; the next one when an equal row already took it."""
        said = "\x1f".join(row.text(name) for name in names)
        for number in range(len(self.used) + 1):
            made = uuid5(owner, f"{path}\x1f{said}\x1f{number}")
            if (owner, made) not in self.used:
                break
        self.used.add((owner, made))
        return made

    def take(self, owner: UUID, identifier: UUID) -> bool:
        """Whether an identifier is still free; it is taken from now on."""
        free = (owner, identifier) not in self.used
        self.used.add((owner, identifier))
        return free


@dataclass(frozen=True, slots=True)
class Complaints:
    """Says what was not understood, and keeps its text in the notes of the record so that nothing is lost."""

    ledger: Ledger
    notes: dict[UUID, list[str]]

    def keep(self, entry: Entry, record: UUID, label: str, message: str, path: str | None = None) -> None:
        """The text of a cell that gave no fact goes to the notes, with a doubt."""
        place = Place(*entry.key)
        self.ledger.doubt(
            Doubt(
                DoubtKind.NOT_UNDERSTOOD,
                f"{place}, «\u202f{label}\u202f»\u202f: {message}",
                place,
                record=record,
                path=path,
            )
        )
        self.ledger.note(entry.key, record)
        self.notes.setdefault(record, []).append(f"{label}\u202f: {entry.text.strip()}")

    def tell(self, kind: DoubtKind, entry: Entry, record: UUID | None, message: str) -> None:
        """A doubt about a cell that was used, or left aside."""
        place = Place(*entry.key)
        self.ledger.doubt(Doubt(kind, f"{place}\u202f: {message}", place, record=record))


@dataclass(slots=True)
class Collected:
    """What was read so far of one workbook."""

    book: Book
    complaints: Complaints
    finder: Finder = field(default_factory=Finder)
    owners: dict[UUID, type] = field(default_factory=dict)
    names: dict[str, list[UUID]] = field(default_factory=dict)
    children: dict[tuple[UUID, str], list[Draft]] = field(default_factory=dict)
    answers: dict[UUID, list[NotApplicable]] = field(default_factory=dict)

    def know(self, draft: Draft) -> None:
        """A record, that rows added by hand may name; the name of an activity wins over that of the body."""
        self.owners[draft.record] = draft.shape
        name = draft.facts.get("name")
        if name and (draft.shape is not Organization or fold(name) not in self.names):
            self.names.setdefault(fold(name), []).append(draft.record)

    def leave_out(self, entry: Entry, message: str) -> None:
        """A cell that belongs nowhere: accounted for, and said with its text."""
        self.complaints.ledger.ignore(entry.key, message)
        told = f"{quoted(entry.text)} laissé de côté\u202f: {message}"
        self.complaints.tell(DoubtKind.LEFT_OUT, entry, None, told)

    def copied(self, row: Row, record: UUID) -> None:
        """A row that was copied with its hidden mark is a new row."""
        message = "ligne recopiée avec son repère\u202f: elle compte comme une ligne nouvelle"
        self.complaints.tell(DoubtKind.CORRECTED, row.cells[plan.MARK], record, message)


def read_facts(draft: Draft, columns: Mapping[str, Column], complaints: Complaints) -> None:
    """Read the cells of the row into the draft: facts at once, words of other lines for later."""
    for name, entry in draft.row.cells.items():
        column = columns.get(name)
        if column is None:
            complaints.ledger.label(entry.key)
        elif column.holds is not Holds.FACT:
            draft.words[name] = entry
        else:
            _read_fact(draft, column, entry, complaints)
    for title, entry in draft.row.strange.items():
        message = "cette colonne n’est pas de ce classeur\u202f; son texte est gardé dans les notes"
        complaints.keep(entry, draft.record, title or "Sans titre", message)


def _read_fact(draft: Draft, column: Column, entry: Entry, complaints: Complaints) -> None:
    try:
        value = entry.value.strip() if isinstance(entry.value, str) else entry.value
        draft.facts[column.key] = from_cell(column.annotation, value, entry.text.strip())
    except UnreadCellError as error:
        complaints.keep(entry, draft.record, column.label, str(error), column.key)
    else:
        complaints.ledger.use(entry.key, draft.owner, column.key)


def nested(facts: Mapping[str, Any], empty: Iterator[str] | list[str]) -> dict[str, Any]:
    """Facts by dotted key as nested dicts; the groups in `empty` are there even without a fact."""
    tree: dict[str, Any] = {}
    for path in empty:
        _branch(tree, path)
    for key, value in facts.items():
        group, _, name = key.rpartition(".")
        _branch(tree, group)[name] = value
    return tree


def _branch(tree: dict[str, Any], path: str) -> dict[str, Any]:
    for name in path.split(".") if path else ():
        tree = tree.setdefault(name, {})
    return tree
