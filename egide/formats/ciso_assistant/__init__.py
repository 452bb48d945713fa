"""Reads a processing exported by CISO Assistant: a workbook of seven sheets, or its flat template of one."""

from egide.formats.ciso_assistant.reading import FORMAT, LABEL, read, recognises

__all__ = ["FORMAT", "LABEL", "read", "recognises"]
