"""What reading a file gives: facts, where each came from, doubts, and the fate of every non-empty cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from egide.law.facts import Register


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands in a file. Rows and columns count from 0; `str()` says « feuille Registre, cellule B12 »."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address as spreadsheets write it: B12."""
        letters, n = "", self.column + 1
        while n:
            n, rest = divmod(n - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row + 1}"

    def __str__(self) -> str:
        return f"feuille «\u202f{self.sheet}\u202f», cellule {self.cell}"


class DoubtKind(StrEnum):
    """Why something deserves a look."""

    GUESSED = "GUESSED"
    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"
    LEFT_OUT = "LEFT_OUT"
    CORRECTED = "CORRECTED"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to verify, in French. `certainty` is 0 to 1 for a guess; `record` the record concerned, if one is."""

    kind: DoubtKind
    message: str
    place: Place | None = None
    record: UUID | None = None
    path: str | None = None
    certainty: float | None = None


class Fate(StrEnum):
    """What became of a non-empty cell."""

    USED = "USED"
    LABEL = "LABEL"
    NOTED = "NOTED"
    IGNORED = "IGNORED"


@dataclass(slots=True)
class Ledger:
    """Accounts for every non-empty cell while a file is read, so that nothing is dropped silently.

    Keys are (sheet name, row, column) from 0. `provenance` is by (record or line id, field): groups are dotted, as in
    `notice.exists`. A cell that feeds several facts is used once. `room` is by (record id, schema path): the cell,
    empty or unanswered, where the fact would stand.
    """

    fates: dict[tuple[str, int, int], Fate] = field(default_factory=dict)
    reasons: dict[tuple[str, int, int], str] = field(default_factory=dict)
    provenance: dict[tuple[UUID, str], tuple[str, int, int]] = field(default_factory=dict)
    room: dict[tuple[UUID, str], tuple[str, int, int]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def use(self, key: tuple[str, int, int], owner: UUID, name: str) -> None:
        """The cell gave the fact `name` of the record or line `owner`."""
        self.fates[key] = Fate.USED
        self.provenance[owner, name] = key

    def label(self, key: tuple[str, int, int]) -> None:
        """The cell is a heading or a label that was recognised."""
        self.fates.setdefault(key, Fate.LABEL)

    def note(self, key: tuple[str, int, int], owner: UUID) -> None:
        """The cell went into the notes of a record."""
        self.fates[key] = Fate.NOTED
        self.provenance.setdefault((owner, "notes"), key)

    def ignore(self, key: tuple[str, int, int], reason: str) -> None:
        """The cell was left aside for a reason, in French. A cell that was used stays used."""
        if self.fates.setdefault(key, Fate.IGNORED) is Fate.IGNORED:
            self.reasons.setdefault(key, reason)

    def doubt(self, doubt: Doubt) -> None:
        """Keep something to verify."""
        self.doubts.append(doubt)


_NAME_THE_BODY = (
    "Pour la nommer, écrivez son nom dans la feuille «\u202fCollectivité\u202f» du classeur complet d’Égide"
    " (commande convert)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file, read: one register per body found in it, at least one.

    `blind` are the schema paths of a record that this format cannot hold, so that rules cannot say there;
    `blind_advice` tells, in French, where to write what the format has no place for. `mapping_text` is the
    correspondence of columns that was used, to be saved, corrected and given again; None for a fixed format.
    `body_advice` says where this format has room for the name of the body, which is never guessed from an address.
    """

    registers: tuple[Register, ...]
    format: str
    format_label: str
    file_name: str
    ledger: Ledger
    blind: frozenset[str] = frozenset()
    blind_advice: Mapping[str, str] = field(default_factory=dict)
    is_blank_model: bool = False
    mapping_text: str | None = None
    body_advice: str = _NAME_THE_BODY

    @property
    def register(self) -> Register:
        """The register of the first body; most files have one."""
        return self.registers[0]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What to verify, in the order it was met."""
        return tuple(self.ledger.doubts)

    def place_of(self, owner: UUID, name: str) -> Place | None:
        """Where the fact `name` of a record or line was read."""
        key = self.ledger.provenance.get((owner, name))
        return Place(*key) if key else None

    def ignored(self) -> Iterator[tuple[Place, str]]:
        """Every cell left aside, with its reason."""
        for key, reason in self.ledger.reasons.items():
            yield Place(*key), reason
