"""Reads the register exported by MADIS (Soluris), the tool that many shared delegates use: one CSV, 68 columns."""

from egide.formats.madis.reading import FORMAT, LABEL, read, recognises

__all__ = ["FORMAT", "LABEL", "read", "recognises"]
