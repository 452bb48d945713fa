"""From a file to the register: read, compare, bring in as one act, undo. The same validation as the forms."""

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from egide.formats.errors import Unreadable
from egide.formats.opening import read_register
from egide.formats.package import read_package, write_package
from egide.formats.reading import Reading
from egide.law.facts import Register
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, Origin, acting, current_actor
from egide.platform.records.models import Kept, Record, State, unlocked, with_lines
from egide.platform.records.saving import Change, errors_of, save_aggregate, save_many
from egide.platform.records.undoing import Undone, undo_act
from egide.registers.imports import shapes
from egide.registers.imports.models import Import, Waiting
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.systems.models import AiSystem

KEPT_FOR: Final = timedelta(hours=24)
MODELS: Final[tuple[type[Record], ...]] = (AiSystem, ProcessingActivity, ProcessorActivity)
DOUBTS_KEPT: Final = 300


class Fate(StrEnum):
    """What an import would do with a record."""

    NEW = "new"
    CHANGED = "changed"
    IDENTICAL = "identical"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A record of the file, and what would become of it. `reasons`: French sentences, for what is refused."""

    facts: Any
    title: str
    fate: Fate
    record: Record
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, record by record, in the order of the file."""

    lines: tuple[Line, ...]

    def of(self, fate: Fate) -> list[Line]:
        """The records that share a fate."""
        return [line for line in self.lines if line.fate is fate]


def understand(content: bytes, name: str) -> Reading:
    """Read a file in the sandbox. Raises Unreadable, with a French reason."""
    safe = Path(name).name[-100:] or "registre"
    with tempfile.TemporaryDirectory(prefix="egide-import-") as folder:
        path = Path(folder) / safe
        path.write_bytes(content)
        reading = read_register(path)
    if not any(register.activities or register.ai_systems for register in reading.registers):
        raise Unreadable(
            "aucun traitement n’a été reconnu dans ce fichier.",
            "Vérifiez que ses colonnes ont un titre : nom du traitement, finalité, base légale…",
        )
    return reading


def set_aside(reading: Reading, name: str, organization_id: UUID, user_id: UUID, now: datetime) -> Waiting:
    """Keep what was read until someone decides; what has waited too long is thrown away."""
    unlocked(Waiting).filter(organization_id=organization_id, at__lt=now - KEPT_FOR).delete()
    waiting = Waiting(
        organization_id=organization_id,
        user_id=user_id,
        file_name=Path(name).name[-255:],
        form=reading.format_label[:200],
        package=write_package(_together(reading)).decode(),
        doubts=[_said(doubt) for doubt in reading.ledger.doubts[:DOUBTS_KEPT]],
        left_out=_left_out(reading),
        at=now,
    )
    unlocked(Waiting).bulk_create([waiting])
    return waiting


def _said(doubt: Any) -> str:
    return f"{doubt.message} ({doubt.place})" if doubt.place else str(doubt.message)


def _left_out(reading: Reading) -> list[str]:
    reasons: dict[str, int] = {}
    for reason in reading.ledger.reasons.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    return [f"{reason} ({count})" for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1])][:40]


def _together(reading: Reading) -> Register:
    """All the records of the file: a file of several bodies is brought into the one that imports it, and says so."""
    first, *others = reading.registers
    activities = [*first.activities, *(a for other in others for a in other.activities)]
    systems = [*first.ai_systems, *(s for other in others for s in other.ai_systems)]
    return replace(first, activities=tuple(activities), ai_systems=tuple(systems))


def plan(waiting: Waiting) -> Plan:
    """Compare with the register of the body in scope, by identifier."""
    register = read_package(waiting.package.encode())
    return Plan(tuple(_lines(register, waiting.organization_id)))


def _lines(register: Register, organization_id: UUID) -> Iterator[Line]:
    for model, shapes_ in _by_model(register):
        there = {r.id: r for r in with_lines(model.objects.filter(id__in=[facts.id for facts in shapes_]))}
        seen: set[UUID] = set()
        for facts in shapes_:
            yield _line(model, facts, there.get(facts.id), organization_id, again=facts.id in seen)
            seen.add(facts.id)


def _by_model(register: Register) -> Iterator[tuple[type[Record], Sequence[Any]]]:
    for model in MODELS:
        found = [f for f in (*register.ai_systems, *register.activities) if type(f) is model.storage.shape]
        if found:
            yield model, found


def _line(model: type[Record], facts: Any, there: Record | None, organization_id: UUID, *, again: bool) -> Line:
    record = there or model(organization_id=organization_id, id=facts.id)
    title = model.storage.title_of(facts)
    if again:
        return Line(facts, title, Fate.REFUSED, record, ("Le fichier donne deux fois cette fiche.",))
    refused = tuple(message for messages in errors_of(record, facts).values() for message in messages)
    if refused:
        return Line(facts, title, Fate.REFUSED, record, refused)
    if there is None:
        return Line(facts, title, Fate.NEW, record)
    if there.state != State.ACTIVE:
        where = "à la corbeille" if there.state == State.BIN else "archivée"
        return Line(facts, title, Fate.REFUSED, record, (f"Cette fiche est {where} : restaurez-la d’abord.",))
    return Line(facts, title, Fate.IDENTICAL if there.facts() == facts else Fate.CHANGED, record)


def bring_in(waiting: Waiting, planned: Plan) -> Import:
    """Write what is new or changed, in one act that can be undone. To be called while someone is acting."""
    by = current_actor()
    with acting(Actor(by.label, by.user_id, Origin.IMPORT, act=uuid.uuid4(), at=by.at)) as importing:
        written = [line for line in planned.lines if line.fate in {Fate.NEW, Fate.CHANGED}]
        for model in MODELS:
            changes = [_change(line, waiting) for line in written if isinstance(line.record, model)]
            if changes:
                save_many(changes)
        done = _remember(waiting, planned, importing.act)
    forget(waiting)
    return done


def forget(waiting: Waiting) -> None:
    """Throw away a file that nobody wants to bring in."""
    unlocked(Waiting).filter(organization_id=waiting.organization_id, id=waiting.id).delete()


def _change(line: Line, waiting: Waiting) -> Change:
    expected = None if line.fate is Fate.NEW else line.record.revision
    return Change(line.record, line.facts, expected, reason=f"Import de {waiting.file_name}")


def _remember(waiting: Waiting, planned: Plan, act: UUID) -> Import:
    facts = shapes.Import(
        id=uuid.uuid4(),
        file_name=waiting.file_name,
        form=waiting.form,
        status=shapes.ImportStatus.DONE,
        created=len(planned.of(Fate.NEW)),
        changed=len(planned.of(Fate.CHANGED)),
        identical=len(planned.of(Fate.IDENTICAL)),
        refused=len(planned.of(Fate.REFUSED)),
        act=act,
    )
    record = Import.new(waiting.organization_id, facts)
    save_aggregate(record, facts)
    return record


def undo(done: Import) -> Undone:
    """Undo an import; the records that somebody touched since are left, and told."""
    facts = done.facts()
    models: list[type[Kept]] = [*MODELS]
    undone = undo_act(facts.act, models)
    save_aggregate(done, replace(facts, status=shapes.ImportStatus.UNDONE), expected=done.revision)
    return undone


def body_in_file(waiting: Waiting, body: Organization) -> str:
    """The name that the file gives to its body, when it is not this one's; "" otherwise."""
    named = read_package(waiting.package.encode()).organization.name or ""
    return "" if named == str(body) else named
