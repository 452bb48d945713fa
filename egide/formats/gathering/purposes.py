"""Purposes and their legal bases: one basis a purpose, so that several bases make several lines (GDPR art. 6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as new
from functools import lru_cache
from typing import Any

from egide.formats.french.vocabulary import yes_no
from egide.formats.gathering.answers import Answer, Answering, Proto
from egide.formats.gathering.columns import Field
from egide.formats.gathering.families import Family
from egide.formats.gathering.leaves import SURE
from egide.formats.gathering.lines import by_commas, short
from egide.formats.gathering.meaning import find, is_label, unanswered
from egide.formats.gathering.splitting import split
from egide.law.facts.codes import LegalBasis, PurposeKind

_BASES = Family("purposes", 0, object, "legal_basis", "justification", "legal_basis", LegalBasis, (), commas=True)
_LEGAL_TEXT = re.compile(
    r"(?i)\b(?:art(?:icle)?s?\b|code|loi|décret|arrêté|ordonnance|délibération|règlement|CGCT|[LRD]\.? ?\d)"
)
_NAME_OF_BASIS = re.compile(r"(?i)\(?\b(?:art(?:icle)?\.?\s*)?6[\s.,(§]*1[\s.,)(]*\)?\s*,?\s*\(?[a-f]\b\)?|RGPD|GDPR")


@dataclass(slots=True)
class _Said:
    """What the cells of a row say of the purposes."""

    texts: list[tuple[str, int]] = new(default_factory=list)
    bases: list[tuple[LegalBasis, int]] = new(default_factory=list)
    common: dict[str, tuple[Any, int]] = new(default_factory=dict)
    bases_by_line: bool = False

    def add(self, name: str, value: Any, column: int) -> None:
        """A fact common to the lines; texts and lists of two columns add up."""
        before = self.common.get(name)
        if before is not None and isinstance(value, str):
            value = f"{before[0]}\n{value}"
        elif before is not None and isinstance(value, tuple):
            value = before[0] + tuple(v for v in value if v not in before[0])
        self.common[name] = (value, before[1] if before else column)


def read_purposes(_: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """The lines of purposes that the cells make."""
    answering, said = Answering(), _Said()
    for field, text in zip(fields, texts, strict=True):
        if not text:
            continue
        if unanswered(text):
            answering.pending.append(field.index)
        else:
            _read_cell(field, text, said, answering)
    answering.lines.extend(_lines(said, fields, answering))
    return answering.done()


def _read_cell(field: Field, text: str, said: _Said, answering: Answering) -> None:
    match field.within:
        case "text":
            said.texts.extend((piece, field.index) for piece in _texts(text))
        case "legal_basis":
            _read_bases(field, text, said, answering)
        case "":
            _read_box(field, text, said, answering)
        case "legal_texts":
            said.add("legal_texts", tuple(split(text, ";")), field.index)
        case "kind":
            found = find(PurposeKind, text)
            said.add("kind", found[0] if found else PurposeKind.OTHER, field.index)
        case _:
            said.add(field.within, text, field.index)


def _texts(text: str) -> list[str]:
    """The purposes of a cell; an introduction that ends with a colon stays with the first."""
    found = split(text, ";")
    if len(found) > 1 and found[0].endswith(":"):
        found[:2] = [f"{found[0]} {found[1]}"]
    return found


def _read_box(field: Field, text: str, said: _Said, answering: Answering) -> None:
    answer = yes_no(text)
    basis = field.given.get("legal_basis")
    if answer is False or basis is None:
        answering.pending.append(field.index)
        return
    said.bases.append((basis, field.index))
    if answer is None:
        _leftover(text, field, said)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a cell of legal bases: the basis that it names, how surely, and whether it says more."""

    text: str
    basis: LegalBasis | None
    certainty: float
    says_more: bool


@lru_cache(maxsize=4096)
def _bases_in(text: str) -> tuple[_Piece, ...]:
    found = (part for piece in split(text, ";", " / ", "/ ", "|") for part in by_commas(_BASES, piece))
    return tuple(_basis_in(piece) for piece in found)


def _basis_in(text: str) -> _Piece:
    hit = find(LegalBasis, text)
    if hit is None:
        return _Piece(text, None, 0.0, says_more=True)
    return _Piece(text, hit[0], hit[1], says_more=hit[1] < 1 and says_more(hit[0], text))


def _read_bases(field: Field, text: str, said: _Said, answering: Answering) -> None:
    pieces = _bases_in(text)
    said.bases_by_line = "\n" in text or len(pieces) == 1
    for piece in pieces:
        if piece.certainty < SURE:
            _doubt_basis(piece, field, answering)
        if piece.basis is not None and all(piece.basis is not basis for basis, _ in said.bases):
            said.bases.append((piece.basis, field.index))
        if piece.says_more:
            _leftover(piece.text, field, said)


def _doubt_basis(piece: _Piece, field: Field, answering: Answering) -> None:
    words = f"{field.subject}\u00a0: «\u202f{short(piece.text)}\u202f»"
    if piece.basis is None:
        message = f"{words} n’est pas une des six bases légales, et reste en clair"
        answering.misunderstood(message, field.index, field.path)
    else:
        message = f"{words} a été compris comme «\u202f{piece.basis.label}\u202f»"
        answering.guess(message, field.index, field.path, piece.certainty)


def is_legal_text(text: str) -> bool:
    """Whether a text cites a law besides article 6 itself."""
    return bool(_LEGAL_TEXT.search(_NAME_OF_BASIS.sub("", text)))


def says_more(basis: LegalBasis, text: str) -> bool:
    """Whether a text says more than the name of its basis: « Obligation légale (Code du travail) »."""
    return not is_label(basis, _NAME_OF_BASIS.sub(" ", text))


def _leftover(text: str, field: Field, said: _Said) -> None:
    """What a cell says besides the basis: the text of law that founds it, or why it was chosen."""
    if is_legal_text(text):
        said.add("legal_texts", (text,), field.index)
    else:
        said.add("justification", text, field.index)


def _lines(said: _Said, fields: Sequence[Field], answering: Answering) -> list[Proto]:
    if not (said.texts or said.bases or said.common):
        return []
    pairs = _paired(said, fields, answering)
    common = {name: value for name, (value, _) in said.common.items()}
    common_cells = [(name, column) for name, (_, column) in said.common.items()]
    protos = []
    for text, basis in pairs:
        facts, cells = dict(common), []
        for name, given in (("text", text), ("legal_basis", basis)):
            if given is not None:
                facts[name] = given[0]
                cells.append((name, given[1]))
        # The text first: the first cell of a line is the one that findings on the whole list name.
        cells.extend(common_cells)
        protos.append(Proto(facts, tuple(cells)))
    return protos


_Pair = tuple[tuple[str, int] | None, tuple[LegalBasis, int] | None]


def _paired(said: _Said, fields: Sequence[Field], answering: Answering) -> list[_Pair]:
    """Each purpose with its basis. Several bases for one purpose make as many lines of the same words."""
    texts, bases = said.texts, said.bases
    if len(bases) <= 1:
        basis = bases[0] if bases else None
        return [(text, basis) for text in texts] or [(None, basis)]
    subject = next((f.subject for f in fields if f.index == bases[0][1]), "base légale")
    if len(texts) == len(bases) and said.bases_by_line:
        message = f"{subject}\u00a0: autant de bases que de finalités, associées dans l’ordre"
        answering.guess(message, bases[0][1], "purposes.legal_basis", 0.7)
        return list(zip(texts, bases, strict=True))
    message = (
        f"{subject}\u00a0: plusieurs bases légales dans une cellule\u202f; chaque finalité n’en a qu’une, la"
        " finalité est donc répétée pour chaque base"
    )
    answering.guess(message, bases[0][1], "purposes.legal_basis", 0.5)
    whole = (" ; ".join(text for text, _ in texts), texts[0][1]) if texts else None
    return [(whole, basis) for basis in bases]
