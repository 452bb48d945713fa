"""The list of the workbook: who keeps the register, and one row per processing activity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from egide.formats.cnil.printed import is_example_row, is_printed_help
from egide.formats.french.vocabulary import is_placeholder
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell, Sheet

BODY, HEAD, DELEGATE = "body", "representative", "dpo"
_BLOCKS = (
    ("coordonnees du responsable", BODY),
    ("coordonnees du representant", HEAD),
    ("coordonnees du delegue", DELEGATE),
    ("coordonnees du dpo", DELEGATE),
)
_CONTACT_LABELS = {
    "nom": "name",
    "prenom": "first_name",
    "adresse": "address",
    "adresse mel": "email",
    "adresse mail": "email",
    "courriel": "email",
    "code postal": "postal_code",
    "ville": "city",
    "pays": "country",
    "telephone": "phone",
    "societe (si dpo externe)": "company",
    "societe": "company",
}
_HEADINGS = (
    ("nom du traitement", "name"),
    ("n° / ref", "reference"),
    ("n°/ref", "reference"),
    ("n° ref", "reference"),
    ("reference", "reference"),
    ("date de creation", "created_on"),
    ("derniere mise a jour", "updated_on"),
    ("mise a jour", "updated_on"),
    ("finalite", "purpose"),
    ("donnees sensibles", "sensitive"),
    ("oui/non", "sensitive"),
)
_FIRST_ROWS = 60
_GROUPS = ("identification du traitement",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list. `extra` are cells under no heading of the model, with that heading."""

    index: int
    cells: dict[str, tuple[Cell, ...]]
    extra: tuple[tuple[str, Cell], ...] = ()

    def text(self, name: str) -> str:
        return " ".join(cell.text.strip() for cell in self.cells.get(name, ()))

    def first(self, name: str) -> Cell | None:
        group = self.cells.get(name, ())
        return group[0] if group else None

    @property
    def all_cells(self) -> list[Cell]:
        return [cell for group in self.cells.values() for cell in group] + [cell for _, cell in self.extra]

    @property
    def is_example(self) -> bool:
        return is_example_row(self.text("name"), self.text("reference"))


@dataclass(slots=True)
class Listing:
    """The list sheet, taken apart."""

    sheet: Sheet
    blocks: dict[str, dict[str, tuple[Cell, ...]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    labels: list[Cell] = field(default_factory=list)
    printed: list[Cell] = field(default_factory=list)
    loose: list[Cell] = field(default_factory=list)


def find_listing(sheets: Iterator[Sheet]) -> Listing | None:
    """The first sheet that has the heading « Nom du traitement » beside that of the reference."""
    for sheet in sheets:
        header = _header_row(sheet)
        if header is not None:
            return _Reader(Listing(sheet), header).read()
    return None


def _heading(text: str) -> str | None:
    folded = fold(text).rstrip(" :?")
    return next((name for start, name in _HEADINGS if folded.startswith(start)), None)


def _header_row(sheet: Sheet) -> int | None:
    for row, texts in islice(sheet.texts(), _FIRST_ROWS):
        named = {_heading(text) for text in texts if text}
        if {"name", "reference"} <= named and len(named) > 2:
            return row
    return None


@dataclass(slots=True)
class _Reader:
    listing: Listing
    header: int
    columns: dict[int, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    block: str | None = None

    def read(self) -> Listing:
        for cells in self.listing.sheet.rows():
            filled = [cell for cell in cells if cell]
            printed = [c for c in filled if is_printed_help(c.text) or is_placeholder(c.text)]
            self.listing.printed.extend(printed)
            filled = [cell for cell in filled if cell not in printed]
            if filled:
                self._row(filled)
        return self.listing

    def _row(self, filled: list[Cell]) -> None:
        row = filled[0].row
        if row > self.header:
            self._entry(filled)
        elif row == self.header or self._is_group_row(filled):
            self._headings(filled)
        else:
            self._block(filled)

    def _is_group_row(self, filled: list[Cell]) -> bool:
        return filled[0].row == self.header - 1 and any(
            fold(c.text).startswith(_GROUPS) or _heading(c.text) in {"purpose", "sensitive"} for c in filled
        )

    def _headings(self, filled: list[Cell]) -> None:
        for cell in filled:
            name = _heading(cell.text)
            if name is not None:
                if name not in self.columns.values():
                    self.columns[cell.column] = name
                self.listing.labels.append(cell)
            elif fold(cell.text).startswith(_GROUPS):
                self.listing.labels.append(cell)
            else:
                self.others[cell.column] = cell.text.strip()
                self.listing.labels.append(cell)

    def _block(self, filled: list[Cell]) -> None:
        """A row of coordinates: each value follows its label, up to the next label."""
        current: str | None = None
        for cell in filled:
            folded = fold(cell.text)
            block = next((name for start, name in _BLOCKS if folded.startswith(start)), None)
            label = _CONTACT_LABELS.get(folded.rstrip(" :"))
            if block is not None:
                self.block = block
                self.listing.labels.append(cell)
            elif label is not None:
                current = label
                self.listing.labels.append(cell)
            elif self.block is not None and current is not None:
                fields = self.listing.blocks.setdefault(self.block, {})
                fields[current] = (*fields.get(current, ()), cell)
            else:
                self.listing.loose.append(cell)

    def _entry(self, filled: list[Cell]) -> None:
        cells: dict[str, tuple[Cell, ...]] = {}
        extra: list[tuple[str, Cell]] = []
        for cell in filled:
            if cell.column in self.others:
                extra.append((self.others[cell.column], cell))
                continue
            name = self._column_of(cell)
            if name is not None:
                cells[name] = (*cells.get(name, ()), cell)
            else:
                extra.append(("", cell))
        if cells.keys() & {"name", "reference", "purpose"}:
            self.listing.entries.append(Entry(filled[0].row, cells, tuple(extra)))
        else:
            self.listing.loose.extend(filled)

    def _column_of(self, cell: Cell) -> str | None:
        """The heading above a cell: the last at or before it, since purposes spread over three columns."""
        before = [column for column in self.columns if column <= cell.column]
        if not before:
            return None
        name = self.columns[max(before)]
        return None if name == "sensitive" and cell.column > max(before) + 1 else name
