"""The files that a register is written to: documents to read, and what they are called on the network."""

from collections.abc import Mapping
from typing import Final

from egide.formats.converting import TARGETS

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


def extension(chosen: str) -> str:
    """« .pdf », « .xlsx », « .csv.zip »…"""
    found = TARGETS[chosen].extension if chosen in TARGETS else chosen
    return f".{found.lstrip('.')}"


def content_type(chosen: str) -> str:
    """As browsers are told."""
    return _KINDS.get(extension(chosen).rpartition(".")[2], "application/octet-stream")
