"""The files that a register is written to: documents to read, and what they are called on the network."""

from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from egide.documents.layouts.register import register_document
from egide.documents.layouts.sealed import sealed
from egide.documents.rendering import Format, render
from egide.formats.converting import TARGETS, write_register
from egide.formats.seal import Seal
from egide.law.facts import Register

DOCUMENTS: Final[Mapping[str, str]] = {
    "pdf": "Document PDF",
    "docx": "Document Word",
    "odt": "Document LibreOffice",
    "html": "Page à lire",
}
_KINDS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def written(
    facts: Register, chosen: str, day: date, drawn: Seal | None, *, communicable: bool = False, **patience: float
) -> bytes:
    """The register as a file that says which entry it was drawn from. Raises RenderingFailed, ValueError.

    `timeout`, for documents: see `render`.
    """
    if chosen in DOCUMENTS:
        document = sealed(register_document(facts, day, communicable=communicable), drawn)
        return render(document, cast("Format", chosen), **patience)
    return write_register(facts, chosen, drawn)


def extension(chosen: str) -> str:
    """« .pdf », « .xlsx », « .csv.zip »…"""
    found = TARGETS[chosen].extension if chosen in TARGETS else chosen
    return f".{found.lstrip('.')}"


def content_type(chosen: str) -> str:
    """As browsers are told."""
    return _KINDS.get(extension(chosen).rpartition(".")[2], "application/octet-stream")
