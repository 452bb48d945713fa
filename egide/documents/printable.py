"""What a file format or a font refuses is replaced by a visible mark and counted: never a failure, never a loss unseen."""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import Final, Literal

Medium = Literal["screen", "font"]

MARK: Final = "▯"
_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_JOINERS: Final = "\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
# Control characters, lone surrogates, private use, non-characters (XML 1.0, PDF/A), and what hides or
# reorders the text around it (byte order mark, bidirectional overrides and isolates, annotations, tags).
_REFUSED: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2061-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff"
    "\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane + last) for plane in range(0x10000, 0xF0000, 0x10000) for last in (0xFFFE, 0xFFFF))
)


@cache
def _unprintable(medium: Medium) -> re.Pattern[str]:
    """One refused character, or an emoji with all its modifiers (it is one sign to the reader)."""
    characters = f"[{_REFUSED}]" if medium == "screen" else f"(?![{_fonts_cover()}])[\\s\\S]"
    return re.compile(f"{characters}(?:[{_JOINERS}]|(?<=\u200d){characters})*")


@cache
def _fonts_cover() -> str:
    text = resources.files("egide.documents").joinpath("fonts/coverage.toml").read_text("utf-8")
    ends = (entry.partition("-") for entry in tomllib.loads(text)["ranges"])
    return "".join(
        f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}" for first, _, last in ends
    )


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
        if sign.strip("\ufe0e\ufe0f") == "" and found.start() > 0:
            return ""
        replaced[sign] += 1
        return MARK

    text = _NEWLINES.sub("\n", text).replace("\t", " ")
    return _unprintable(medium).sub(mark, text)


def code_points(sign: str) -> str:
    """`U+1F468 U+200D U+1F469`."""
    return " ".join(f"U+{ord(character):04X}" for character in sign)


def explanation(replaced: Counter[str]) -> str:
    """The sentence that tells a reader which characters are not shown, and how often each came."""
    total = replaced.total()
    most = ", ".join(_times(sign, count) for sign, count in replaced.most_common(20))
    others = len(replaced) - 20
    more = f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else ""
    verb = "un caractère n’a pas pu être montré" if total == 1 else f"{total} caractères n’ont pas pu être montrés"
    return f"Dans ce fichier, {verb} ; le signe {MARK} en tient lieu : {most}{more}."


def _times(sign: str, count: int) -> str:
    return code_points(sign) if count == 1 else f"{code_points(sign)} ({count} fois)"

