"""The register as one JSON document, complete and lossless: `write_package` and `read_package` undo each other."""

from egide.formats.package.document import read_package, reading, recognises, write_package

__all__ = ["read_package", "reading", "recognises", "write_package"]
