"""What stands above a table or on a sheet of its own: who keeps the register, its representative, its delegate."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from egide.formats.french.vocabulary import is_unknown
from egide.formats.gathering.bodies import body_facts, body_named, is_body, kind_of
from egide.formats.gathering.contacts import contact_of
from egide.formats.gathering.doubts import Key
from egide.formats.grids.grid import Sheet
from egide.formats.headings.header import texts_of
from egide.formats.headings.synonyms import Match, of_front, shape_of
from egide.law.facts import Contact
from egide.law.facts.describing import descriptions

_BLOCKS = {
    "": ("controller", "responsable de traitement", "responsable du traitement", "data controller", "organisme"),
    "dpo.contact.": ("data protection officer", "dpo", ("délégué à la protection des"
        " données"), "dpd", ("data protection officer (if"
        " applicable)"), "délégué"),
    "representative.": ("representative", "représentant", "représentant légal", "representative (if applicable)"),
}  # fmt: skip
_PARTS = {
    "name": ("nom", "name", "nom et prénom", "identité", "name and contact details"),
    "address": ("adresse", "address", "adresse postale"),
    "postal_code": ("code postal", "cp", "postcode"),
    "city": ("ville", "commune", "city"),
    "email": ("courriel", "adresse mél", "email", "e-mail", "mail", "adresse mail", "adresse électronique"),
    "phone": ("téléphone", "tél", "telephone", "phone"),
}  # fmt: skip
_BLOCK_OF = {shape_of(name): block for block, names in _BLOCKS.items() for name in names}
_PART_OF = {shape_of(name): part for part, names in _PARTS.items() for name in names}
_LONGEST = 400
_DASH = re.compile(r"\s+[–—-]\s+")

Facts = dict[str, tuple[Any, Key]]


@dataclass(slots=True)
class Front:
    """What was read: facts of the body, cells that are labels, cells from which nothing came."""

    facts: Facts = field(default_factory=dict)
    labels: list[Key] = field(default_factory=list)
    rest: list[Key] = field(default_factory=list)
    named_in_title: Key | None = None

    @property
    def used(self) -> set[Key]:
        return {key for _, key in self.facts.values()}


def read_front(sheet: Sheet, numbers: Iterable[int]) -> Front:
    """The body as these rows tell it."""
    front = Front()
    blocks: list[tuple[int, str]] = []
    for number in sorted(numbers):
        texts = texts_of(sheet, number)
        cells = [(index, text) for index, text in enumerate(texts) if text]
        opened = list(_opened(cells))
        if opened and len(opened) == len(cells):
            blocks = opened if len(cells) > 1 or not blocks else sorted({*blocks, *opened})
            front.labels.extend((sheet.name, number, index) for index, _ in cells)
            continue
        _row(front, sheet, number, cells, blocks)
    return front


def _opened(cells: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The blocks that a row of titles opens, by the column from which they run."""
    for index, text in cells:
        block = _BLOCK_OF.get(shape_of(text))
        if block is not None:
            yield index, block


def _row(front: Front, sheet: Sheet, number: int, cells: list[tuple[int, str]], blocks: list[tuple[int, str]]) -> None:
    position = 0
    while position < len(cells):
        index, text = cells[position]
        key = (sheet.name, number, index)
        label, _, value = text.partition(":")
        path = _path(label if value else text, index, blocks)
        position += 1
        if path is not None and value.strip():
            _learn(front, path, value.strip(), key)
        elif path is not None and position < len(cells) and _path(cells[position][1], 0, blocks) is None:
            front.labels.append(key)
            at, said = cells[position]
            _learn(front, path, said, (sheet.name, number, at))
            position += 1
        elif path is not None:
            front.labels.append(key)
        else:
            _title(front, text, key)


def _path(text: str, index: int, blocks: list[tuple[int, str]]) -> str | None:
    """The fact of the body that a label announces, in the block above it if there is one."""
    shape = shape_of(text.rstrip(" :*"))
    block = next((name for at, name in reversed(blocks) if at <= index), None)
    part = _PART_OF.get(shape)
    if block is not None and part is not None:
        if block:
            return f"{block}{part}"
        return "name" if part == "name" else f"contact.{part}"
    match: Match | None = of_front().exact(text.rstrip(" :*"))
    return match.target.path.removeprefix("organization.") if match else None


def _learn(front: Front, path: str, text: str, key: Key) -> None:
    if is_unknown(text):
        front.rest.append(key)
        return
    facts: Facts = {}
    if path.endswith(".text"):
        contact = contact_of(text)
        for name in descriptions(Contact):
            value = getattr(contact, name)
            if value is not None:
                facts[f"{path.removesuffix('text')}{name}"] = (value, key)
    else:
        facts = body_facts(path, text, text, key)
    if not facts:
        front.rest.append(key)
    for name, found in facts.items():
        front.facts.setdefault(name, found)


def _body_in(text: str) -> str | None:
    """The body that a title names; of « Département du Nord – DGA Solidarités », the body without its department."""
    first = _DASH.split(text, maxsplit=1)[0].strip()
    return first if is_body(first) else text if is_body(text) else body_named(text)


def _title(front: Front, text: str, key: Key) -> None:
    name = _body_in(text) if len(text) < _LONGEST else None
    if name is None or "name" in front.facts:
        front.rest.append(key)
        return
    front.facts["name"] = (name, key)
    front.named_in_title = key
    if (kind := kind_of(name)) is not None:
        front.facts.setdefault("kind", (kind, key))
