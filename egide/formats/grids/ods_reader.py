"""The ODS reader: content.xml as a stream, repeats never expanded beyond what is filled, comments apart.

LibreOffice ends a sheet with a row repeated a million times, and a row with a cell repeated 16,384 times.
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.parsers import expat

from egide.formats.grids.grid import Sheet, Value
from egide.formats.grids.limits import Budget, Limits
from egide.formats.grids.ods_sheet import SheetBuilder
from egide.formats.grids.ods_values import typed
from egide.formats.grids.prescan import damaged_archive
from egide.formats.grids.texts import clean_text
from egide.formats.grids.values import covered_note
from egide.formats.grids.xml_events import NAMESPACE_SEPARATOR, feed, strict_parser

_CONTENT = "content.xml"
_URIS = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")}
_HIDDEN = ("collapse", "filter")
_LONGEST_REPEAT = 1 << 24
_MOST_SPACES = 10_000

Attributes = Mapping[str, str]


class _OddPrefixesError(Exception):
    """The root does not declare the prefixes: names must be resolved one by one, at a third more time."""


def read_ods(path: Path, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Sheets and notes, of an archive that has been through `prescan`. Raises Unreadable."""
    with damaged_archive():
        archive = zipfile.ZipFile(path)
    with archive:
        try:
            events = _read(archive, limits, namespaced=False)
        except _OddPrefixesError:
            events = _read(archive, limits, namespaced=True)
    return tuple(events.sheets), tuple(events.notes)


def _read(archive: zipfile.ZipFile, limits: Limits, *, namespaced: bool) -> "_Events":
    parser = strict_parser(namespaced=namespaced)
    events = _Events(parser, limits, namespaced=namespaced)
    with damaged_archive(), archive.open(_CONTENT) as stream:
        feed(parser, stream, _CONTENT)
    return events


def _count(text: str | None) -> int:
    if text is None:
        return 1
    try:
        return min(max(int(text), 1), _LONGEST_REPEAT)
    except ValueError:
        return 1


class _Names:
    """How the names of the format are spelt in this file."""

    def __init__(self, spell: Callable[[str, str], str]) -> None:
        self.style = spell("style", "style")
        self.style_name = spell("style", "name")
        self.table_properties = spell("style", "table-properties")
        self.display = spell("table", "display")
        self.table = spell("table", "table")
        self.name = spell("table", "name")
        self.styled = spell("table", "style-name")
        self.source = spell("table", "table-source")
        self.column = spell("table", "table-column")
        self.row = spell("table", "table-row")
        self.cell = spell("table", "table-cell")
        self.covered = spell("table", "covered-table-cell")
        self.visibility = spell("table", "visibility")
        self.columns_repeated = spell("table", "number-columns-repeated")
        self.rows_repeated = spell("table", "number-rows-repeated")
        self.columns_spanned = spell("table", "number-columns-spanned")
        self.rows_spanned = spell("table", "number-rows-spanned")
        self.annotation = spell("office", "annotation")
        self.value_type = spell("office", "value-type")
        self.string_value = spell("office", "string-value")
        self.values = {spell("office", name): name for name in ("value", "date-value", "time-value", "boolean-value")}
        self.paragraph = spell("text", "p")
        self.spaces = spell("text", "s")
        self.spaces_count = spell("text", "c")
        self.tab = spell("text", "tab")
        self.line_break = spell("text", "line-break")
        self.lists = (spell("text", "list"), spell("text", "list-item"))
        # Deleted cells, links to other programs, drawings over the sheet, rules of entry: not its content.
        self.aside = tuple(
            spell("table", name) for name in ("tracked-changes", "dde-links", "shapes", "content-validations")
        )


class _Events:
    """What to do at each tag. What an open cell holds beside its paragraphs is skipped."""

    def __init__(self, parser: expat.XMLParserType, limits: Limits, *, namespaced: bool) -> None:
        self.sheets: list[Sheet] = []
        self.notes: list[str] = []
        self._parser = parser
        self._limits = limits
        self._budget = Budget(limits)
        self._hidden_styles: set[str | None] = set()
        self._style: str | None = None
        self._sheet: SheetBuilder | None = None
        self._row: Attributes = {}
        self._cell: Attributes | None = None
        self._texts: list[str] = []
        self._kept = 0  # how many of the texts belong to paragraphs already ended
        self._in_paragraph = False
        self._depth = 0
        self._remark: list[str] | None = None
        if namespaced:
            self._settle(_Names(lambda space, name: _URIS[space] + NAMESPACE_SEPARATOR + name))
        else:
            parser.StartElementHandler = self._start_root

    # Names and dispatch

    def _start_root(self, _name: str, attributes: Attributes) -> None:
        prefixes = {uri: key[6:] for key, uri in attributes.items() if key.startswith("xmlns:")}
        if not all(_URIS[space] in prefixes for space in ("office", "table", "text")):
            raise _OddPrefixesError
        self._settle(_Names(lambda space, name: f"{prefixes.get(_URIS[space], space)}:{name}"))

    def _settle(self, names: _Names) -> None:
        self._names = names
        self._cell_name = names.cell
        self._paragraph_name = names.paragraph
        self._starts: dict[str, Callable[[Attributes], None]] = {
            names.covered: self._start_covered,
            names.row: self._start_row,
            names.column: self._column,
            names.table: self._start_table,
            names.source: self._external,
            names.style: self._start_style,
            names.table_properties: self._table_properties,
            names.spaces: self._add_spaces,
            names.tab: lambda _: self._add("\t"),
            names.line_break: lambda _: self._add("\n"),
            names.annotation: self._start_remark,
        }
        self._starts.update(dict.fromkeys(names.lists, lambda _: None))
        self._starts.update(dict.fromkeys(names.aside, self._start_aside))
        self._ends: dict[str, Callable[[], None]] = {
            names.covered: self._end_covered,
            names.row: self._end_row,
            names.table: self._end_table,
        }
        self._listen()

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._texts.append

    # Nearly all there is are cells and their paragraphs: those two do not go through the table of handlers.

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._paragraph_name:
            del self._texts[self._kept :]
            if self._kept:
                self._texts.append("\n")
            self._in_paragraph = True
        elif name == self._cell_name:
            if self._sheet is not None:
                self._cell = attributes
                self._kept = 0
        elif (handler := self._starts.get(name)) is not None:
            handler(attributes)
        elif self._cell is not None and not self._in_paragraph:
            self._start_aside(attributes)

    def _end(self, name: str) -> None:
        if name == self._paragraph_name:
            self._kept = len(self._texts)
            self._in_paragraph = False
        elif name == self._cell_name:
            self._end_cell()
        elif (handler := self._ends.get(name)) is not None:
            handler()

    # Sheets, columns, rows

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(self._names.style_name)

    def _table_properties(self, attributes: Attributes) -> None:
        if attributes.get(self._names.display) == "false":
            self._hidden_styles.add(self._style)

    def _start_table(self, attributes: Attributes) -> None:
        if self._sheet is not None:  # a table within a cell
            self._start_aside(attributes)
            return
        name = clean_text(attributes.get(self._names.name, "")) or f"Feuille {len(self.sheets) + 1}"
        hidden = attributes.get(self._names.styled, "") in self._hidden_styles
        self._sheet = SheetBuilder(name, self._limits, self._budget, hidden=hidden)

    def _external(self, _attributes: Attributes) -> None:
        if self._sheet is not None:
            self._sheet.external = True

    def _end_table(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is None:
            return
        if sheet.external:
            self.notes.append(f"«\u00a0{sheet.name}\u00a0» est une copie d’un autre fichier\u202f: laissée de côté.")
            return
        if sheet.covered:
            self.notes.append(covered_note(sheet.name, sheet.covered))
        self.sheets.append(sheet.build())

    def _column(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            hidden = attributes.get(self._names.visibility) in _HIDDEN
            self._sheet.describe_columns(_count(attributes.get(self._names.columns_repeated)), hidden=hidden)

    def _start_row(self, attributes: Attributes) -> None:
        self._row = attributes

    def _end_row(self) -> None:
        if self._sheet is not None:
            hidden = self._row.get(self._names.visibility) in _HIDDEN
            self._sheet.end_row(_count(self._row.get(self._names.rows_repeated)), hidden=hidden)

    # Cells

    def _start_covered(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            self._cell = attributes
            self._kept = 0

    def _end_cell(self) -> None:
        cell, sheet, names = self._cell, self._sheet, self._names
        if cell is None or sheet is None:
            return
        self._cell = None
        if names.columns_spanned in cell or names.rows_spanned in cell:
            sheet.merge(_count(cell.get(names.rows_spanned)), _count(cell.get(names.columns_spanned)))
        shown = clean_text("".join(self._texts[: self._kept])) if self._kept else ""
        display = None
        kind = cell.get(names.value_type, "string")
        value: Value
        if kind != "string":
            raw = {name: cell[key] for key, name in names.values.items() if key in cell}
            value, display = typed(kind, raw, shown)
        else:
            value = shown or clean_text(cell.get(names.string_value, "")) or None
        count = _count(cell.get(names.columns_repeated))
        if value is None:
            sheet.skip(count)
        else:
            sheet.put(value, display, count)

    def _end_covered(self) -> None:
        cell, sheet = self._cell, self._sheet
        if cell is None or sheet is None:
            return
        self._cell = None
        sheet.covered += self._kept > 0
        sheet.skip(_count(cell.get(self._names.columns_repeated)))

    # Text: all of it is heard, and what falls between two paragraphs is forgotten at the next

    def _add(self, text: str) -> None:
        self._texts.append(text)

    def _add_spaces(self, attributes: Attributes) -> None:
        self._texts.append(" " * min(_count(attributes.get(self._names.spaces_count)), _MOST_SPACES))

    # What is not text: skipped to its end, listening for paragraphs only within a comment

    def _start_remark(self, attributes: Attributes) -> None:
        self._remark = []
        self._start_aside(attributes)

    def _start_aside(self, _attributes: Attributes) -> None:
        self._depth = 1
        self._parser.StartElementHandler = self._deeper
        self._parser.EndElementHandler = self._shallower
        self._parser.CharacterDataHandler = None

    def _deeper(self, name: str, _attributes: Attributes) -> None:
        self._depth += 1
        if self._remark is not None and name == self._names.paragraph:
            if self._remark:
                self._remark.append("\n")
            self._parser.CharacterDataHandler = self._remark.append

    def _shallower(self, name: str) -> None:
        self._depth -= 1
        if name == self._names.paragraph:
            self._parser.CharacterDataHandler = None
        if self._depth == 0:
            if self._remark and self._sheet is not None:
                self._sheet.comment(clean_text("".join(self._remark)))
            self._remark = None
            self._listen()
