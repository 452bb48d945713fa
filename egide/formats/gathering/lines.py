"""The lines that the cells of a row make in one list: pieces of a cell, boxes ticked, columns that say more of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from egide.formats.french.vocabulary import country, is_negation, negation_reason, yes_no
from egide.formats.gathering.answers import Answer, Answering, Proto
from egide.formats.gathering.columns import Field
from egide.formats.gathering.contacts import contact_of
from egide.formats.gathering.families import Family
from egide.formats.gathering.leaves import SURE, parser_for
from egide.formats.gathering.meaning import every, find, is_label, unanswered
from egide.formats.gathering.splitting import lines as lines_of
from egide.formats.gathering.splitting import outside_brackets, split
from egide.law.facts.codes import Code, RecipientKind

_LOOSE = 0.6
_ORPHANS_TO_NOTES = frozenset({"processors", "recipients", "joint_controllers"})


@dataclass(slots=True)
class Draft:
    """A line being put together, with the column of its main cell."""

    facts: dict[str, Any]
    cells: list[tuple[str, int]]
    field: Field

    def proto(self) -> Proto:
        return Proto(self.facts, tuple(self.cells))


Drafts = list[Draft]


def read_lines(family: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """What the cells of `fields`, whose texts are given in the same order, say of the list."""
    answering = Answering()
    drafts: Drafts = []
    for field, text in zip(fields, texts, strict=True):
        if text and field.is_main:
            drafts.extend(main_cell(field, text, answering))
    drafts = _said_which(drafts, answering)
    if family.merges:
        drafts = merged(family, drafts)
    for field, text in zip(fields, texts, strict=True):
        if text and not field.is_main:
            second_cell(field, text, drafts, answering)
    answering.lines.extend(draft.proto() for draft in drafts)
    return answering.done()


def _said_which(drafts: Drafts, answering: Answering) -> Drafts:
    """« Oui » is no line of its own when another cell says which."""
    vague = {draft.field.index for draft in drafts if not draft.facts}
    told = [draft for draft in drafts if draft.facts]
    if not vague or not told:
        return drafts
    answering.remarks = [remark for remark in answering.remarks if remark.column not in vague]
    return told


def main_cell(field: Field, text: str, answering: Answering) -> Drafts:
    """The lines that one cell makes: none when it says « aucun », is not answered, or is a box left empty."""
    if unanswered(text):
        answering.pending.append(field.index)
        return []
    answer = yes_no(text)
    if answer is False or is_negation(text):
        return denied(field, text, answering)
    if answer and len(text) <= 4:
        return ticked(field, answering)
    return _boxed_words(field, text) if not field.within else pieces(field, text, answering)


def denied(field: Field, text: str, answering: Answering) -> Drafts:
    """« Aucun » leaves an empty list; a box left empty says nothing of the others. A reason goes to the notes."""
    if field.within or field.family.name == "special_data":
        answering.none = field.index
    else:
        answering.pending.append(field.index)
    if negation_reason(text):
        answering.left.append((field.index, text))
    return []


def ticked(field: Field, answering: Answering) -> Drafts:
    """« Oui » under a heading that names the code is that code; under any other it does not say which."""
    if not field.given:
        answering.misunderstood(
            f"{field.subject}\u00a0: «\u202fOui\u202f» ne dit pas lesquels", field.index, field.path
        )
    cells = [(name, field.index) for name in field.given] or [(field.within or field.family.main, field.index)]
    return [Draft(dict(field.given), cells, field)]


def _boxed_words(field: Field, text: str) -> Drafts:
    """Words instead of a tick: the code is that of the heading, the words say more of it."""
    words = field.family.words
    facts = {**field.given, words: contact_of(text) if words == "contact" else text}
    return [Draft(facts, [(name, field.index) for name in facts], field)]


def pieces(field: Field, text: str, answering: Answering) -> Drafts:
    """The lines of a cell, one a piece."""
    family = field.family
    found = split(text, *family.separators)
    if family.commas:
        found = [part for piece in found for part in by_commas(family, piece)]
    make = _coded if family.merges or family.name == "sources" else _named
    return [draft for piece in found for draft in make(field, piece, answering)]


def by_commas(family: Family, piece: str) -> list[str]:
    """Cut at commas only where every part is known: a comma may belong to a name."""
    parts = outside_brackets(piece, ",")
    kind = family.codes
    if len(parts) < 2 or kind is None:
        return [piece]
    return parts if all((hit := find(kind, part)) and hit[1] >= _LOOSE for part in parts) else [piece]


def _coded(field: Field, piece: str, answering: Answering) -> Drafts:
    """The codes that a piece names, each with the wording when it says more than the label."""
    family = field.family
    if family.codes is None or family.code is None or family.code in field.given:
        return _boxed_words(field, piece)
    codes = _codes_of(family.codes, piece, field, answering)
    if not codes:
        facts = {**field.given, family.words: piece}
        return [Draft(facts, [(name, field.index) for name in facts], field)]
    drafts = []
    for code in codes:
        facts = {**field.given, family.code: code}
        if not is_label(code, piece):
            facts[family.words] = piece
        drafts.append(Draft(facts, [(name, field.index) for name in facts], field))
    return drafts


def _codes_of(kind: type[Code], piece: str, field: Field, answering: Answering) -> tuple[Code, ...]:
    found = find(kind, piece)
    if found is None:
        answering.misunderstood(
            f"{field.subject}\u00a0: «\u202f{short(piece)}\u202f» n’a pas été reconnu, et reste en clair",
            field.index,
            field.path,
        )
        return ()
    code, certainty = found
    if certainty >= SURE:
        return (code,)
    named = every(kind, piece)
    if len(named) > 1:
        return named
    answering.guess(
        f"{field.subject}\u00a0: «\u202f{short(piece)}\u202f» a été compris comme «\u202f{code.label}\u202f»",
        field.index,
        field.path,
        certainty,
    )
    return (code,)


def _named(field: Field, piece: str, _: Answering) -> Drafts:
    """A name, with the kind of recipient when its words say it for sure."""
    family = field.family
    facts: dict[str, Any] = {family.words: contact_of(piece) if family.words == "contact" else piece}
    if family.codes is RecipientKind and "kind" not in field.given:
        found = find(RecipientKind, piece)
        if found and found[1] >= SURE:
            facts["kind"] = found[0]
    facts.update(field.given)
    cells = [("contact.name" if name == "contact" else name, field.index) for name in facts]
    return [Draft(facts, cells, field)]


def merged(family: Family, drafts: Drafts) -> Drafts:
    """One line a code, with the words of each; lines without a code stay."""
    kept: Drafts = []
    by_code: dict[Any, Draft] = {}
    for draft in drafts:
        code = draft.facts.get(family.code or "")
        first = by_code.get(code) if code is not None else None
        if first is None:
            kept.append(draft)
            by_code[code] = draft
            continue
        said, more = first.facts.get(family.words), draft.facts.get(family.words)
        if more and more != said:
            first.facts[family.words] = f"{said}, {more}" if said else more
        first.cells.extend(cell for cell in draft.cells if cell not in first.cells)
    return kept


def second_cell(field: Field, text: str, drafts: Drafts, answering: Answering) -> None:
    """A column that says more of lines made by another: to each its own piece, or the same to all."""
    if unanswered(text):
        answering.pending.append(field.index)
        return
    concerned = _concerned(field, drafts)
    if not concerned:
        _orphan(field, text, drafts, answering)
        return
    shares = lines_of(text) if len(concerned) > 1 else []
    if len(shares) == len(concerned):
        for draft, share in zip(concerned, shares, strict=True):
            put(field, share, [draft], answering)
        return
    if put(field, text, concerned, answering) and len(concerned) > 1:
        answering.guess(
            f"{field.subject}\u00a0: une seule réponse pour plusieurs lignes, reprise pour chacune",
            field.index,
            field.path,
            0.7,
        )


def _concerned(field: Field, drafts: Drafts) -> Drafts:
    number = field.column.number
    return [
        draft
        for draft in drafts
        if (not number or draft.field.column.number in (0, number))
        and all(draft.facts.get(name) == value for name, value in field.given.items())
    ]


def _orphan(field: Field, text: str, drafts: Drafts, answering: Answering) -> None:
    """Words about a line that no cell made: a line of their own where that has a meaning, else the notes."""
    if is_negation(text):
        answering.pending.append(field.index)
        if negation_reason(text):
            answering.left.append((field.index, text))
    elif field.family.name in _ORPHANS_TO_NOTES:
        answering.left.append((field.index, text))
    else:
        draft = Draft(dict(field.given), [], field)
        if put(field, text, [draft], answering):
            drafts.append(draft)


def put(field: Field, text: str, drafts: Drafts, answering: Answering) -> bool:
    """Give the fact read in the text to each line; what cannot be read, or says more, goes to the notes."""
    leaf = None if field.within.endswith("country") else _leaf(field, text)
    value = _country(text) if field.within.endswith("country") else (leaf.value if leaf else None)
    if value is None:
        if is_negation(text):
            answering.pending.append(field.index)
        else:
            answering.left.append((field.index, text))
        return False
    if (leaf is not None and leaf.more) or (leaf is None and len(text.split()) > 2):
        answering.left.append((field.index, text))
    for draft in drafts:
        draft.facts.setdefault(field.within, value)
        draft.cells.append((field.within, field.index))
    return True


def _leaf(field: Field, text: str) -> Any:
    read = _reader(field)
    return read(text, text) if read else None


def _reader(field: Field) -> Callable[[Any, str], Any] | None:
    if "." in field.within:
        return None
    return parser_for(field.family.shape, field.within)


def _country(text: str) -> str | None:
    found = country(text)
    return found[0] if found and found[1] >= SURE else None


def short(text: str) -> str:
    """The head of a long text, for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"
