"""Text as it enters Égide: one kind of line end, no character that cannot be seen or written back."""

import re

_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text with line feeds for line ends, less control characters, zero-width marks and surrogates."""
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))
