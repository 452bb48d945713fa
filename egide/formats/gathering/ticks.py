"""Boxes drawn in a text: « ☒ Oui ☐ Non » says yes. What is not ticked is not said."""

import re

_DRAWN = frozenset("☐☒☑")
_BOX = re.compile("([☐☒☑])")


def has_boxes(text: str) -> bool:
    """Whether boxes are drawn in a text, other than one box alone, which is a tick by itself."""
    return len(text) > 1 and not _DRAWN.isdisjoint(text)


def ticked(text: str) -> str:
    """The text with the choices that are ticked, and without the others; "" when none is."""
    return "\n".join(kept for line in text.splitlines() if (kept := _line(line)))


def _line(line: str) -> str:
    before, *choices = _BOX.split(line)
    chosen = [
        text.strip() for box, text in zip(choices[::2], choices[1::2], strict=True) if box != "☐" and text.strip()
    ]
    if choices and not chosen:
        return ""
    return " ; ".join(part for part in ([before.strip()] if before.strip() else []) + chosen)
