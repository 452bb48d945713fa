"""The processings of CISO Assistant (intuitem), from its workbook of seven sheets or its flat template."""

from egide.formats.ciso_assistant.reader import read, recognises

__all__ = ["read", "recognises"]
