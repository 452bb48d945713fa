"""One Document value, rendered as PDF, DOCX, ODT and HTML."""
