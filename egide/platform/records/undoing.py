"""Undoing one act: all that was done in one go goes back to what it was, save what somebody touched since.

Nothing is rewritten: undoing is an act of its own, sealed as any other, that can be undone in its turn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from egide.law.french import moment
from egide.platform.records.acting import Origin, current_actor
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.history import PastRecord, beside, read_version
from egide.platform.records.journal.reading import Version, instant, versions_of
from egide.platform.records.models import JournalEntry, Kept, State, with_lines
from egide.platform.records.saving import ACTIONS, Change, save_many
from egide.platform.records.scope import scoped_organization
from egide.platform.records.storage import Storage

_ACTS: Final[Mapping[str, str]] = {
    Origin.SCREEN: "de la saisie",
    Origin.IMPORT: "de l’import",
    Origin.API: "de l’envoi par l’API",
    Origin.TASK: "de la tâche automatique",
    Origin.COMMAND: "de la commande",
    Origin.LINK: "de ce que permettait le lien secret",
}


@dataclass(frozen=True, slots=True)
class Untouched:
    """A record of the act that was left as it is. `reason` is a French sentence: who changed it since, or why not."""

    record_type: str
    record_id: UUID
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What went back to what it was, and what did not. Both empty: the act did nothing in this body."""

    reverted: tuple[Kept, ...] = ()
    untouched: tuple[Untouched, ...] = ()


def undo_act(act: UUID, models: Iterable[type[Kept]]) -> Undone:
    """Undo what an act did in the body in scope, to the records of these models, as one act of the current actor.

    What it created goes to the bin; what it changed, moved or threw away is again as before. A record is only touched
    if nobody did since, and if what it was is still valid. Raises NoActorError, ScopeError.
    """
    current_actor()
    entries = JournalEntry.objects.filter(organization_id=scoped_organization(), act=act).order_by("seq")
    known = {model.storage.record_type: model.storage for model in models}
    touched: dict[str, dict[UUID, list[JournalEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        touched[entry.record_type][entry.record_id].append(entry)
    reverted: list[Kept] = []
    untouched: list[Untouched] = []
    for record_type, records in touched.items():
        done = _undo_type(known.get(record_type), record_type, records)
        reverted.extend(done.reverted)
        untouched.extend(done.untouched)
    return Undone(tuple(reverted), tuple(untouched))


def _undo_type(storage: Storage | None, record_type: str, records: Mapping[UUID, Sequence[JournalEntry]]) -> Undone:
    told = versions_of(record_type, records, organization_id=scoped_organization())
    if storage is None:
        reason = "Les fiches de ce registre ne s’annulent pas d’ici."
        return Undone(untouched=tuple(_untouched(told[key], record_type, key, reason) for key in records))
    here = [r for r in storage.model.objects.filter(id__in=list(records)) if r.organization_id == scoped_organization()]  # type: ignore[attr-defined]
    kept = {record.id: record for record in with_lines(here)}
    changes: list[Change] = []
    untouched: list[Untouched] = []
    for key, entries in records.items():
        found = _way_back(storage, kept.get(key), told[key], entries)
        if isinstance(found, Change):
            changes.append(found)
        else:
            untouched.append(_untouched(told[key], record_type, key, found))
    refused = _save(changes)
    reverted = tuple(c.record for c in changes if c.record.id not in refused)
    untouched.extend(_untouched(told[key], record_type, key, reason) for key, reason in refused.items())
    return Undone(reverted, tuple(untouched))


def _untouched(told: Sequence[Version], record_type: str, key: UUID, reason: str) -> Untouched:
    return Untouched(record_type, key, told[-1].title if told else "", reason)


def _way_back(
    storage: Storage, record: Kept | None, told: Sequence[Version], entries: Sequence[JournalEntry]
) -> Change | str:
    """What brings a record back to what it was before the act, or the reason why it stays as it is."""
    if any(entry.erases for entry in entries):
        return "Un effacement ne s’annule pas."
    if record is None:
        return "Cette fiche n’est plus là."
    since = [version for version in told if version.number > entries[-1].version]
    if since or record.revision != entries[-1].version:
        return _since(since)
    before = [version for version in told if version.number < entries[0].version]
    reason = f"Annulation {_act_in_words(entries[0])}{_by(told, entries[0])}"
    if not before:
        return _moved(record, record.facts(), {"state": State.BIN}, reason)
    past = read_version(storage, before[-1])
    if not isinstance(past, PastRecord):
        return past.reason
    return _moved(record, past.facts, beside(storage, before[-1].leaves), reason)


def _moved(record: Kept, facts: Any, values: Mapping[str, Any], reason: str) -> Change:
    was = record.state
    for name, value in values.items():
        setattr(record, name, value)
    action = ACTIONS[State(record.state)] if record.state != was else "change"
    return Change(record, facts, record.revision, reason, action)


def _since(since: Sequence[Version]) -> str:
    if not since:
        return "Modifiée depuis."
    who = since[-1].actor or "une personne dont le nom a été effacé"
    return f"Modifiée depuis par {who}, {_when(since[-1])}."


def _when(version: Version) -> str:
    return f"le {moment(timezone.localtime(version.at))}"


def _act_in_words(entry: JournalEntry) -> str:
    when = moment(timezone.localtime(instant(entry.at)))
    return f"{_ACTS.get(entry.origin, 'de l’acte')} du {when}"


def _by(told: Sequence[Version], entry: JournalEntry) -> str:
    actor = next((version.actor for version in told if version.seq == entry.seq), "")
    return f" ({actor})" if actor else ""


def _save(changes: Sequence[Change]) -> dict[UUID, str]:
    """Save them all together or, if one is refused, each for itself. Gives the reasons of those refused."""
    try:
        with transaction.atomic():
            if changes:
                save_many(changes)
    except (InvalidFactsError, ConflictError, IntegrityError):
        return {change.record.id: reason for change in changes if (reason := _save_alone(change))}
    return {}


def _save_alone(change: Change) -> str:
    """Why one change cannot be saved; empty when it was."""
    try:
        with transaction.atomic():
            save_many([change])
    except InvalidFactsError as refused:
        messages = " ".join(message for messages in refused.errors.values() for message in messages)
        return f"Ce que la fiche disait avant n’est plus accepté. {messages}".strip()
    except ConflictError:
        return "Modifiée depuis."
    except IntegrityError:
        return "Ce que la fiche disait avant est pris par une autre."
    return ""
