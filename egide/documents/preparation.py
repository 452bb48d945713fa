"""From the document as written to the document as set: typography, refused characters, long words.
Every renderer receives what comes out of here, and adds no wording of its own to the blocks."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from egide.documents.document import (
    Attachment,
    Block,
    BulletList,
    Contents,
    Description,
    DescriptionList,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
    runs,
)
from egide.documents.printable import Medium, explanation, printable
from egide.typography import french

SetText = Callable[[str], str]

_LONG_TOKEN = re.compile(r"\S{21,}")
_BREAK_AFTER = re.compile(r"(?<=[/_.@&=?,;:+-])(?=\w)")
_UNBROKEN = re.compile(r"[^\W_]{31,}")
RUNNING_LIMIT: Final = 80  # characters: half the width of a page, in the size of a running line
_BREAK_HERE: Final = "\u200b"


def prepare(document: Document, medium: Medium) -> Document:
    """The same document, ready to be set. What could not be shown is listed in a note at its end."""
    replaced: Counter[str] = Counter()
    adorn = french if document.language.startswith("fr-") else str

    wrap = breakable if medium == "font" else str

    def set_text(text: str) -> str:
        return adorn(printable(text, medium, replaced))

    def set_code(text: str) -> str:
        return wrap(printable(text, medium, replaced))

    blocks = tuple(_block(block, lambda text: wrap(set_text(text)), set_code) for block in document.blocks)
    prepared = _with_metadata(replace(document, blocks=blocks), set_text)
    if not replaced:
        return prepared
    note = Note("info", runs(french(explanation(replaced))), "Caractères remplacés")
    return replace(prepared, blocks=(*prepared.blocks, note))


def with_attachments_named(document: Document) -> Document:
    """For formats that carry no other file: say at the end what the PDF holds and this file does not."""
    if not document.attachments:
        return document
    files = ", ".join(f"{file.name} ({file.description})" for file in document.attachments)
    sentence = f"La version PDF de ce document contient aussi\u00a0: {files}."
    return replace(document, blocks=(*document.blocks, Paragraph(runs(sentence), "small")))


def one_line(text: str, limit: int) -> str:
    """Text cut to what a running line, or a file's property, can hold; the cut is shown."""
    joined = " ".join(text.split("\n"))
    return joined if len(joined) <= limit else f"{joined[: limit - 1].rstrip()}…"


def _with_metadata(document: Document, set_text: SetText) -> Document:
    title = set_text(document.title)
    header = set_text(document.running_header) or title
    return replace(
        document,
        title=title,
        subtitle=set_text(document.subtitle),
        author=set_text(document.author),
        subject=set_text(document.subject),
        keywords=tuple(map(set_text, document.keywords)),
        running_header=one_line(header, RUNNING_LIMIT),
        running_footer=one_line(set_text(document.running_footer), 2 * RUNNING_LIMIT),
        attachments=tuple(_attachment(attachment, set_text) for attachment in document.attachments),
    )


def _attachment(attachment: Attachment, set_text: SetText) -> Attachment:
    return replace(attachment, description=set_text(attachment.description))


def _block(block: Block, set_text: SetText, set_code: SetText) -> Block:
    def line(old: Runs) -> Runs:
        return tuple(_run(run, set_text, set_code) for run in old)

    new: Block = block
    match block:
        case Heading():
            new = replace(block, text=set_text(block.text), aside=set_text(block.aside))
        case Paragraph():
            new = replace(block, runs=line(block.runs))
        case Note():
            new = replace(block, runs=line(block.runs), title=set_text(block.title))
        case BulletList():
            new = replace(block, items=tuple(map(line, block.items)))
        case DescriptionList():
            new = replace(block, items=tuple(_description(item, set_text, line) for item in block.items))
        case Table():
            new = _table(block, set_text, line)
        case Contents():
            new = replace(block, title=set_text(block.title))
        case PageBreak():
            pass
    return new


def _run(run: Run, set_text: SetText, set_code: SetText) -> Run:
    return replace(run, text=set_code(run.text) if run.code else set_text(run.text))


def _description(item: Description, set_text: SetText, line: Callable[[Runs], Runs]) -> Description:
    return replace(item, term=set_text(item.term), details=tuple(map(line, item.details)))


def _table(table: Table, set_text: SetText, line: Callable[[Runs], Runs]) -> Table:
    return replace(
        table,
        caption=set_text(table.caption),
        header=tuple(map(set_text, table.header)),
        rows=tuple(tuple(map(line, row)) for row in table.rows),
    )


def breakable(text: str) -> str:
    """Let a long address, identifier or unbroken word wrap, with zero-width spaces. For paper only."""
    return _LONG_TOKEN.sub(_with_breaks, text)


def _with_breaks(found: re.Match[str]) -> str:
    token = _BREAK_AFTER.sub(_BREAK_HERE, found.group())
    return _UNBROKEN.sub(lambda word: _BREAK_HERE.join(re.findall(".{1,10}", word.group())), token)
