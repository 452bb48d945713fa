"""A document that says which entry of the journal it was drawn from: at the foot of each page, and at its end."""

from dataclasses import replace

from egide.documents.document import Document, Note, runs
from egide.formats.seal import Seal


def sealed(document: Document, seal: Seal | None) -> Document:
    """The same document with its seal; as it was without one."""
    if seal is None:
        return document
    footer = " – ".join(filter(None, (document.running_footer, seal.sentence)))
    note = Note("info", runs(seal.explanation), title="Ce qui prouve ce document")
    return replace(document, running_footer=footer, blocks=(*document.blocks, note))
