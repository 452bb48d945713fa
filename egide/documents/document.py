"""What a document says, apart from how it looks: frozen values that every renderer reads.
One that would give an unreadable or inaccessible file cannot be built: ValueError, in French."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final, Literal

Status = Literal["critical", "warn", "good", "info"]
Alignment = Literal["start", "end"]
Relationship = Literal["source", "data", "alternative", "supplement"]

STATUS_WORDS: Final[dict[Status, str]] = {
    "critical": "À corriger",
    "warn": "À vérifier",
    "good": "Conforme",
    "info": "À savoir",
}
DEEPEST_HEADING: Final = 5  # HTML keeps h1 for the title, and stops at h6

_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)[^\s<>\"\x00-\x1f]+", re.IGNORECASE)
_ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_LANGUAGE = re.compile(r"[a-z]{2}-[A-Z]{2}")
# Characters: in a line across the page, between two columns, in the longest word worth keeping whole, in a
# column wide enough to read well.
_LINE: Final = 92
_GUTTER: Final = 3
_LONGEST_UNBROKEN: Final = 18
_WIDEST_COLUMN: Final = 60
_EARLIEST: Final = date(1980, 1, 1)  # ZIP, hence DOCX and ODT, knows no earlier day


def _require(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set one way. `\\n` is a line break. `code` text escapes typographic correction.

    `link` is an http(s), mailto or tel address, or `#anchor` of a heading of the same document.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    status: Status | None = None

    def __post_init__(self) -> None:
        _require(
            not self.link or _LINK.fullmatch(self.link),
            f"lien refusé : « {self.link} » (attendu : https://…, mailto:…, tel:… ou #ancre)",
        )


Runs = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """Plain strings and runs, put end to end as a line of text."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def plain(line: Runs) -> str:
    """The words of a line, without their dress."""
    return "".join(run.text for run in line)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title. `aside` is a short reference shown beside it, such as its article of law."""

    level: int
    text: str
    anchor: str = ""
    aside: str = ""

    def __post_init__(self) -> None:
        _require(1 <= self.level <= DEEPEST_HEADING, f"niveau de titre {self.level} : de 1 à {DEEPEST_HEADING}")
        _require(self.text.strip(), "titre de section vide")
        _require(not self.anchor or _ANCHOR.fullmatch(self.anchor), f"ancre refusée : « {self.anchor} »")


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    style: Literal["body", "lead", "small"] = "body"


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Runs, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        _require(self.items, "liste sans élément")


@dataclass(frozen=True, slots=True)
class Description:
    """A term and what is said of it: each of `details` stands on its own line."""

    term: str
    details: tuple[Runs, ...]

    def __post_init__(self) -> None:
        _require(self.term.strip(), "rubrique sans nom")
        _require(self.details, f"rubrique sans contenu : « {self.term} »")


@dataclass(frozen=True, slots=True)
class DescriptionList:
    items: tuple[Description, ...]

    def __post_init__(self) -> None:
        _require(self.items, "liste de rubriques vide")


@dataclass(frozen=True, slots=True)
class Table:
    """Column headings repeat on each page. `widths` are relative shares; without them they follow the text.

    `row_headers` says that the first cell of each row names the row.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    row_headers: bool = False

    def __post_init__(self) -> None:
        columns = len(self.header)
        _require(self.caption.strip(), "tableau sans légende")
        _require(columns and all(name.strip() for name in self.header), "colonne sans intitulé")
        _require(self.rows, f"tableau sans ligne : « {self.caption} »")
        for number, row in enumerate(self.rows, 1):
            _require(
                len(row) == columns,
                f"« {self.caption} », ligne {number} : {len(row)} cellules pour {columns} colonnes",
            )
        _require(len(self.widths) in (0, columns), "autant de largeurs que de colonnes")
        _require(all(width > 0 for width in self.widths), "largeur de colonne nulle ou négative")
        _require(len(self.alignments) in (0, columns), "autant d’alignements que de colonnes")

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of the width that each column takes; they add up to 1.

        Each column first gets room for its longest word, then the rest goes to those that have more to say.
        """
        weights = self.widths or self._weights()
        return tuple(weight / sum(weights) for weight in weights)

    def _weights(self) -> tuple[float, ...]:
        columns = [self._texts(column) for column in range(len(self.header))]
        floors = [_longest_word(texts) + _GUTTER for texts in columns]
        usual = [min(sum(map(len, texts)) / len(texts), _WIDEST_COLUMN) for texts in columns]
        rest = max(_LINE - sum(floors), 0)
        return tuple(floor + rest * length / (sum(usual) or 1) for floor, length in zip(floors, usual, strict=True))

    def _texts(self, column: int) -> list[str]:
        return [self.header[column], *(plain(row[column]) for row in self.rows)]


def _longest_word(texts: list[str]) -> int:
    return min(max((len(word) for text in texts for word in text.split()), default=1), _LONGEST_UNBROKEN)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart. Its status is always said in words (`label`), colour only repeats it."""

    kind: Status
    runs: Runs
    title: str = ""

    @property
    def label(self) -> str:
        """What the note is, in words."""
        return STATUS_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, down to headings of level `depth`."""

    title: str = "Sommaire"
    depth: int = 2

    def __post_init__(self) -> None:
        _require(self.title.strip(), "sommaire sans titre")
        _require(1 <= self.depth <= DEEPEST_HEADING, f"profondeur de sommaire : de 1 à {DEEPEST_HEADING}")


BodyBlock = Paragraph | BulletList | DescriptionList | Table | Note | PageBreak | Contents
Block = Heading | BodyBlock


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the document; `relationship` is its AFRelationship in PDF/A-3."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: Relationship = "source"

    def __post_init__(self) -> None:
        _require(_FILE_NAME.fullmatch(self.name), f"nom de pièce jointe refusé : « {self.name} »")
        _require(_MEDIA_TYPE.fullmatch(self.media_type), f"type de fichier refusé : « {self.media_type} »")
        _require(self.description.strip(), f"pièce jointe sans description : « {self.name} »")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` is its own date, the only clock of the file: same value, same bytes.

    `cover` gives the title a page of its own. `running_header` defaults to the title.
    """

    title: str
    author: str
    date: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "fr-FR"
    subject: str = ""
    keywords: tuple[str, ...] = ()
    running_header: str = ""
    running_footer: str = ""
    cover: bool = False
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        _require(self.title.strip(), "document sans titre")
        _require(self.author.strip(), "document sans auteur")
        _require(self.date >= _EARLIEST, f"date du document antérieure à 1980 : {self.date}")
        _require(_LANGUAGE.fullmatch(self.language), f"langue refusée : « {self.language} » (attendu : fr-FR)")
        self._check_headings()
        self._check_links()
        names = [attachment.name for attachment in self.attachments]
        _require(len(names) == len(set(names)), "deux pièces jointes de même nom")
        contents = sum(isinstance(block, Contents) for block in self.blocks)
        _require(contents <= 1, "plus d’un sommaire")

    def _check_headings(self) -> None:
        previous = 0
        for heading in self.headings:
            _require(
                heading.level <= previous + 1,
                f"« {heading.text} » : titre de niveau {heading.level} après un niveau {previous}",
            )
            previous = heading.level

    def _check_links(self) -> None:
        anchors = [heading.anchor for heading in self.headings if heading.anchor]
        _require(len(anchors) == len(set(anchors)), "deux titres portent la même ancre")
        for run in self.all_runs:
            _require(
                not run.link.startswith("#") or run.link[1:] in anchors,
                f"lien vers une ancre absente : « {run.link} »",
            )

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def anchors(self) -> tuple[str, ...]:
        """A name for each heading, in their order: its own, or a made-up one that no other bears."""
        taken = {heading.anchor for heading in self.headings}
        made_up = (name for name in map("titre-{}".format, count(1)) if name not in taken)
        return tuple(heading.anchor or next(made_up) for heading in self.headings)

    @property
    def all_runs(self) -> Iterator[Run]:
        """Every run of every block, in reading order."""
        for block in self.blocks:
            for line in lines_of(block):
                yield from line


def lines_of(block: Block) -> Iterator[Runs]:
    """The lines of runs that a block holds, in reading order."""
    match block:
        case Paragraph() | Note():
            yield block.runs
        case BulletList():
            yield from block.items
        case DescriptionList():
            for item in block.items:
                yield from item.details
        case Table():
            for row in block.rows:
                yield from row
        case _:
            return
