"""Nine months of two registers, step by step. Played from the first step to the last, they give today's registers.

Pure: a step says what changes, and someone else writes it. Moments are of Paris.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from demo.content import bodies, identifier, register
from demo.content.completing import workday
from demo.content.former import former
from demo.edits import STORIES, Edit, Story
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import ActivityStatus
from egide.typography import french

PARIS = ZoneInfo("Europe/Paris")
Activity = ProcessingActivity | ProcessorActivity
Change = Callable[[Activity], Activity]


class Action(StrEnum):
    """What a step does."""

    IMPORT = "IMPORT"
    EDIT = "EDIT"
    BIN = "BIN"
    RESTORE = "RESTORE"
    ARCHIVE = "ARCHIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done by one person (an e-mail of `demo.people`) in one body.

    IMPORT creates `created`, all at once; the others concern `record`. `change` is given for an EDIT only.
    """

    at: datetime
    person: str
    body: str
    action: Action
    record: UUID | None = None
    created: tuple[Activity, ...] = ()
    change: Change | None = None
    reason: str | None = None


class State(StrEnum):
    """Where a record stands after some steps."""

    ACTIVE = "active"
    IN_BIN = "in_bin"
    ARCHIVED = "archived"


_BECOMES = {Action.BIN: State.IN_BIN, Action.RESTORE: State.ACTIVE, Action.ARCHIVE: State.ARCHIVED}


def steps(key: str, on: date) -> tuple[Step, ...]:
    """The history of a body, oldest first. Raises KeyError for a body whose history is not told."""
    story = STORIES[key]
    told = _Telling(key, on, story)
    return tuple(sorted(told.steps(), key=lambda step: step.at))


def history(on: date) -> tuple[Step, ...]:
    """The histories of all the bodies that have one, oldest first."""
    return tuple(sorted((step for key in STORIES for step in steps(key, on)), key=lambda step: step.at))


def play(told: Iterable[Step]) -> dict[UUID, tuple[Activity, State]]:
    """What the steps give, record by record. Raises ValueError on a step that does not apply where it stands."""
    found: dict[UUID, tuple[Activity, State]] = {}
    for step in told:
        if step.action is Action.IMPORT:
            found |= {each.id: (each, State.ACTIVE) for each in step.created}
            continue
        if step.record not in found:
            raise ValueError(f"{step.at}: the record is not there yet")
        found[step.record] = _after(step, *found[step.record])
    return found


def _after(step: Step, facts: Activity, state: State) -> tuple[Activity, State]:
    expected = State.IN_BIN if step.action is Action.RESTORE else State.ACTIVE
    if state is not expected:
        raise ValueError(f"{step.at}: {step.action} of a record that is {state}")
    if step.change is None:
        return facts, _BECOMES[step.action]
    changed = step.change(facts)
    if changed == facts:
        raise ValueError(f"{step.at}: nothing changes in « {facts.title} »")
    return changed, state


class _Telling:
    """The steps of one body: an imported register that lacks what later edits bring, then those edits."""

    def __init__(self, key: str, on: date, story: Story) -> None:
        self.key, self.on, self.story = key, on, story
        self.former = former(bodies(on)[key], on)
        activities = register(key, on).activities
        self.final: Mapping[UUID, Activity] = {each.id: each for each in (*activities, self.former)}
        self.by_model = {each.catalogue_id: each.id for each in activities if each.catalogue_id}

    def steps(self) -> Iterator[Step]:
        edits = [*self._edits(), *self._campaign(), self._closing()]
        before = dict(self.final)
        for edit, _ in edits:
            before[self._id(edit)] = _without(before[self._id(edit)], edit)
        yield self._import(tuple(before.values()))
        for edit, at in edits:
            yield self._step(edit, at)
        yield from self._bin_and_archive()

    def _edits(self) -> Iterator[tuple[Edit, datetime]]:
        for edit in self.story.edits:
            yield edit, self._moment(edit.days, edit.hour, 7 * edit.days % 60)

    def _campaign(self) -> Iterator[tuple[Edit, datetime]]:
        """The yearly review: each record reviewed lately, at the day its sheet says."""
        reviewed = [each for each in self.final.values() if self._lately(each.last_review_on)]
        for number, each in enumerate(reviewed[: self.story.campaign]):
            at = self._at(each.last_review_on or self.on, 9 + number % 8, 11 * number % 60)
            yield (
                Edit(0, 0, self.story.reviewer, str(each.id), ("last_review_on",), "Campagne de revue annuelle"),
                at,
            )

    def _lately(self, reviewed: date | None) -> bool:
        return reviewed is not None and reviewed > self.on - timedelta(days=88)

    def _closing(self) -> tuple[Edit, datetime]:
        was = {"status": ActivityStatus.ACTIVE, "closure_data_disposed": None}
        closed = Edit(0, 0, self.story.reviewer, str(self.former.id), tuple(was), "Activité terminée", was)
        return closed, self._moment(self.story.archive_days, 10, 5)

    def _bin_and_archive(self) -> Iterator[Step]:
        away, back = self.story.bin_days
        binned = self._identifier(self.story.binned)
        yield self._plain(Action.BIN, away, binned, "Fiche crue en double")
        yield self._plain(Action.RESTORE, back, binned, "La fiche n’était pas un doublon")
        yield self._plain(Action.ARCHIVE, self.story.archive_days, self.former.id, "Données détruites avec visa")

    def _import(self, created: tuple[Activity, ...]) -> Step:
        return Step(
            at=self._moment(270, 9, 30),
            person=self.story.importer,
            body=self.key,
            action=Action.IMPORT,
            created=created,
            reason="Reprise du registre tenu dans un tableur",
        )

    def _step(self, edit: Edit, at: datetime) -> Step:
        return Step(
            at=at,
            person=edit.person,
            body=self.key,
            action=Action.EDIT,
            record=self._id(edit),
            change=_brings(self.final[self._id(edit)], edit.fields),
            reason=french(edit.reason) if edit.reason else None,
        )

    def _plain(self, action: Action, days: int, record: UUID, reason: str) -> Step:
        at = self._moment(days, 16, 20)
        return Step(at=at, person=self.story.reviewer, body=self.key, action=action, record=record, reason=reason)

    def _id(self, edit: Edit) -> UUID:
        return self._identifier(edit.record)

    def _identifier(self, name: str) -> UUID:
        """By model, by the name of an activity of its own, or by the id itself."""
        found = self.by_model.get(name) or identifier(self.key, name)
        return found if found in self.final else UUID(name)

    def _moment(self, days: int, hour: int, minute: int) -> datetime:
        return self._at(workday(self.on, days), hour, minute)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), PARIS)


def _without(record: Activity, edit: Edit) -> Activity:
    """The record before the edit. Of two edits of the same field, the first told is the one that fills it."""
    before: dict[str, Any] = {name: edit.was.get(name) for name in edit.fields}
    return replace(record, **before)


def _brings(final: Activity, fields: tuple[str, ...]) -> Change:
    brought: dict[str, Any] = {name: getattr(final, name) for name in fields}
    return lambda record: replace(record, **brought)
