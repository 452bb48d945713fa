"""The name of a file as people read it: no path, nothing invisible, nothing that a system would refuse."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 150
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Those of devices, that Windows opens instead of a file.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def cleaned(name: str) -> str:
    """« C:\\Users\\anne\\arrêté.pdf » gives « arrêté.pdf ». The extension stays, in lower case; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c if c == " " or c.isprintable() else " " for c in last)  # no control, no change of direction
    shown = " ".join(_FORBIDDEN.sub("_", shown).split()).rstrip(". ")
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        stem, extension = shown, ""
    stem = stem.strip(". ")
    if not stem or _DEVICES.match(shown):
        stem = f"fichier {stem}".strip()
    extension = extension.lower()[:10]
    stem = stem[: LONGEST - len(extension) - 1].rstrip(". ")
    return f"{stem}.{extension}" if extension else stem


def extension(name: str) -> str:
    """« pdf »; "" without one."""
    return name.rpartition(".")[2] if "." in name else ""
