"""Transfers outside the EEA as a cell tells them: none, a country, what allows it (GDPR art. 44 to 49)."""

from collections.abc import Sequence

from egide.formats.french.vocabulary import country, country_name, is_negation, words, yes_no
from egide.formats.gathering.answers import Answer, Answering
from egide.formats.gathering.columns import Field
from egide.formats.gathering.families import Family
from egide.formats.gathering.leaves import SURE
from egide.formats.gathering.lines import Draft, Drafts, denied, second_cell, short, ticked
from egide.formats.gathering.meaning import find, unanswered
from egide.formats.gathering.splitting import outside_brackets, split
from egide.law.facts.codes import TransferMechanism

# « Données hébergées en France » under this heading answers that there is none.
_WITHIN = frozenset(
    words(
        "données hébergées stockées en dans au sein de l' la ue union européenne eee europe france espace"
        " économique européen uniquement seulement hébergement serveurs localisées sont"
    )
)
_PLACES = frozenset(words("ue union européenne eee europe france"))


def read_transfers(_: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """The transfers that the cells tell, or that there is none."""
    answering = Answering()
    drafts: Drafts = []
    others = []
    for field, text in zip(fields, texts, strict=True):
        if text and field.is_main:
            drafts.extend(_main(field, text, answering))
        elif text:
            others.append((field, text))
    if answering.none is not None and not drafts:
        _after_none(others, answering)
    else:
        for field, text in others:
            _second(field, text, drafts, answering)
    if drafts and all(not draft.facts for draft in drafts):
        _unsaid(drafts[0].field, answering)
    answering.lines.extend(draft.proto() for draft in drafts)
    return answering.done()


def _main(field: Field, text: str, answering: Answering) -> Drafts:
    if unanswered(text):
        answering.pending.append(field.index)
        return []
    answer = yes_no(text)
    if answer is False or is_negation(text):
        return denied(field, text, answering)
    if answer and len(text) <= 4:
        return [Draft({}, [("country", field.index)], field)]
    said = set(words(text))
    if said <= _WITHIN and said & _PLACES:
        message = f"{field.subject}\u00a0: «\u202f{short(text)}\u202f» a été compris comme\u00a0: aucun transfert"
        answering.guess(message, field.index, field.path, 0.7)
        return denied(field, text, answering)
    return [_transfer(field, piece, answering) for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    """Cut at commas only where every part is a country."""
    found = []
    for piece in split(text, ";", " / ", "|"):
        parts = outside_brackets(piece, ",")
        found.extend(parts if all(country(part) for part in parts) else [piece])
    return found


def _transfer(field: Field, piece: str, answering: Answering) -> Draft:
    where, how = country(piece), find(TransferMechanism, piece)
    draft = Draft({}, [], field)
    if where is None:
        message = f"{field.subject}\u00a0: aucun pays reconnu dans «\u202f{short(piece)}\u202f»"
        answering.misunderstood(message, field.index, field.path)
    else:
        draft.facts["country"] = where[0]
        if where[1] < SURE:
            message = (
                f"{field.subject}\u00a0: «\u202f{short(piece)}\u202f» a été compris comme"
                f" «\u202f{country_name(where[0])}\u202f»"
            )
            answering.guess(message, field.index, field.path, where[1])
    if how is not None and how[1] >= SURE:
        draft.facts["mechanism"] = how[0]
    if where is None or where[1] < 1:
        draft.facts["guarantees"] = piece
    draft.cells.extend((name, field.index) for name in draft.facts)
    return draft


def _second(field: Field, text: str, drafts: Drafts, answering: Answering) -> None:
    """Guarantees in words that no mechanism matches are still guarantees."""
    known = find(TransferMechanism, text) if field.within == "mechanism" else None
    if field.within != "mechanism" or unanswered(text) or is_negation(text) or (known and known[1] == 1):
        second_cell(field, text, drafts, answering)
        return
    if not drafts:
        drafts.append(Draft({}, [], field))
    if known is None:
        message = f"{field.subject}\u00a0: «\u202f{short(text)}\u202f» n’est pas un mécanisme connu, et reste en clair"
        answering.misunderstood(message, field.index, field.path)
    for draft in drafts:
        draft.facts.setdefault("guarantees", text)
        draft.cells.append(("guarantees", field.index))
        if known is not None:
            draft.facts.setdefault("mechanism", known[0])
            draft.cells.append(("mechanism", field.index))


def _after_none(others: list[tuple[Field, str]], answering: Answering) -> None:
    """There is no transfer: what other columns say of one goes to the notes."""
    for field, text in others:
        if unanswered(text) or is_negation(text):
            answering.pending.append(field.index)
        else:
            answering.left.append((field.index, text))


def _unsaid(field: Field, answering: Answering) -> None:
    ticked(field, answering)
