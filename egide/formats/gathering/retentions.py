"""Retention periods: several in a cell, each with the data it concerns, its archiving and its final fate."""

import re
from collections.abc import Sequence
from typing import Any

from egide.formats.french.durations import read_retention
from egide.formats.french.vocabulary import fold, is_negation, yes_no
from egide.formats.gathering.answers import Answer, Answering
from egide.formats.gathering.columns import Field
from egide.formats.gathering.families import Family
from egide.formats.gathering.lines import Draft, Drafts, denied, second_cell, short
from egide.formats.gathering.meaning import unanswered
from egide.formats.gathering.splitting import lines, numbered
from egide.law.facts import Period

_CONCERNS = re.compile(r"(?P<data>[^:\n]{2,120}?)\s*:\s+(?P<how>\S.*)", re.DOTALL)
_KEYWORD = re.compile(
    r"(?:duree|dua|duc|base active|active|archiv|sort|conservation|delai|a compter|jusqu|puis|apres|au terme|a"
    r" l'issue|en base)"
)
_GOES_ON = re.compile(
    r"(?:puis|archiv|sort|destruction|suppression|versement|elimination|effacement|base intermediaire|tri\b|et"
    r" |au terme|a l'issue|ensuite)"
)
_FIGURE = re.compile(
    r"\d|\b(?:un|une|deux|trois|quatre|cinq|six|dix) (?:an|mois|jour|semaine)|\billimite|\bpermanent|\bdefinitiv"
)
_IN_WORDS = 0.3


def read_retentions(_: Family, fields: Sequence[Field], texts: Sequence[str]) -> Answer:
    """The retention lines that the cells make."""
    answering = Answering()
    drafts: Drafts = []
    pairs = [(field, text) for field, text in zip(fields, texts, strict=True) if text]
    for field, text in pairs:
        if field.is_main:
            drafts.extend(_main(field, text, answering))
    for field, text in pairs:
        if not field.is_main:
            _second(field, text, drafts, answering)
    answering.lines.extend(draft.proto() for draft in drafts if draft.facts)
    return answering.done()


def _main(field: Field, text: str, answering: Answering) -> Drafts:
    if unanswered(text):
        answering.pending.append(field.index)
        return []
    if is_negation(text):
        return denied(field, text, answering)
    return [retention_line(field, clause, answering) for clause in clauses(text)]


def clauses(text: str) -> list[str]:
    """The periods of a cell. A line without a figure, or that goes on from the one above, belongs to it."""
    found: list[str] = []
    for line in (item for one in lines(text) for piece in one.split(";") for item in numbered(piece.strip()) if item):
        folded = fold(line)
        goes_on = _GOES_ON.match(folded) or not _FIGURE.search(folded)
        if found and goes_on:
            found[-1] = f"{found[-1]}\n{line}"
        else:
            found.append(line)
    return found


def retention_line(field: Field, clause: str, answering: Answering) -> Draft:
    """The line of one period, with the data it names."""
    data, how = _concerned(clause)
    read = read_retention(how)
    facts: dict[str, Any] = dict(field.given) if data is None else {"data": data}
    for name in ("active", "has_intermediate", "intermediate", "final_fate", "unlimited"):
        value = getattr(read, name)
        if value is not None:
            facts[name] = value
    if read.certainty <= _IN_WORDS:
        message = f"{field.subject}\u00a0: aucune durée chiffrée dans «\u202f{short(clause)}\u202f», qui reste en clair"
        answering.misunderstood(message, field.index, "retention.active.duration")
    return Draft(facts, [(name, field.index) for name in facts], field)


def _concerned(clause: str) -> tuple[str | None, str]:
    """« Dossiers : 5 ans » concerns the dossiers; « Base active : 5 ans » names no data."""
    found = _CONCERNS.fullmatch(clause)
    if found is None or _KEYWORD.match(fold(found["data"])) or _FIGURE.search(fold(found["data"])):
        return None, clause
    return found["data"].strip(), found["how"]


def _second(field: Field, text: str, drafts: Drafts, answering: Answering) -> None:
    if field.within != "intermediate" or unanswered(text):
        second_cell(field, text, drafts, answering)
        return
    if not drafts:
        drafts.append(Draft({}, [], field))
    for name, value in _archiving(text).items():
        for draft in drafts:
            draft.facts.setdefault(name, value)
            draft.cells.append((name, field.index))


def _archiving(text: str) -> dict[str, Any]:
    """A figure counts only with its own event: without one it may add to the active period, or contain it."""
    answer = yes_no(text)
    if answer is not None and len(text) <= 4:
        return {"has_intermediate": answer}
    if is_negation(text):
        return {"has_intermediate": False}
    read = read_retention(text)
    period = read.intermediate or read.active
    own = period is not None and (period.trigger is not None or "au total" in fold(text))
    facts = {"has_intermediate": True, "intermediate": period if own else Period(text=text)}
    return facts if read.final_fate is None else {**facts, "final_fate": read.final_fate}
