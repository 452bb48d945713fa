"""The flow as boxes and lines: where each stands, what fits in it. Two drawings, for a screen and for a telephone."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from egide.law.french import plural
from egide.registers.processing.flow import Flow, Node

# Beyond these a box or a column says how many are left; the words beside the picture name them all.
MOST_ITEMS: Final = 5
MOST_BOXES: Final = 8
_PAD = 12
_GAP = 14
_TALL, _ASIDE, _SET_IN, _RAIL = 320.0, 39.0, 280.0, 18.0
# Widths at most, in parts of the height of the type: no common sans serif is wider. A title is bold.
_NARROW_LETTER, _LETTER, _CAPITAL, _BOLD = 0.33, 0.6, 0.77, 1.1
# The heights of the type in the two drawings: the narrow one is shown smaller than it is drawn. See flow.css.
SMALL: Final = 13.0
LARGE: Final = 16.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text of a box, from its middle."""

    x: float
    y: float
    words: str
    is_title: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle and its lines of text. `kind` is a class of the style sheet."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    outside: bool
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A line between two boxes, as the `d` of a path."""

    d: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws. `name` is « wide » or « tall »: one of the two is shown, by the width of the screen."""

    name: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A node with its words cut to fit, and its size, not yet placed."""

    node: Node
    title: tuple[str, ...]
    items: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return 2 * _PAD + self.line * (len(self.title) + len(self.items)) - 4

    @property
    def line(self) -> float:
        """From one line of text to the next."""
        return self.size + 5


def pictures(flow: Flow) -> tuple[Picture, Picture]:
    """The drawing for a screen, 760 wide, and the one for a telephone, 320 wide."""
    return _wide(flow), _tall(flow)


def _wide(flow: Flow) -> Picture:
    """Four columns, each centred on the same height."""
    width, gap = 160.0, 40.0
    columns = [_cards(nodes, width, SMALL) for nodes in _columns(flow)]
    height = max(_height(cards) for cards in columns) + 2
    boxes = [
        _stack(cards, 1 + rank * (width + gap), (height - _height(cards)) / 2, width)
        for rank, cards in enumerate(columns)
    ]
    ways = [
        Way(_across(source, target), target.outside)
        for left, right in pairwise(boxes)
        for source in left
        for target in right
    ]
    return Picture(
        "wide", 4 * width + 3 * gap + 2, height, tuple(box for column in boxes for box in column), tuple(ways)
    )


def _tall(flow: Flow) -> Picture:
    """One column, read from top to bottom; what is set in stands beside a rail that comes from the box above it."""
    *before, after = _columns(flow)
    stops: list[list[Box]] = []
    y = 1.0
    for nodes in before:
        stops.append(_steps(nodes, y))
        y = stops[-1][-1].y + stops[-1][-1].height + 2 * _GAP
    service = stops[-1][-1]
    received = _stack(_cards(after, _SET_IN, LARGE), _ASIDE, y, _SET_IN)
    ways = [Way(_down(source, right[0]), outside=False) for left, right in pairwise(stops) for source in left]
    ways += [Way(_along(service, box), box.outside) for box in received]
    boxes = [*(box for column in stops for box in column), *received]
    return Picture("tall", _TALL, boxes[-1].y + boxes[-1].height + 1, tuple(boxes), tuple(ways))


def _steps(nodes: Sequence[Node], y: float) -> list[Box]:
    """The first box takes the whole width; those that follow leave room for its line."""
    first, *others = nodes
    boxes = _stack(_cards([first], _TALL - 2, LARGE), 1, y, _TALL - 2)
    return boxes + _stack(_cards(others, _SET_IN, LARGE), _ASIDE, y + boxes[0].height + _GAP, _SET_IN)


def _columns(flow: Flow) -> list[list[Node]]:
    """People and sources, data, the service, and all that come after."""
    kinds = (("people", "sources"), ("data",), ("service",), ("recipient", "processor", "country"))
    columns = [[node for node in flow.nodes if node.kind in column] for column in kinds]
    return [column for column in columns[:-1] if column] + [columns[-1]]


def _cards(nodes: Sequence[Node], width: float, size: float) -> list[Card]:
    """A card a node. Those beyond the limit share one; those outside the EEA are shown first: they matter most."""
    if len(nodes) > MOST_BOXES:
        ranked = sorted(nodes, key=lambda node: not node.outside)
        kept = {id(node) for node in ranked[: MOST_BOXES - 1]}
        left = [node for node in nodes if id(node) not in kept]
        more = Node(kind="recipient", title=f"et {plural(len(left), 'autre')}", outside=any(n.outside for n in left))
        nodes = [*(node for node in nodes if id(node) in kept), more]
    return [_card(node, width - 2 * _PAD, size) for node in nodes]


def _card(node: Node, room: float, size: float) -> Card:
    shown = node.items if len(node.items) <= MOST_ITEMS else node.items[: MOST_ITEMS - 1]
    items = [line for item in shown for line in wrap(item, room, 2, size)]
    if len(shown) < len(node.items):
        items.append(f"et {plural(len(node.items) - len(shown), 'autre')}")
    return Card(node, tuple(wrap(node.title, room, 3, size * _BOLD)), tuple(items), size)


def _height(cards: Sequence[Card]) -> float:
    return sum(card.height for card in cards) + _GAP * max(len(cards) - 1, 0)


def _stack(cards: Sequence[Card], x: float, y: float, width: float) -> list[Box]:
    boxes = []
    for card in cards:
        texts = tuple(_texts(card, x + width / 2, y))
        boxes.append(Box(x, y, width, card.height, card.node.kind, card.node.outside, texts))
        y += card.height + _GAP
    return boxes


def _texts(card: Card, x: float, y: float) -> Iterator[Text]:
    for rank, words in enumerate((*card.title, *card.items)):
        yield Text(x, y + _PAD + card.size - 2 + rank * card.line, words, rank < len(card.title))


def _across(source: Box, target: Box) -> str:
    x, y = source.x + source.width, source.y + source.height / 2
    middle, end = (x + target.x) / 2, target.y + target.height / 2
    return f"M{x:g} {y:g} H{middle:g} V{end:g} H{target.x:g}"


def _down(source: Box, target: Box) -> str:
    x = source.x + (_RAIL if source.x < _ASIDE else source.width / 2)
    return f"M{x:g} {source.y + source.height:g} V{target.y:g}"


def _along(service: Box, target: Box) -> str:
    return f"M{service.x + _RAIL:g} {service.y + service.height:g} V{target.y + target.height / 2:g} H{target.x:g}"


def wrap(text: str, room: float, most: int, size: float) -> list[str]:
    """A text on `most` lines at most, each within `room` pixels, ending with « … » when something is left out."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1]}…"
    return [_cut(line, room, size) for line in lines]


def _cut(line: str, room: float, size: float) -> str:
    if width_of(line, size) <= room:
        return line
    kept = line.rstrip("…")
    while kept and width_of(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, in pixels, at a height of type."""
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in "iljtfrI.,;:!’'()| \u00a0\u202f":
        return _NARROW_LETTER
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:
        return 1.1
    return _CAPITAL if letter.isupper() or letter in "mwœæ@%—…" else _LETTER
