"""Document → PDF/A-3a and PDF/UA-1 by Typst. The text travels as JSON and is never read as markup;
the compiler sees an empty folder, the fonts of this package, and no network."""

import json
import tempfile
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import typst

from egide.documents.document import Attachment, Block, Document, Note, Table
from egide.documents.pdf_tables import with_row_headings
from egide.documents.preparation import RUNNING_LIMIT, breakable, one_line, prepare

# Fonts: IBM Plex Sans by IBM (SIL Open Font License 1.1, fonts/LICENSE.txt), unmodified: regular, italic,
# semibold. Titles are set in Libertinus Serif, which the typst wheel embeds.
_ROOM: Final = Path(__file__).parent
_STANDARDS: Final[list[Any]] = ["a-3a", "ua-1"]


def to_pdf(document: Document) -> bytes:
    """Bytes of the PDF; the same document gives the same bytes. Raises typst.TypstError.

    Typst keeps memory from one call to the next: call it through `rendering.render`, which recycles.
    """
    ready = prepare(document, "font")
    data = json.dumps(_data(ready), ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="egide-pdf-") as empty:
        compiler = typst.Compiler(
            _template(),
            root=empty,
            package_path=empty,
            package_cache_path=empty,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"document": data},
        )
        result = compiler.compile(format="pdf", pdf_standards=_STANDARDS)
    if not isinstance(result, bytes):
        raise TypeError("Typst n’a pas rendu un fichier PDF")
    tables = [block.row_headers for block in ready.blocks if isinstance(block, Table)]
    return with_row_headings(result, tables)


@cache
def _template() -> bytes:
    return resources.files("egide.documents").joinpath("templates/document.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_ROOM / "fonts"])


def _data(document: Document) -> dict[str, Any]:
    data = asdict(document)
    data["date"] = {"year": document.date.year, "month": document.date.month, "day": document.date.day}
    # What is set on the page can wrap anywhere; the file's own properties keep the plain text.
    data["shown"] = {
        "title": breakable(document.title),
        "subtitle": breakable(document.subtitle),
        "author": breakable(document.author),
        "running_author": breakable(one_line(document.author, RUNNING_LIMIT)),
        "running_header": breakable(document.running_header),
        "running_footer": breakable(document.running_footer),
    }
    data["blocks"] = [_block(block) for block in document.blocks]
    data["attachments"] = [_attachment(attachment) for attachment in document.attachments]
    return data


def _block(block: Block) -> dict[str, Any]:
    data = {"block": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        data["shares"] = block.shares
    if isinstance(block, Note):
        data["label"] = block.label
    return data


def _attachment(attachment: Attachment) -> dict[str, Any]:
    data = asdict(attachment)
    try:
        data["data"] = attachment.data.decode("utf-8")
    except UnicodeDecodeError:
        data["data"] = list(attachment.data)
    return data
