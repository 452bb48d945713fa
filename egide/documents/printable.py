"""What a file format or a font refuses is replaced by a visible mark and counted.
Never a failure, never a loss unseen."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, Literal

Medium = Literal["screen", "font"]

MARK: Final = "▯"
_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SELECTORS: Final = "\ufe0e\ufe0f"
_MODIFIERS: Final = f"\u200d{_SELECTORS}\U0001f3fb-\U0001f3ff"
_INVISIBLE: Final = "\u00ad\u034f\u200b-\u200f\u2060"
_INVISIBLE_SIGNS: Final = frozenset("\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060")
# Control characters, lone surrogates, private use, non-characters (XML 1.0, PDF/A), and what hides or
# reorders the text around it (byte order mark, bidirectional overrides and isolates, annotations, tags).
_REFUSED: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2061-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane + last) for plane in range(0x10000, 0xF0000, 0x10000) for last in (0xFFFE, 0xFFFF))
)
_SCREEN = re.compile(f"[{_REFUSED}]")


def printable(text: str, medium: Medium, replaced: Counter[str]) -> str:
    """Put `MARK` in place of what `medium` cannot show, and add what was there to `replaced`.

    "screen" (DOCX, ODT, HTML) refuses what XML refuses and what would hide or reorder text; "font" (PDF)
    also refuses what the fonts do not draw. Line ends of every kind become `\\n`, tabs a space. A variation
    selector after a sign that can be shown is dropped: it only asks for another drawing of it.
    """
    if text.isascii() and text.isprintable():
        return text

    def mark(found: re.Match[str]) -> str:
        sign = found.group()
        if not sign.strip(_SELECTORS) and found.start() > 0:
            return ""
        replaced[sign] += 1
        return MARK

    text = _NEWLINES.sub("\n", text).replace("\t", " ")
    if medium == "screen":
        return _SCREEN.sub(mark, text)
    text = _no_glyph().sub(mark, unicodedata.normalize("NFC", text))
    return _marked_letter().sub(lambda found: _checked(found, replaced), text)


def _checked(found: re.Match[str], replaced: Counter[str]) -> str:
    """A letter and its combining marks, if one font has them all; else the letter, and `MARK`."""
    signs = set(found["letter"] + found["marks"]) - _INVISIBLE_SIGNS
    if found["letter"] and any(signs <= repertoire for repertoire in _repertoires()[1:]):
        return found.group()
    replaced[found["marks"]] += 1
    return found["letter"] + MARK


@cache
def _repertoires() -> tuple[frozenset[str], ...]:
    """What any font draws, then what each font that carries combining marks draws."""
    text = resources.files("egide.documents").joinpath("fonts/coverage.toml").read_text("utf-8")
    return tuple(frozenset(_characters(entries)) for entries in tomllib.loads(text).values())


def _characters(entries: list[str]) -> Iterator[str]:
    for entry in entries:
        first, _, last = entry.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


@cache
def _no_glyph() -> re.Pattern[str]:
    """A character that no font draws, or an emoji with all its modifiers (one sign to the reader)."""
    character = f"(?![{re.escape(''.join(sorted(_repertoires()[0])))}])[\\s\\S]"
    return re.compile(f"{character}(?:[{_MODIFIERS}]|(?<=\u200d){character})*")


@cache
def _marked_letter() -> re.Pattern[str]:
    marks = "".join(sorted(sign for sign in _repertoires()[0] if unicodedata.category(sign).startswith("M")))
    return re.compile(
        f"(?P<letter>[^{marks}{_INVISIBLE}]?)(?P<joined>[{_INVISIBLE}]*)(?P<marks>[{marks}][{marks}{_INVISIBLE}]*)"
    )


def code_points(sign: str) -> str:
    """`U+1F468 U+200D U+1F469`."""
    return " ".join(f"U+{ord(character):04X}" for character in sign)


def explanation(replaced: Counter[str]) -> str:
    """The sentence that tells a reader which characters are not shown, and how often each came."""
    total = replaced.total()
    most = ", ".join(_times(sign, count) for sign, count in replaced.most_common(20))
    others = len(replaced) - 20
    more = f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else ""
    verb = "un caractère n’a pas pu être montré"
    if total > 1:
        verb = f"{total} caractères n’ont pas pu être montrés"
    return f"Dans ce fichier, {verb} ; le signe {MARK} en tient lieu : {most}{more}."


def _times(sign: str, count: int) -> str:
    return code_points(sign) if count == 1 else f"{code_points(sign)} ({count} fois)"
