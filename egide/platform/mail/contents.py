"""What a mail says, as plain values: a subject, then paragraphs, links, headings. Both its forms are made from them."""

import json
import re
from dataclasses import dataclass
from typing import Final

from egide.typography import french

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ONLY_A_LINK: Final = re.compile(r"https?://\S+")
_LARGEST_FILE: Final = 100_000
PARAGRAPH: Final = "paragraph"
LINK: Final = "link"
HEADING: Final = "heading"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading (`text`), or a link (`text` says what it does, `url` where it goes)."""

    text: str
    what: str = PARAGRAPH
    url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a mail, already set the French way, without any control character."""

    subject: str
    blocks: tuple[Block, ...]
    name: str = ""
    """Of whoever reads it, when it is known."""
    attached: tuple[str, str] = ("", "")
    """The name and the text of a file that goes with it; nothing by default."""

    def stored(self) -> str:
        """As JSON."""
        blocks = [[b.text, b.what, b.url] for b in self.blocks]
        return json.dumps([self.subject, blocks, self.name, self.attached], ensure_ascii=False)

    @classmethod
    def read(cls, stored: str) -> "Content":
        """Back from JSON."""
        subject, blocks, name, (file_name, text) = json.loads(stored)
        return cls(subject, tuple(Block(*each) for each in blocks), name, (file_name, text))


def content(subject: str, *blocks: str | Block, name: str = "", attached: tuple[str, str] = ("", "")) -> Content:
    """A content; what people wrote may be in it: lines are joined, so that no header and no block can be slipped in.

    `attached`: the name and the text of a small file, sealed and erased with the words. Raises ValueError beyond
    100,000 characters, since it is kept in the row of the message.
    """
    if len(attached[1]) > _LARGEST_FILE:
        raise ValueError("the file is too large for a message")
    made = (Block(each) if isinstance(each, str) else each for each in blocks)
    said = tuple(Block(_line(block.text), block.what, _address(block.url)) for block in made)
    return Content(_line(subject), said, _line(name), attached)


def link(text: str, url: str) -> Block:
    """A thing to do. `url` is absolute."""
    return Block(text, LINK, url)


def from_text(subject: str, text: str) -> Content:
    """From a mail written as text: a blank line parts the paragraphs, one that is only an address is a link."""
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    words = [p for p in parts if p not in {"Égide", "-- Égide"}]
    return content(subject, *(link("Ouvrir", p) if _ONLY_A_LINK.fullmatch(p) else p for p in words))


def _line(text: str) -> str:
    return french(_CONTROL.sub(" ", text).strip())


def _address(url: str) -> str:
    """Raises ValueError on anything but an absolute address of the web."""
    if url and not _ONLY_A_LINK.fullmatch(url):
        raise ValueError(f"not an absolute address: {url!r}")
    return url
