"""Finds the row of headings of a table, one or two rows high, below titles and beside blank columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from egide.formats.gathering.columns import Column
from egide.formats.gathering.recording import row_of
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.grids.grid import Sheet
from egide.formats.headings.synonyms import BOXES, Match, group_of, is_known, lone_box, of_register, recognise, shape_of

_LOOKED_AT = 40
_FUZZY_LOOKED_AT = 15
_ENOUGH = 3
_TELLING = frozenset({"purposes", "personal_data", "data_subjects", "recipients", "retention"})
_NAMES_AN_ACTIVITY = frozenset({"traitement", "processing", "activite", "fiche"})
_STRANGE = frozenset({"violation", "incident", "designant", "designe", "demande", "demandeur", "plainte"})
UNKNOWN = Target(NOTES)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column’s heading, with the merged heading above it."""

    index: int
    text: str
    parent: str = ""

    @property
    def title(self) -> str:
        """How it is named in messages and notes."""
        return flat(f"{self.parent} – {self.text}" if self.parent and self.text else self.text or self.parent)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table: `start` is their first row, `height` one or two rows."""

    start: int
    height: int
    headings: tuple[Heading, ...]
    matches: Mapping[int, Match]

    @property
    def score(self) -> int:
        """How many different facts the headings announce for sure."""
        return len({str(match.target) for match in self.matches.values()})

    @property
    def is_enough(self) -> bool:
        """Whether this is a table of activities: three facts, one of which no other table has.

        Boxes that stand alone prove nothing: « Nom, prénom, adresse » are the headings of a directory.
        """
        sure = [match for match in self.matches.values() if not match.is_lone_box]
        heads = {match.target.head for match in sure}
        titles = {word for heading in self.headings for word in shape_of(heading.text)}
        if (titles & _STRANGE and not {"name", "purposes"} <= heads) or self.score * 5 < len(self.headings):
            return False
        return len({str(match.target) for match in sure}) >= _ENOUGH and bool(
            heads & _TELLING or ("name" in heads and titles & _NAMES_AN_ACTIVITY)
        )


def flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def texts_of(sheet: Sheet, number: int) -> list[str]:
    """The stripped texts of a row."""
    return row_of(number, sheet.values.get(number, ())).texts


def find_header(sheet: Sheet) -> Header | None:
    """The headings of the sheet’s table of activities, or None when it has none."""
    numbers = [number for number in sorted(sheet.values) if number < _LOOKED_AT]
    scored = [(len(set(_known(sheet, number))), -number) for number in numbers]
    best = max(scored, default=(0, 0))
    if best[0] >= 2:
        found = _best_height(sheet, -best[1])
        if found.is_enough:
            return found
    return _fuzzy(sheet, numbers)


def _known(sheet: Sheet, number: int) -> Iterator[str]:
    for text in texts_of(sheet, number):
        if text and is_known(text):
            match = of_register().exact(text)
            yield str(match.target) if match else ""


def _fuzzy(sheet: Sheet, numbers: list[int]) -> Header | None:
    """Headings that are nowhere in their own words: the row, among the first, that is understood best."""
    found = [
        _best_height(sheet, number)
        for number in numbers[:_FUZZY_LOOKED_AT]
        if len([t for t in texts_of(sheet, number) if t and len(t) <= 120]) >= _ENOUGH
    ]
    enough = [header for header in found if header.is_enough and header.score * 2 >= len(header.headings)]
    return max(enough, key=lambda header: header.score, default=None)


def _best_height(sheet: Sheet, number: int) -> Header:
    """One row, or two with the row above or below, whichever is understood better."""
    options = [header_at(sheet, number, 1)]
    if _is_second_row(sheet, number + 1, number):
        options.append(header_at(sheet, number, 2))
    if number - 1 in sheet.values and _is_second_row(sheet, number, number - 1):
        options.append(header_at(sheet, number - 1, 2))
    return max(options, key=lambda header: (header.score, -header.height))


def _is_second_row(sheet: Sheet, second: int, first: int) -> bool:
    """Whether a row holds the parts of merged headings: nothing stands under the headings that have no part."""
    below, above = texts_of(sheet, second), texts_of(sheet, first)
    if not any(below) or not any(above):
        return False
    parents = _parents(sheet, first, below)
    parted = {index for index, parent in parents.items() if parent and index < len(below) and below[index]}
    groups = [index for index in parted if group_of(parents[index]) or len(_same(parents, index)) > 1]
    alone = [index for index, text in enumerate(above) if text and index < len(below) and below[index]]
    return bool(groups) and all(index in groups for index in alone)


def _same(parents: Mapping[int, str], index: int) -> list[int]:
    return [other for other, parent in parents.items() if parent == parents[index]]


def _parents(sheet: Sheet, number: int, below: list[str]) -> dict[int, str]:
    """The heading above each column: that of the merged cell that covers it, else the last one on the left."""
    above = texts_of(sheet, number)
    spans = {
        column: span
        for span in sheet.merged
        if span.top <= number <= span.bottom
        for column in range(span.left, span.right + 1)
    }
    parents: dict[int, str] = {}
    carried = ""
    for index in range(max(len(above), len(below))):
        own = above[index] if index < len(above) else ""
        span = spans.get(index)
        if own:
            carried = own if index < len(below) and below[index] else ""
            parents[index] = own
        elif span is not None:
            parents[index] = flat(sheet.text_at(span.top, span.left))
        elif not spans:
            parents[index] = carried
    return parents


def header_at(sheet: Sheet, start: int, height: int) -> Header:
    """The headings that start at this row."""
    headings = tuple(_headings(sheet, start, height))
    matches: dict[int, Match] = {}
    for heading in headings:
        match = recognise(heading.text or heading.parent, heading.parent if heading.text else "")
        if match is not None:
            matches[heading.index] = match
    _lone_boxes(headings, matches)
    return Header(start, height, headings, matches)


def _headings(sheet: Sheet, start: int, height: int) -> Iterator[Heading]:
    if height == 1:
        yield from (Heading(index, text) for index, text in enumerate(texts_of(sheet, start)) if text)
        return
    below = texts_of(sheet, start + 1)
    parents = _parents(sheet, start, below)
    for index in range(max(len(below), max(parents, default=-1) + 1)):
        own, parent = below[index] if index < len(below) else "", parents.get(index, "")
        if own or (parent and index < len(texts_of(sheet, start)) and texts_of(sheet, start)[index]):
            yield Heading(index, own, parent)


def _lone_boxes(headings: tuple[Heading, ...], matches: dict[int, Match]) -> None:
    """Boxes to tick with no heading above: believed when two at least are of one list."""
    for group in BOXES:
        found = {
            heading.index: match
            for heading in headings
            if heading.index not in matches and (match := lone_box(heading.text, group))
        }
        if len(found) > 1:
            matches.update(found)


def columns_of(header: Header) -> tuple[Column, ...]:
    """The columns that the headings announce; one that is not understood goes to the notes."""
    kept = _one_each(header)
    return tuple(
        Column(heading.index, heading.title, match.target, match.rank, match.number, match.certainty, match.also)
        if (match := kept.get(heading.index)) is not None
        else Column(heading.index, heading.title, UNKNOWN, 2000, certainty=0.0)
        for heading in header.headings
    )


def _one_each(header: Header) -> dict[int, Match]:
    """Where two columns announce a fact that has room for one, the surest heading, then the first by alphabet."""
    titles = {heading.index: heading.title for heading in header.headings}
    by_certainty = sorted(header.matches.items(), key=lambda found: (-found[1].certainty, titles[found[0]], found[0]))
    taken: set[str] = set()
    kept: dict[int, Match] = {}
    for index, match in by_certainty:
        target = match.target
        if target.is_list or target.path == NOTES or target.path not in taken:
            kept[index] = match
            taken.add(target.path)
    return kept
