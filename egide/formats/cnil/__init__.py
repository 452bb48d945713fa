"""The CNIL's « registre simplifié » workbook, both ways. Rows are found by their labels, never by their number."""

from egide.formats.cnil.pen import FORMAT
from egide.formats.cnil.reader import FORMAT_LABEL, read
from egide.formats.cnil.recognise import recognises
from egide.formats.cnil.writer import cannot_hold, write_cnil_ods, write_cnil_xlsx

__all__ = ["FORMAT", "FORMAT_LABEL", "cannot_hold", "read", "recognises", "write_cnil_ods", "write_cnil_xlsx"]
