"""What calamine does not tell of an .xlsx: which part holds which sheet, and the comments left on cells."""

import posixpath
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from egide.formats.grids.addresses import parse_address
from egide.formats.grids.prescan import damaged_archive
from egide.formats.grids.texts import clean_text
from egide.formats.grids.xml_events import feed, local, strict_parser

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet, the member of the archive that holds it, and the members that hold its comments."""

    name: str
    member: str
    comments: tuple[str, ...]


def sheet_parts(archive: zipfile.ZipFile) -> tuple[SheetPart, ...]:
    """In the order of the workbook; a sheet whose part cannot be found is left to calamine to judge."""
    members = {name.lower(): name for name in archive.namelist()}
    targets = {key: target for key, (_, target) in _relations(archive, _WORKBOOK, members).items()}
    parts = []
    for name, key in _sheets(archive, members):
        member = targets.get(key)
        if member is not None:
            relations = _relations(archive, member, members).values()
            comments = [target for kind, target in relations if kind in ("comments", "threadedComment")]
            parts.append(SheetPart(name, member, tuple(comments)))
    return tuple(parts)


def sheet_comments(archive: zipfile.ZipFile, part: SheetPart) -> Mapping[tuple[int, int], str]:
    """Text by cell. A threaded conversation wins over the notice that an older Excel shows instead."""
    plain: dict[tuple[int, int], str] = {}
    threads: dict[tuple[int, int], str] = {}
    for member in part.comments:
        reader = _CommentReader(plain, threads)
        _parse(archive, member, reader.start, reader.end, reader.text)
    return plain | threads


def _sheets(archive: zipfile.ZipFile, members: Mapping[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            key = next((value for label, value in attributes.items() if local(label) == "id"), "")
            found.append((attributes.get("name", ""), key))

    if _WORKBOOK in members.values():
        _parse(archive, _WORKBOOK, start)
    return found


def _relations(archive: zipfile.ZipFile, member: str, members: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Id → last word of the type, member pointed at (only those that exist: nothing outside is followed)."""
    folder, name = posixpath.split(member)
    source = members.get(f"{folder}/_rels/{name}.rels".lower())
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip("/")
        real = members.get(target.lower())
        if real is not None:
            found[attributes.get("Id", "")] = (posixpath.basename(attributes.get("Type", "")), real)

    if source is not None:
        _parse(archive, source, start)
    return found


class _CommentReader:
    """Old comments keep their text in `t` within `text`, threaded ones in `text` itself."""

    def __init__(self, plain: dict[tuple[int, int], str], threads: dict[tuple[int, int], str]) -> None:
        self._plain = plain
        self._threads = threads
        self._cell: tuple[int, int] | None = None
        self._threaded = False
        self._inside = False
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "comment" | "threadedComment" as kind:
                self._threaded = kind == "threadedComment"
                self._cell = _cell(attributes.get("ref", ""))
                self._pieces = []
            case "t" | "text" as kind:
                self._inside = (kind == "text") == self._threaded

    def end(self, name: str) -> None:
        match local(name):
            case "t" | "text":
                self._inside = False
            case "comment" | "threadedComment" if self._cell is not None:
                self._keep(self._cell, clean_text("".join(self._pieces)).strip())

    def text(self, piece: str) -> None:
        if self._inside:
            self._pieces.append(piece)

    def _keep(self, cell: tuple[int, int], text: str) -> None:
        known = self._threads if self._threaded else self._plain
        known[cell] = f"{known[cell]}\n{text}" if cell in known else text


def _cell(reference: str) -> tuple[int, int] | None:
    try:
        return parse_address(reference)
    except ValueError:
        return None


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = strict_parser(namespaced=True)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    with damaged_archive(), archive.open(member) as stream:
        feed(parser, stream, member)
