"""Writes OpenDocument spreadsheets by streaming: fast, typed dates, never a formula, the same bytes twice."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from egide.formats.sheets import ods_parts
from egide.formats.sheets.layout import Choices, Look, NewCell, NewSheet, Plain

_FLUSH = 1 << 16
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|\n")
_DELICATE = re.compile(r"[\n\r\t]|  |^ | $")
_SPACES = re.compile(r"^ +| {2,}| +$|\t")


def write_ods(
    target: IO[bytes],
    sheets: Sequence[NewSheet],
    *,
    choices: Mapping[str, Choices] | None = None,
    title: str = "",
    comments: str = "",
) -> None:
    """Write the sheets; their rows may be generators. Characters that XML forbids become U+FFFD (�)."""
    lists = choices or {}
    with zipfile.ZipFile(target, "w") as archive:
        _put(archive, "mimetype", ods_parts.MIME, zipfile.ZIP_STORED)
        _put(archive, "META-INF/manifest.xml", ods_parts.MANIFEST)
        _put(archive, "meta.xml", ods_parts.meta(escape(title), escape(comments)))
        _put(archive, "settings.xml", ods_parts.settings(sheets))
        _put(archive, "styles.xml", ods_parts.STYLES)
        with archive.open(_entry("content.xml"), "w") as content:
            for block in _blocks(_content(sheets, lists)):
                content.write(block.encode())


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry without a clock, so that the same facts give the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = method
    return entry


def _put(archive: zipfile.ZipFile, name: str, text: str, method: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(_entry(name, method), text)


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Larger pieces, so that compression works on more than a row at a time."""
    waiting: list[str] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held > _FLUSH:
            yield "".join(waiting)
            waiting, held = [], 0
    yield "".join(waiting)


def _content(sheets: Sequence[NewSheet], choices: Mapping[str, Choices]) -> Iterator[str]:
    yield ods_parts.content_head(sheets, choices)
    for sheet in sheets:
        look = ' table:style-name="landscape"' if sheet.is_list else ""
        yield f"<table:table table:name={quoteattr(sheet.name)}{look}>"
        yield ods_parts.columns(sheet)
        yield from _rows(sheet)
        yield "</table:table>"
    yield ods_parts.content_tail(sheets)


def _rows(sheet: NewSheet) -> Iterator[str]:
    covered: dict[int, set[int]] = {}
    row = 0
    if sheet.frozen_rows:
        yield "<table:table-header-rows>"
    for row, cells in enumerate(sheet.rows):
        yield f'<table:table-row table:style-name="ro">{_cells(cells, row, covered)}</table:table-row>'
        if row + 1 == sheet.frozen_rows:
            yield "</table:table-header-rows>"
    if row + 1 < sheet.frozen_rows:
        yield "</table:table-header-rows>"


def _cells(cells: Sequence[Plain | NewCell], row: int, covered: dict[int, set[int]]) -> str:
    """The cells of a row, with the places that merged cells of this row and of rows above take."""
    hidden = covered.pop(row, set())
    out: list[str] = []
    column = 0
    for cell in cells:
        while column in hidden:
            out.append("<table:covered-table-cell/>")
            column += 1
        if not isinstance(cell, NewCell):
            out.append(_value(cell, ' table:style-name="plain"'))
            column += 1
            continue
        out.append(_rich(cell))
        out.append("<table:covered-table-cell/>" * (cell.columns - 1))
        for below in range(row + 1, row + cell.rows):
            covered.setdefault(below, set()).update(range(column, column + cell.columns))
        column += cell.columns
    left = [place for place in hidden if place >= column]
    if left:
        out.append("<table:covered-table-cell/>" * (max(left) + 1 - column))
    return "".join(out) or "<table:table-cell/>"


def _rich(cell: NewCell) -> str:
    attributes = f' table:style-name="{cell.look.value}"'
    if cell.columns > 1 or cell.rows > 1:
        attributes += f' table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    if cell.choices is not None:
        attributes += f" table:content-validation-name={quoteattr(cell.choices)}"
    return _value(cell.value, attributes)


def _value(value: Plain, attributes: str) -> str:
    if value is None or value == "":
        return f"<table:table-cell{attributes}/>"
    if isinstance(value, str):
        typed, shown = 'office:value-type="string"', value
    elif isinstance(value, bool):
        shown = "VRAI" if value else "FAUX"
        typed = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        return _date(value, attributes)
    else:
        shown = f"{value}".replace(".", ",")
        typed = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell{attributes} {typed}>{_paragraphs(shown)}</table:table-cell>"


def _date(value: date, attributes: str) -> str:
    """A typed date, shown the French way; the look of the cell gives way to that of dates where it is plain."""
    shown = f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
    moment = value.replace(tzinfo=None, microsecond=0).isoformat() if isinstance(value, datetime) else value.isoformat()
    dated = attributes.replace(
        f'"{Look.PLAIN.value}"', '"plain-moment"' if isinstance(value, datetime) else '"plain-date"'
    )
    typed = f'office:value-type="date" office:date-value="{moment}"'
    return f"<table:table-cell{dated} {typed}><text:p>{shown}</text:p></table:table-cell>"


def _paragraphs(text: str) -> str:
    clean = _ILLEGAL.sub("\ufffd", text)
    if not _DELICATE.search(clean):
        return f"<text:p>{escape(clean)}</text:p>"
    return "".join(f"<text:p>{_spaced(line)}</text:p>" for line in _BREAKS.split(clean))


def _spaced(line: str) -> str:
    """Runs of spaces and tabs, that XML readers would collapse, written as ODF asks."""
    return _SPACES.sub(
        lambda run: "<text:tab/>" if run[0] == "\t" else f'<text:s text:c="{len(run[0])}"/>', escape(line)
    )
