"""The CNIL's « registre simplifié » workbook, both ways. Rows are found by their labels, never by their number."""

from egide.formats.cnil.pen import FORMAT
from egide.formats.cnil.reader import FORMAT_LABEL, read
from egide.formats.cnil.recognise import recognises

__all__ = ["FORMAT", "FORMAT_LABEL", "read", "recognises"]
