"""Drafts become records: lines find their place, references their target, and words typed by hand become lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from egide.formats.export import plan
from egide.formats.export.drafts import Complaints, Draft, nested
from egide.formats.export.phrases import from_words, phrases, shaped
from egide.formats.export.plan import Column, Holds
from egide.formats.export.summaries import in_words
from egide.formats.export.tables import Entry
from egide.formats.french.answers import is_negation
from egide.formats.package.decoding import quoted
from egide.formats.reading import DoubtKind
from egide.law.facts import AiSystem
from egide.law.facts.describing import shape_within

Children = Mapping[tuple[UUID, str], list[Draft]]


@dataclass(slots=True)
class Builder:
    """Builds the records of one register. `systems` grows when a record names a system that has no row.

    `words_suffice` in a format where lines have no other place than their words: reading them there is no guess.
    """

    children: Children
    systems: dict[UUID, AiSystem]
    complaints: Complaints
    words_suffice: bool = False
    targets: dict[UUID, dict[str, UUID]] = field(default_factory=dict)

    def build(self, draft: Draft, path: str = "", *, groups_apart: bool = False) -> Any:
        """The record, line or group of a draft with all that hangs on it; `path` ends with a dot unless empty."""
        facts = dict(draft.facts)
        for column in plan.columns_of(draft.shape, groups_apart=groups_apart):
            if column.holds is Holds.SUMMARY:
                facts[column.key] = self._held(draft, column, f"{path}{column.key}")
            elif column.holds is Holds.REFERENCES and (entry := draft.words.get(column.key)):
                facts[column.key] = self._references(draft, column, entry)
        known = {key: value for key, value in facts.items() if value is not None}
        return shaped(draft.shape, nested(known, draft.tracking.empty), draft.owner)

    def _held(self, draft: Draft, column: Column, path: str) -> Any:
        """The lines or the group of a column that only sums them up."""
        entry = draft.words.get(column.key)
        drafts = self.children.get((draft.record, path), [])
        if drafts:
            self._sum_up(draft, column, entry)
            held = [self.build(child, f"{path}[{child.line}]." if child.line else f"{path}.") for child in drafts]
            return tuple(held) if column.is_list else held[0]
        if entry is None:
            return None
        if is_negation(entry.text) and column.is_list:
            self.complaints.ledger.use(entry.key, draft.owner, column.key)
            return ()
        if draft.tracking.unchanged(column.key, entry.text):
            self.complaints.ledger.ignore(entry.key, "résumé de lignes qui ont été supprimées")
            message = "les lignes résumées ici ont été supprimées\u202f; écrivez «\u202fAucun\u202f» s’il n’y en a pas"
            self.complaints.tell(DoubtKind.LEFT_OUT, entry, draft.record, message)
            return None
        return self._from_words(draft, column, entry)

    def _sum_up(self, draft: Draft, column: Column, entry: Entry | None) -> None:
        if entry is None:
            return
        if draft.tracking.unchanged(column.key, entry.text):
            self.complaints.ledger.label(entry.key)
            return
        message = "cette cellule résume des lignes qui ont leur feuille\u202f; elle a été changée, pas elles"
        self.complaints.keep(entry, draft.record, column.label, message, column.key)

    def _from_words(self, draft: Draft, column: Column, entry: Entry) -> Any:
        """Words typed in « Registre » for a record that has no line there: one line for each line of text."""
        shape = shape_within(column.annotation)
        texts = phrases(entry.text)
        made = [self._line(shape, text, draft.owner, column.key, n) for n, text in enumerate(texts)] if shape else []
        if not made or None in made or (len(made) > 1 and not column.is_list):
            self.complaints.keep(entry, draft.record, column.label, "à détailler dans sa feuille", column.key)
            return None
        self.complaints.ledger.use(entry.key, draft.owner, column.key)
        if self.words_suffice:
            return tuple(made) if column.is_list else made[0]
        message = f"{quoted(column.label)} lu dans le résumé\u202f: à détailler dans sa feuille"
        self.complaints.tell(DoubtKind.GUESSED, entry, draft.record, message)
        return tuple(made) if column.is_list else made[0]

    def _line(self, shape: type, text: str, owner: UUID, key: str, number: int) -> Any:
        """A line of which only the words are known, or None when words are not enough."""
        return from_words(shape, text, uuid5(owner, f"{key}\x1f{text}\x1f{number}"))

    def _references(self, draft: Draft, column: Column, entry: Entry) -> Any:
        ledger = self.complaints.ledger
        if draft.tracking.unchanged(column.key, entry.text):
            ledger.use(entry.key, draft.owner, column.key)
            return draft.tracking.references.get(column.key)
        if is_negation(entry.text):
            ledger.use(entry.key, draft.owner, column.key)
            return ()
        found = [self._target(draft, column, text.strip()) for text in entry.text.split("\n") if text.strip()]
        if None in found:
            message = f"{quoted(entry.text)} ne désigne aucune ligne connue\u202f; écrivez ses mots exacts"
            self.complaints.keep(entry, draft.record, column.label, message, column.key)
            return draft.tracking.references.get(column.key)
        ledger.use(entry.key, draft.owner, column.key)
        return tuple(found)

    def _target(self, draft: Draft, column: Column, text: str) -> UUID | None:
        found = self._targets(draft.record).get(text)
        if found is None and column.key == "ai_systems":
            found = uuid5(draft.record, f"ai_systems\x1f{text}")
            self.systems[found] = AiSystem(id=found, name=text)
        return found

    def _targets(self, record: UUID) -> dict[str, UUID]:
        """What may be referred to within a record, by its words."""
        if record not in self.targets:
            data = [bare(child) for child in self.children.get((record, "personal_data"), [])]
            self.targets[record] = _by_words([*self.systems.values(), *data])
        return self.targets[record]


def bare(draft: Draft) -> Any:
    """The line of a draft without what hangs on it: enough to say it in words."""
    return shaped(draft.shape, nested(draft.facts, []), draft.owner)


def _by_words(lines: Iterable[Any]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for line in lines:
        found.setdefault(in_words(line), line.id)
        found.setdefault(str(line.id), line.id)
    return found
