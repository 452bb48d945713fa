"""One fiche as rows that know their section and their label, wherever they stand on the sheet."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from egide.formats.cnil.labels import (
    DEFAULT_OFFSETS,
    LEGAL_BASIS,
    MODEL_REFERENCE,
    NAME,
    REFERENCE,
    SECTION_COLUMNS,
    Label,
    Section,
    column_named,
    legal_path,
    recognise_label,
)
from egide.formats.cnil.printed import is_example_text, is_printed_help
from egide.formats.french.vocabulary import is_placeholder, yes_no
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell, Sheet

_LABEL_COLUMNS = 4
_FEWEST_LABELS = 4
_FIRST_ROWS = 300
_EXAMPLE_SHARE = 0.9
_GROWING = frozenset({Section.DATA, Section.SPECIAL})
_OWN_WORDS: Mapping[Section, tuple[str, ...]] = {
    Section.SUBJECTS: ("categorie", "personne"),
    Section.RECIPIENTS: ("destinataire", "service", "sous-traitant"),
    Section.MEASURES: ("mesure",),
    Section.TRANSFERS: ("organisme", "destinataire", "transfert"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a fiche: its label cell, what the label announces, the filled cells beside it.

    `label` None with a `section`: a row added below those of the section. No section: outside all of them.
    """

    index: int
    head: Cell | None
    label: Label | None
    section: Section | None
    values: tuple[Cell, ...]

    @property
    def key(self) -> str:
        return self.label.key if self.label is not None else ""

    @property
    def title(self) -> str:
        return self.head.text.strip() if self.head is not None else ""


@dataclass(slots=True)
class Page:
    """A sheet that is a fiche. `printed` are the model's own cells: labels, headings, help, placeholders."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    labels: list[Cell] = field(default_factory=list)
    printed: list[Cell] = field(default_factory=list)
    columns: dict[Section, list[tuple[str, int]]] = field(default_factory=dict)

    def of(self, section: Section) -> list[Row]:
        return [row for row in self.rows if row.section is section]

    def keyed(self, section: Section, key: str) -> list[Row]:
        return [row for row in self.of(section) if row.key == key]

    def outside(self) -> list[Row]:
        return [row for row in self.rows if row.section is None]

    def text(self, key: str) -> str:
        """The text of a row of the description, "" when it says nothing."""
        found = (cell.text.strip() for row in self.keyed(Section.IDENTITY, key) for cell in row.values)
        return " ".join(found)

    @property
    def name(self) -> str:
        return self.text(NAME)

    @property
    def reference(self) -> str:
        return self.text(REFERENCE)

    @property
    def values(self) -> list[Cell]:
        return [cell for row in self.rows for cell in (*((row.head,) if _is_added(row) else ()), *row.values)]

    @property
    def is_blank(self) -> bool:
        """The model as published, or a copy that nobody filled."""
        return all(fold(cell.text) == MODEL_REFERENCE for cell in self.values)

    @property
    def is_example(self) -> bool:
        """The CNIL's own example, left in the file as it is."""
        values = self.values
        known = sum(is_example_text(cell.text) for cell in values)
        own = fold(self.reference) == "1 - exemple" or any(fold(cell.text) == "louise dupont" for cell in values)
        return own and known >= _EXAMPLE_SHARE * len(values)


def _is_added(row: Row) -> bool:
    return row.label is None and row.head is not None and legal_path(row.title) is None


def analyse(sheet: Sheet) -> Page | None:
    """The fiche that a sheet is, or None when too few labels of the model stand in one of its first columns."""
    column = _label_column(sheet)
    return None if column is None else _Analysis(Page(sheet), column).page_read()


def label_count(sheet: Sheet) -> int:
    """How many labels of the model stand in the best column."""
    column = _label_column(sheet)
    return 0 if column is None else _labels_by_column(sheet)[column]


def _label_column(sheet: Sheet) -> int | None:
    found = _labels_by_column(sheet)
    best = max(found, key=lambda column: (found[column], -column), default=None)
    return best if best is not None and found[best] >= _FEWEST_LABELS else None


def _labels_by_column(sheet: Sheet) -> Counter[int]:
    found: Counter[int] = Counter()
    for _, texts in islice(sheet.texts(), _FIRST_ROWS):
        for column, text in enumerate(texts[:_LABEL_COLUMNS]):
            if text and recognise_label(text) is not None:
                found[column] += 1
    return found


@dataclass(slots=True)
class _Analysis:
    """Reads a sheet downwards, keeping the current section and whether its rows are still contiguous."""

    page: Page
    column: int
    section: Section | None = None
    last: int = -2

    def page_read(self) -> Page:
        for cells in self.page.sheet.rows():
            filled = [cell for cell in cells if cell]
            if filled:
                self._row(filled)
        self._defaults()
        return self.page

    def _row(self, filled: list[Cell]) -> None:
        index = filled[0].row
        printed = [cell for cell in filled if is_printed_help(cell.text) or is_placeholder(cell.text)]
        self.page.printed.extend(printed)
        filled = [cell for cell in filled if cell not in printed]
        head = next((cell for cell in filled if cell.column == self.column), None)
        label = recognise_label(head.text) if head is not None else None
        if label is not None and self._is_heading(label, filled):
            self._open(label.section, index, filled)
            return
        self._place(index, head, label, [cell for cell in filled if cell is not head])

    def _is_heading(self, label: Label, filled: list[Cell]) -> bool:
        """« Destinataires » opens a section; a row whose label is close to it but holds values does not."""
        named = [cell for cell in filled[1:] if column_named_in(label.section, cell)]
        return label.is_section or len(named) > 1

    def _open(self, section: Section, index: int, filled: list[Cell]) -> None:
        self.section, self.last = section, index
        named = {cell: column_named_in(section, cell) for cell in filled if cell.column > self.column}
        columns = [(name, cell.column) for cell, name in named.items() if name is not None]
        if columns:
            self.page.columns[section] = columns
        for cell in filled:
            if named.get(cell) is not None or cell.column == self.column:
                self.page.labels.append(cell)
            else:
                owner = section if not columns or yes_no(cell.text) is not None else None
                self.page.rows.append(Row(index, None, None, owner, (cell,)))

    def _place(self, index: int, head: Cell | None, label: Label | None, values: list[Cell]) -> None:
        if label is not None and head is not None:
            self.section, self.last = label.section, index
            self.page.labels.append(head)
        elif index != self.last + 1:
            self.section = None
        if self.section is not None:
            self.last = index
        if head is not None or values:
            self.page.rows.append(Row(index, head, label, self._owner(head, label), tuple(values)))

    def _owner(self, head: Cell | None, label: Label | None) -> Section | None:
        """The section a row belongs to. A label of one's own belongs to it only where lists grow or words agree."""
        if label is None and head is not None and legal_path(head.text) is not None:
            return None
        if label is not None or head is None or self.section in _GROWING:
            return self.section
        starts = _OWN_WORDS.get(self.section, ()) if self.section is not None else ()
        return self.section if fold(head.text).startswith(starts) else None

    def _defaults(self) -> None:
        """Where the columns stand in the model, for a section whose headings are gone."""
        for section, offsets in DEFAULT_OFFSETS.items():
            fields = SECTION_COLUMNS[section]
            placed = [(name, self.column + offset) for name, offset in zip(fields, offsets, strict=True)]
            self.page.columns.setdefault(section, placed)


def column_named_in(section: Section, cell: Cell) -> str | None:
    """The field that a heading names, if this section has columns."""
    if section is Section.PURPOSES:
        return LEGAL_BASIS if legal_path(cell.text) == LEGAL_BASIS else None
    return column_named(section, cell.text) if section in SECTION_COLUMNS else None


def fiches(sheets: Iterator[Sheet]) -> list[Page]:
    """The fiches among sheets, in their order."""
    return [page for sheet in sheets if (page := analyse(sheet)) is not None]
