"""A look at an .xlsx sheet before calamine, which makes a rectangle of memory out of the two farthest cells.

The look is a search for bytes, at the speed of C. Only what it finds far away, or invisible to calamine
(errors, hidden rows), is worth reading the sheet event by event.
"""

import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from egide.formats.grids.addresses import address, column_letters, parse_address
from egide.formats.grids.limits import Limits
from egide.formats.grids.prescan import damaged_archive
from egide.formats.grids.texts import clean_text
from egide.formats.grids.xml_events import LocalNames, feed, strict_parser

_CHUNK = 1 << 20
_OVERLAP = 200
_LARGEST = 1 << 24
_TRUE = ("1", "true")
_NOTABLE = re.compile(rb"""\st\s*=\s*["']e["']|\shidden\s*=\s*["'](?:1|true)""")


def _beyond(limit: str, alphabet: str) -> str:
    """A pattern for the words of this alphabet that come after `limit`: longer, or as long and greater."""
    words = [f"[{alphabet[0]}-{alphabet[-1]}]{{{len(limit) + 1},}}"]
    for position, letter in enumerate(limit):
        after = alphabet.index(letter) + 1
        if after < len(alphabet):
            rest = f"[{alphabet[0]}-{alphabet[-1]}]{{{len(limit) - position - 1}}}"
            words.append(f"{limit[:position]}[{alphabet[after]}-{alphabet[-1]}]{rest}")
    return f"(?:{'|'.join(words)})"


def _far(limits: Limits) -> re.Pattern[bytes]:
    rows = _beyond(str(limits.rows), "0123456789")
    columns = _beyond(column_letters(limits.columns - 1), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return re.compile(rf"""\sr\s*=\s*["'](?:[A-Z]{{0,3}}{rows}|{columns}\d)""".encode(), re.IGNORECASE)


class SheetScan:
    """The sheet read event by event: errors, hidden rows and columns, how far it is filled."""

    def __init__(self, parser: expat.XMLParserType, name: str, limits: Limits, *, far: bool) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.far = far
        self._parser = parser
        self._names = LocalNames()
        self._name = name
        self._limits = limits
        self._last_row = self._last_column = 0
        self._kept: dict[int, list[str]] = {}
        self._merged: list[str] = []
        self._row = -1
        self._cell: Mapping[str, str] = {}
        self._reference = ""  # the last one written in this row, and how many cells came after without any
        self._after = 0
        self._pieces: list[str] = []
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = self._names[name]
        if name == "c":
            self._cell = attributes
            self._pieces.clear()
            if "r" in attributes:
                self._reference, self._after = attributes["r"], 0
            else:
                self._after += 1
        elif name in ("v", "t"):
            self._parser.CharacterDataHandler = self._pieces.append
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = _number(attributes.get("min")), _number(attributes.get("max"))
            self.hidden_columns.update(range(first - 1, min(last, self._limits.columns)))
        elif name == "mergeCell":
            self._merged.append(f"<mergeCell ref={quoteattr(attributes.get('ref', ''))}/>")

    def _end(self, name: str) -> None:
        name = self._names[name]
        if name in ("v", "t"):
            self._parser.CharacterDataHandler = None
        elif name == "c" and self._pieces:
            text = "".join(self._pieces)
            if text.strip():
                self._fill(text)

    def check(self) -> None:
        """Raises Unreadable when a filled cell stands past the limits."""
        if self._last_row >= self._limits.rows or self._last_column >= self._limits.columns:
            raise self._limits.too_far(self._name, self._last_row, self._last_column)

    def condensed(self) -> bytes:
        """The same sheet with nothing but its filled cells, for calamine."""
        rows = "".join(f'<row r="{row + 1}">{"".join(self._kept[row])}</row>' for row in sorted(self._kept))
        merged = f"<mergeCells>{''.join(self._merged)}</mergeCells>" if self._merged else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{rows}</sheetData>{merged}</worksheet>"
        ).encode()

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = _number(attributes.get("r")) - 1 if "r" in attributes else self._row + 1
        self._reference, self._after = "", 0
        if attributes.get("hidden") in _TRUE and self._row < self._limits.rows:
            self.hidden_rows.add(self._row)

    def _place(self) -> tuple[int, int]:
        try:
            row, column = parse_address(self._reference)
        except ValueError:
            row, column = self._row, -1 if not self._reference else 0
        return row, column + self._after

    def _fill(self, text: str) -> None:
        (row, column), kind = self._place(), self._cell.get("t", "n")
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
        if row >= self._limits.rows or column >= self._limits.columns:
            return
        if kind == "e":
            self.errors[row, column] = clean_text(text)
        elif self.far:
            style = f" s={quoteattr(self._cell['s'])}" if "s" in self._cell else ""
            content = f"<is><t>{escape(text)}</t></is>" if kind == "inlineStr" else f"<v>{escape(text)}</v>"
            cell = f'<c r="{address(row, column)}" t={quoteattr(kind)}{style}>{content}</c>'
            self._kept.setdefault(row, []).append(cell)


def scan_sheet(archive: zipfile.ZipFile, member: str, name: str, limits: Limits) -> SheetScan:
    """What there is to know of the sheet `name` held by `member`. Raises Unreadable when it is too large."""
    notable, far = _look(archive, member, limits)
    parser = strict_parser(namespaced=True)
    scan = SheetScan(parser, name, limits, far=far)
    if notable or far:
        with damaged_archive(), archive.open(member) as stream:
            feed(parser, stream, member)
        scan.check()
    return scan


def _look(archive: zipfile.ZipFile, member: str, limits: Limits) -> tuple[bool, bool]:
    pattern, tail = _far(limits), b""
    notable = far = False
    with damaged_archive(), archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            notable = notable or _NOTABLE.search(window) is not None
            far = far or pattern.search(window) is not None
            tail = chunk[-_OVERLAP:]
    return notable, far


def _number(text: str | None) -> int:
    try:
        return min(max(int(text or "1"), 1), _LARGEST)
    except ValueError:
        return 1
