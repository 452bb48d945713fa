"""One cell, one fact of the record: dates, yes or no, people to contact, the impact assessment, the notice."""

import re
import typing
from collections.abc import Callable
from typing import Any

from egide.formats.french.vocabulary import fold, is_negation, negation_reason, read_date, words, yes_no
from egide.formats.gathering.answers import Answer, Answering
from egide.formats.gathering.columns import Column
from egide.formats.gathering.contacts import contact_of
from egide.formats.gathering.leaves import SURE, parser_for, type_at
from egide.formats.gathering.lines import short
from egide.formats.gathering.meaning import every, find, unanswered
from egide.law.facts import Contact, ProcessingActivity
from egide.law.facts.codes import ControllerRole, DpiaStatus, Right
from egide.law.facts.describing import descriptions

# The role of article 30(2), which is another kind of record.
ON_BEHALF = "PROCESSOR"
_CONTACTS = frozenset({"controller", "representative", "dpo", "dpo_company"})
_CONTACT_FACTS = tuple(descriptions(Contact))


def read_scalar(column: Column, value: Any, text: str) -> Answer:
    """What one cell says of the fact of its column."""
    answering = Answering()
    if unanswered(text):
        answering.pending.append(column.index)
    else:
        path = column.target.path
        read = _box if column.target.given else _SPECIAL.get(path) or (_contact if _is_contact(path) else _plain)
        read(column, value, text, answering)
    return answering.done()


def _box(column: Column, _: Any, text: str, answering: Answering) -> None:
    """A box to tick for one code of a list of codes; « Non » answers too."""
    path, (_, value) = column.target.path, column.target.given[0]
    kind = typing.get_args(type_at(ProcessingActivity, path))[0]
    answer = yes_no(text)
    answering.facts.append((path, () if answer is False else (kind(value),), column.index))
    if answer is None:
        answering.left.append((column.index, text))


def _is_contact(path: str) -> bool:
    head, _, within = path.partition(".")
    return head in _CONTACTS and within == "text"


def _subject(column: Column) -> str:
    return f"colonne «\u202f{column.heading}\u202f»"


def _plain(column: Column, value: Any, text: str, answering: Answering) -> None:
    path = column.target.path
    parse = parser_for(ProcessingActivity, path)
    leaf = parse(value, text) if parse else None
    if leaf is None:
        _unread(column, text, answering)
        return
    answering.facts.append((path, leaf.value, column.index))
    if leaf.certainty < SURE:
        message = (
            f"{_subject(column)}\u00a0: «\u202f{short(text)}\u202f» a été compris comme"
            f" «\u202f{getattr(leaf.value, 'label', leaf.value)}\u202f»"
        )
        answering.guess(message, column.index, path, leaf.certainty)
    if leaf.more:
        answering.left.append((column.index, text))


def _unread(column: Column, text: str, answering: Answering) -> None:
    """« Sans objet » is an answer where it is allowed; other words are kept in the notes, and said."""
    head = column.target.head
    if is_negation(text):
        if descriptions(ProcessingActivity)[head].waivable:
            answering.waived.append((head, negation_reason(text) or text, column.index))
        else:
            answering.left.append((column.index, text))
        return
    answering.left.append((column.index, text))
    message = f"{_subject(column)}\u00a0: «\u202f{short(text)}\u202f» n’a pas été compris et se trouve dans les notes"
    answering.misunderstood(message, column.index, column.target.path)


def _contact(column: Column, _: Any, text: str, answering: Answering) -> None:
    head = column.target.head
    if is_negation(text):
        answering.left.append((column.index, text))
        return
    contact = contact_of(text)
    for name in _CONTACT_FACTS:
        value = getattr(contact, name)
        if value is not None:
            answering.facts.append((f"{head}.{name}", value, column.index))


def _role(column: Column, _: Any, text: str, answering: Answering) -> None:
    said = fold(text)
    if "sous-trait" in said or "sous trait" in said or said == "processor":
        role: Any = ON_BEHALF
    elif "conjoint" in said or said.startswith(("co-resp", "coresp", "joint")):
        role = ControllerRole.JOINT_CONTROLLER
    elif "responsable" in said or said in ("rt", "controller", "data controller"):
        role = ControllerRole.CONTROLLER
    else:
        _unread(column, text, answering)
        return
    answering.facts.append(("role", role, column.index))


def _notice(column: Column, _: Any, text: str, answering: Answering) -> None:
    """« Oui », « Non », or the place where the notice stands, which says that there is one."""
    answer = yes_no(text)
    answering.facts.append(("notice.exists", answer is not False, column.index))
    if answer is None or (answer and len(text) > 4):
        answering.facts.append(("notice.channel", text, column.index))
    elif not answer and negation_reason(text):
        answering.left.append((column.index, text))


def _rights(column: Column, _: Any, text: str, answering: Answering) -> None:
    found = every(Right, text)
    if found:
        answering.facts.append(("notice.rights", found, column.index))
        if set(words(text)) - {word for right in found for word in words(right.label)}:
            answering.left.append((column.index, text))
    else:
        answering.left.append((column.index, text))


_DONE = re.compile(r"\b(?:realisee?|faite?|effectuee?|terminee?)\b")
_YES = re.compile(r"oui\b[\s,:(–-]*(?:le |en date du |du )?(?P<rest>.*?)\)?$", re.DOTALL)


def _assessment(column: Column, _: Any, text: str, answering: Answering) -> None:
    """« AIPD : Non » may mean not done or not due: it stays in words, and is said."""
    if is_negation(text) and negation_reason(text):
        answering.facts.append(("dpia.not_required_justification", negation_reason(text), column.index))
    elif _DONE.search(fold(column.heading)) and (said := _YES.match(fold(text))):
        _assessment_done(column, said["rest"], text, answering)
    elif yes_no(text) is not None and len(text) <= 4:
        answering.left.append((column.index, text))
        message = (
            f"{_subject(column)}\u00a0: «\u202f{text}\u202f» ne dit pas si l’analyse d’impact est faite ou si"
            " elle est nécessaire\u202f; la réponse se trouve dans les notes"
        )
        answering.misunderstood(message, column.index, "dpia.status")
    elif _not_due(text):
        answering.waived.append(("dpia", text, column.index))
    else:
        _plain(column, text, text, answering)


def _assessment_done(column: Column, rest: str, text: str, answering: Answering) -> None:
    """« AIPD réalisée : oui, le 12/05/2023 »: the heading says what was done, the cell when."""
    answering.facts.append(("dpia.status", DpiaStatus.VALIDATED, column.index))
    day = read_date(rest)
    if day is not None:
        answering.facts.append(("dpia.validated_on", day, column.index))
    elif rest:
        answering.left.append((column.index, text))


def _not_due(text: str) -> bool:
    said = fold(text)
    return is_negation(text) or said.startswith(
        ("non necessaire", "non requis", "non obligatoire", "not required", "non soumis", "pas necessaire")
    )


def _assessment_needed(column: Column, _: Any, text: str, answering: Answering) -> None:
    """Whether one is due is for the law to say from the criteria; what the file thinks of it is kept."""
    found = find(DpiaStatus, text)
    if found and found[1] >= SURE:
        answering.facts.append(("dpia.status", found[0], column.index))
    if reason := (negation_reason(text) if is_negation(text) else None):
        answering.facts.append(("dpia.not_required_justification", reason, column.index))
    else:
        answering.left.append((column.index, text))


_SPECIAL: dict[str, Callable[[Column, Any, str, Answering], None]] = {
    "role": _role,
    "notice.exists": _notice,
    "notice.rights": _rights,
    "dpia.status": _assessment,
    "dpia.needed": _assessment_needed,
}
