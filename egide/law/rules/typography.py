"""French typography: the spaces that must not break, put where people who write rules type plain ones."""

import re

_NARROW = "\u202f"
_FIXED = "\u00a0"
_SUBSTITUTIONS = (
    (re.compile(r"« "), f"«{_NARROW}"),
    (re.compile(r" (?=[»;!?])"), _NARROW),
    (re.compile(r" (?=:)"), _FIXED),
    (re.compile(r"(?<=n°) (?=\d)"), _FIXED),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), _NARROW),
    (re.compile(r"(?<=[^\W\d_])'(?=\w)"), "’"),
)


def typeset(text: str) -> str:
    """The same text with its non-breaking spaces and its apostrophes; typeset text is left as it is."""
    for found, replacement in _SUBSTITUTIONS:
        text = found.sub(replacement, text)
    return text
