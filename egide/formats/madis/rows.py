"""A row of MADIS put in the form that the common readers take: boxes with their comments, lists, aligned durations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from egide.formats.french.vocabulary import yes_no
from egide.formats.french.words import fold
from egide.formats.gathering.answers import Answer, Answering
from egide.formats.gathering.columns import Column, Field
from egide.formats.gathering.families import Family
from egide.formats.gathering.lines import Draft
from egide.formats.gathering.meaning import find
from egide.formats.gathering.recording import Row
from egide.formats.gathering.retentions import retention_line
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.madis import headings as h
from egide.law.facts.codes import Collection, DataSubjectCategory, FinalFate

_NUMBERED = re.compile(r"^\s*(\d{1,3})\s*:\s?(.*)$")
_LISTS = (h.PROCESSORS, h.SYSTEMS)
_DIRECT = frozenset({"formulaire web", "formulaire papier", "contrat", "entretien oral"})
_INDIRECT = frozenset({"liste recue"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an export: each box with its comment, and those that are rewritten."""

    columns: tuple[Column, ...]
    comments: Mapping[int, int]
    at: Mapping[str, int]


def layout_of(texts: Sequence[str], *, swapped: bool) -> Layout:
    """The columns of these headings. `swapped`: the eight pairs of people hold values in another order."""
    at = {fold(text): index for index, text in enumerate(texts)}
    names = {fold(name): name for name in (*h.TREATMENT, *_boxes())}
    comments = {
        at[fold(heading)]: at[fold(heading + h.COMMENT)]
        for heading in _boxes()
        if fold(heading) in at and fold(heading + h.COMMENT) in at
    }
    columns = []
    for index, text in enumerate(texts):
        if index in comments.values():
            columns.append(Column(index, " ".join(text.split()), Target(NOTES), 2000))
            continue
        columns.append(Column(index, " ".join(text.split()), _target(names.get(fold(text)), swapped), index))
    return Layout(tuple(columns), comments, {name: at[fold(name)] for name in names.values() if fold(name) in at})


def _boxes() -> Iterator[str]:
    yield from (h.PEOPLE + name for name in h.HEADED)
    yield from (h.SECURITY + name for name in (*h.SECURITY_CODES, "Autres", *h.SECURITY_FLAGS))
    yield from (h.SPECIFIC + name for name in h.CRITERIA)


def _target(heading: str | None, swapped: bool) -> Target:
    if heading is None:
        return Target(NOTES)
    if heading in h.TREATMENT:
        return h.TREATMENT[heading]
    if heading.startswith(h.PEOPLE):
        name = heading.removeprefix(h.PEOPLE)
        return h.people_target(h.WRITTEN[h.HEADED.index(name)] if swapped else name)
    if heading.startswith(h.SPECIFIC):
        return h.criterion_target(heading.removeprefix(h.SPECIFIC))
    return h.security_target(heading.removeprefix(h.SECURITY))


def is_in_tool_order(texts: Sequence[str]) -> bool:
    """Whether the headings of people stand in the order of MADIS 2.4.1, where values do not follow them."""
    order = [fold(text) for text in texts if fold(text) in {fold(h.PEOPLE + name) for name in h.HEADED}]
    return order == [fold(h.PEOPLE + name) for name in h.HEADED]


def votes(rows: Sequence[Row], layout: Layout) -> int:
    """What comments tell of the order: above 0 for the headings, below for the tool’s, 0 for neither."""
    balance = 0
    for rank, name in enumerate(h.HEADED):
        comment = layout.comments.get(layout.at.get(h.PEOPLE + name, -1))
        headed, written = h.PEOPLE_CODES.get(name), h.PEOPLE_CODES.get(h.WRITTEN[rank])
        if comment is None or headed == written:
            continue
        for row in rows:
            text = row.texts[comment] if comment < len(row.texts) else ""
            found = find(DataSubjectCategory, text) if text else None
            if found and found[1] >= 0.8:
                balance += (found[0].value == headed) - (found[0].value == written)
    return balance


def prepared(row: Row, layout: Layout) -> tuple[Row, list[int]]:
    """The row with each comment in its box and its lists in lines; the columns that were read with another."""
    texts = list(row.texts)
    together = list(_comments_into_boxes(texts, layout))
    for heading in _LISTS:
        index = layout.at.get(heading, -1)
        if 0 <= index < len(texts):
            texts[index] = texts[index].replace(" - ", "\n")
    _support(texts, layout)
    return Row(row.number, texts, texts), together


def _comments_into_boxes(texts: list[str], layout: Layout) -> Iterator[int]:
    """« Oui » with a comment becomes the comment; a comment beside « Non » stays, and goes to the notes."""
    for box, comment in layout.comments.items():
        if comment < len(texts) and texts[comment] and yes_no(texts[box]):
            word = dict(layout.columns[box].target.given).get("detail")
            texts[box] = f"{word}\u00a0: {texts[comment]}" if word else texts[comment]
            texts[comment] = ""
            yield comment


def _support(texts: list[str], layout: Layout) -> None:
    """« Traitement papier » is Actif or Inactif: beside software it is both, alone it is paper."""
    index, systems = layout.at.get(h.SUPPORT, -1), layout.at.get(h.SYSTEMS, -1)
    if 0 <= index < len(texts) and texts[index]:
        paper, digital = fold(texts[index]) == "actif", 0 <= systems < len(texts) and bool(texts[systems])
        texts[index] = "Numérique et papier" if paper and digital else "Papier" if paper else "Numérique"


def collection_of(row: Row, layout: Layout) -> Collection | None:
    """Whether the means of collection are all the person’s, all others’, or both; unknown with any other."""
    index = layout.at.get(h.MEANS, -1)
    said = {fold(part) for part in row.texts[index].split(",")} if 0 <= index < len(row.texts) else set()
    said.discard("")
    if not said or not said <= _DIRECT | _INDIRECT:
        return None
    if said <= _DIRECT:
        return Collection.DIRECT
    return Collection.INDIRECT if said <= _INDIRECT else Collection.MIXED


def numbered(text: str) -> dict[int, str]:
    """« 1: 75 ans / 2: 1 an », one a line, by number; a line without a number goes on from the one above."""
    found: dict[int, str] = {}
    last = 1
    for line in text.splitlines():
        match = _NUMBERED.match(line)
        if match:
            last = int(match[1])
            found[last] = match[2].strip()
        elif line.strip():
            found[last] = f"{found.get(last, '')} {line.strip()}".strip()
    return {number: words for number, words in found.items() if words}


def read_retentions(_: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """The three columns of retention, aligned by their numbers."""
    answering = Answering()
    by_field = {field.within: (field, numbered(text)) for field, text in zip(fields, texts, strict=True)}
    numbers = sorted({number for _, found in by_field.values() for number in found})
    for number in numbers:
        draft = _retention(by_field, number, answering)
        if draft.facts:
            answering.lines.append(draft.proto())
    return answering.done()


def _retention(by_field: Mapping[str, tuple[Field, dict[int, str]]], number: int, answering: Answering) -> Draft:
    field, durations = by_field["active"]
    draft = retention_line(field, durations[number], answering) if number in durations else Draft({}, [], field)
    for within in ("data", "final_fate"):
        other, found = by_field.get(within, (field, {}))
        text = found.get(number)
        if text is None:
            continue
        value = text if within == "data" else _fate(other, text, answering)
        if value is not None:
            draft.facts[within] = value
            draft.cells.append((within, other.index))
    return draft


def _fate(field: Field, text: str, answering: Answering) -> FinalFate | None:
    if fold(text) == "non determine":
        return None
    found: tuple[FinalFate, float] | None = find(FinalFate, text)
    if found is None:
        answering.misunderstood(
            f"{field.subject}\u00a0: «\u202f{text}\u202f» n’est pas un sort final connu", field.index, field.path
        )
        answering.left.append((field.index, text))
        return None
    return found[0]
