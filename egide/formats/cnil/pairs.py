"""Rows of two cells, a kind and its details, and the codes their words stand for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from egide.formats.cnil.labels import Section
from egide.formats.cnil.page import Page, Row
from egide.formats.cnil.pen import Pen
from egide.formats.french.vocabulary import is_negation, is_unknown
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts.codes.base import Code

C = TypeVar("C", bound=Code)

_OTHERS = frozenset(
    {"autre", "autres", "autre (preciser)", "autres (preciser)", "autres mesures", "autres mesures (a preciser)"}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two cells say, negations and empty cells already set aside."""

    kind: str
    detail: str
    kind_cells: tuple[Cell, ...]
    detail_cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return f"{self.kind}\u00a0: {self.detail}" if self.kind and self.detail else self.kind or self.detail

    @property
    def first(self) -> Cell:
        return (*self.kind_cells, *self.detail_cells)[0]

    @property
    def says_other(self) -> bool:
        """« Autres (préciser) »: the details are what counts."""
        return fold(self.kind) in _OTHERS

    def used(self, pen: Pen, line: UUID, kind: str, detail: str) -> None:
        for cell in self.kind_cells:
            pen.use(cell, kind, line)
        for cell in self.detail_cells:
            pen.use(cell, detail, line)


@dataclass(frozen=True, slots=True)
class Words:
    """The path that a column fills, and what people call it."""

    path: str
    title: str


def told(pen: Pen, row: Row) -> list[Cell]:
    """The cells that say something; « à compléter » is a reminder, not a fact. A label of one's own speaks too."""
    cells = [*((row.head,) if row.head is not None and row.label is None else ()), *row.values]
    pen.ignore((c for c in cells if is_unknown(c.text)), "case à compléter, laissée vide")
    return [cell for cell in cells if not is_unknown(cell.text)]


def pairs(pen: Pen, page: Page, section: Section, path: str) -> tuple[list[Pair], bool]:
    """The rows of a section that say something, and whether any says « none »."""
    found: list[Pair] = []
    denied = False
    second = dict(page.columns[section]).get("detail", 1 << 14)
    for row in page.of(section):
        cells = told(pen, row)
        negations = [cell for cell in cells if is_negation(cell.text)]
        values = [cell for cell in cells if cell not in negations]
        if values:
            pen.ignore(negations, "réponse négative")
            found.append(_pair(values, second))
        else:
            denied |= bool(negations)
            pen.negated(section.value, negations, path)
    return found, denied


def _pair(values: list[Cell], second: int) -> Pair:
    kinds = tuple(c for c in values if c.column < second)
    details = tuple(c for c in values if c.column >= second)
    return Pair(joined(kinds), joined(details), kinds, details)


def joined(cells: tuple[Cell, ...] | list[Cell]) -> str:
    """The text of cells that belong together."""
    return " ".join(cell.text.strip() for cell in cells)


def codes(
    pen: Pen,
    pair: Pair,
    one: Callable[[str], tuple[C, float] | None],
    every: Callable[[str], tuple[C, ...]],
    words: Words,
) -> tuple[C | None, ...]:
    """The codes that a pair stands for: one, several for a text that names several, or None with a doubt."""
    text = pair.detail if pair.says_other or not pair.kind else pair.kind
    found = one(text) or one(pair.text)
    if found is None:
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, f"{words.title} non reconnue : « {pair.text} »", pair.first, words.path)
        return (None,)
    several = every(text) if found[1] < 1 else ()
    chosen = several if len(several) > 1 else (found[0],)
    if found[1] < 1:
        message = f"« {pair.text} » lu comme : {', '.join(code.label for code in chosen)}"
        pen.doubt(DoubtKind.GUESSED, message, pair.first, words.path, found[1])
    return chosen


def detail_of(pair: Pair, code: Code | None) -> str | None:
    """The words of the file, less those that only repeat the label of the code."""
    if code is not None and is_label(pair.kind, code):
        return pair.detail or None
    return pair.text


def is_label(text: str, code: Code) -> bool:
    """Whether a text is the label of the code, as our own workbook writes it."""
    return fold(text) == fold(code.label)
