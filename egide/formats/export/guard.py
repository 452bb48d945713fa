"""Keeps a text of a CSV file from being run as a formula by the spreadsheet that opens it."""

import re

# What starts a formula, full-width forms included, even after spaces and quotes that some programs skip.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@\t\r＝＋－＠]")


def guarded(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet might take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was guarded: the inverse of `guarded`, whatever the text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
