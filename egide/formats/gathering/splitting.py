"""A cell that holds several answers: lines, bullets, numbers, semicolons. Never within parentheses."""

import re

_BULLET = re.compile(r"^\s*(?:[-–—•·▪■□◦‣►➢➤*✓✔→o]\s+|[-–—•·▪■◦‣►➢➤✓✔→]|\(?\d{1,2}\s?[.):°]\s+|\(?[a-h]\)\s+)")
_NUMBERS = re.compile(r"(?:^|\s)\(?\d{1,2}[.)]\s+")
_AFTER_LETTER = (" ", ")")  # « o carotte », « a) carotte »: any other word is no bullet
_SENTENCE_ENDS = (".", ";", ":", ",", "!", "?")


def lines(text: str) -> list[str]:
    """The lines of a cell without their bullets; a line that goes on from the one above is joined to it."""
    if "\n" not in text and "\r" not in text:
        return [bare for item in numbered(text) if (bare := without_bullet(item))]
    found: list[str] = []
    for line in (item for written in text.splitlines() for item in numbered(written)):
        bare = without_bullet(line)
        if not bare:
            continue
        if found and bare[0].islower() and bare == line.strip() and not found[-1].endswith(_SENTENCE_ENDS):
            found[-1] = f"{found[-1]} {bare}"
        else:
            found.append(bare)
    return found


def without_bullet(line: str) -> str:
    """A line without the bullet or number at its head, nor the separator at its end."""
    if line[:1].isalpha() and line[1:2] not in _AFTER_LETTER:
        return line.strip().rstrip(";").rstrip()
    return _BULLET.sub("", line).strip().rstrip(";").rstrip()


def outside_brackets(text: str, separator: str) -> list[str]:
    """Split on a separator, not within parentheses; empty pieces left out."""
    if separator not in text:
        return [text] if text.strip() else []
    if "(" not in text:
        return [part for piece in text.split(separator) if (part := piece.strip())]
    pieces, depth, start = [], 0, 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth <= 0 and text.startswith(separator, position) and position >= start:
            pieces.append(text[start:position])
            start = position + len(separator)
    pieces.append(text[start:])
    return [part for piece in pieces if (part := piece.strip())]


def numbered(text: str) -> list[str]:
    """« 1) inscrire 2) facturer » on one line gives its two items; anything else, itself."""
    text = text.strip()
    if text[:1] not in ("1", "(") or not re.match(r"\(?1[.)]\s", text) or not re.search(r"\s\(?2[.)]\s", text):
        return [text]
    return [part for piece in _NUMBERS.split(text) if (part := piece.strip().rstrip(";,").strip())]


def split(text: str, *separators: str) -> list[str]:
    """The answers of a cell: its lines and numbered items, then cut at each separator."""
    found = lines(text)
    for separator in separators:
        found = [piece for item in found for piece in outside_brackets(item, separator)]
    return [bare for piece in found if (bare := without_bullet(piece))]
