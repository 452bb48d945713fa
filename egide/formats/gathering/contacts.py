"""Coordinates written in one cell, taken apart as far as is sure. What cannot be taken apart is kept whole."""

import re
from functools import lru_cache

from egide.law.facts import Contact

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+33\s?(?:\(0\)\s?)?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
_URL = re.compile(r"https?://\S+|www\.\S+")
_POSTAL = re.compile(r"(?<!\d)(\d{5})\s+([^\W\d_][^\n,;()|]*?)(?=\s*(?:[\n,;()|–]|$))")
_LABELS = re.compile(r"(?i)\b(?:t[ée]l(?:[ée]phone)?|courriel|e-?mails?|m[ée]l|adresse|contact)\s*[.:]*\s*$")
_NAME_ENDS = re.compile(r"\n|,|;|\s[-–|]\s")
_LONGEST_NAME = 90


@lru_cache(maxsize=8192)
def contact_of(text: str) -> Contact:
    """A name, an e-mail address, a telephone number, a postal code and its city when they stand in the text.

    A short text with none of these is a name; any other is also kept whole in `text`.
    """
    email, phone, url = _EMAIL.search(text), _PHONE.search(text), _URL.search(text)
    postal = _POSTAL.search(text)
    if not (email or phone or url or postal) and "\n" not in text and len(text) <= _LONGEST_NAME:
        return Contact(name=text)
    return Contact(
        name=_name(text),
        email=email.group() if email else None,
        phone=phone.group() if phone else None,
        url=url.group().rstrip(".,;)") if url else None,
        postal_code=postal[1] if postal else None,
        city=postal[2].strip() if postal else None,
        text=None if email and email.group() == text.strip() else text,
    )


def _name(text: str) -> str | None:
    """What stands before the first comma or line, if it is not already one of the coordinates."""
    first = _NAME_ENDS.split(text.strip(), maxsplit=1)[0]
    for pattern in (_EMAIL, _PHONE, _URL):
        first = pattern.sub("", first)
    first = _LABELS.sub("", first).strip(" ():–-")
    return first if first and len(first) <= _LONGEST_NAME and not first[0].isdigit() else None
