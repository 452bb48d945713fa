"""Our own workbook, read back: every cell that nobody changed gives back exactly its fact."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from egide.formats.export import plan
from egide.formats.export.attaching import read_answers, read_lines
from egide.formats.export.building import Builder, bare
from egide.formats.export.drafts import Collected, Complaints, Draft, read_facts
from egide.formats.export.guide import FORMAT
from egide.formats.export.plan import Column
from egide.formats.export.tables import Book, Entry, Row, find_table
from egide.formats.export.tracking import Tracking, read_mark, read_tracking
from egide.formats.french.words import fold
from egide.formats.grids.grid import Workbook
from egide.formats.package.decoding import quoted
from egide.formats.reading import DoubtKind, Ledger, Reading
from egide.law.facts import AiSystem, Organization, ProcessingActivity, Register

LABEL: Final = "Classeur Égide"
NAMESPACE: Final = UUID("7f2a0c4e-5d1b-4b8e-9a63-0e61d6c5a062")
_LABEL, _ANSWER, _HELP = "Information", "Réponse", "Aide"
_ALIEN: Final = "cette colonne n’est pas de ce classeur"


def recognises(workbook: Workbook) -> bool:
    """Whether this is a workbook that we wrote: « Registre » has our hidden column."""
    sheet = workbook.sheet(plan.RECORDS)
    ours = {fold(plan.MARK): plan.MARK, fold(plan.KIND): plan.KIND}
    return sheet is not None and find_table(sheet, ours) is not None


def read_export(workbook: Workbook) -> Reading:
    """The register of a workbook of ours. Cells that are not understood give a doubt, and go to the notes."""
    ledger = Ledger()
    collected = Collected(Book(workbook, ledger), Complaints(ledger, {}))
    register = _read(collected)
    collected.book.account_for_the_rest()
    return Reading(
        registers=(register,), format=FORMAT, format_label=LABEL, file_name=workbook.file_name, ledger=ledger
    )


def _read(collected: Collected) -> Register:
    body = _body(collected)
    records = read_records(body.record, collected, groups_apart=True)
    collected.know(body)
    systems = _systems(body.record, collected)
    for child in plan.child_sheets():
        read_lines(child, collected)
    read_answers(collected)
    builder = Builder(collected.children, {system.id: system for system in systems}, collected.complaints)
    return assembled(body, records, builder, collected, groups_apart=True)


def assembled(
    body: Draft, records: list[Draft], builder: Builder, collected: Collected, *, groups_apart: bool
) -> Register:
    """The register of all that was read; what was not understood of a record ends its notes."""
    for draft in (body, *records):
        if found := collected.answers.get(draft.record):
            draft.facts["not_applicable"] = tuple(found)
    organization = builder.build(body)
    activities = [builder.build(draft, groups_apart=groups_apart) for draft in records]
    return Register(
        organization=organization,
        activities=tuple(_noted(activity, collected.complaints) for activity in activities),
        ai_systems=tuple(builder.systems.values()),
    )


def _noted(record: Any, complaints: Complaints) -> Any:
    kept = complaints.notes.get(record.id, [])
    notes = [record.notes] if record.notes else []
    return replace(record, notes="\n".join(notes + kept)) if kept else record


def _body(collected: Collected) -> Draft:
    columns = {column.key: column for column in plan.body_columns()}
    cells: dict[str, Entry] = {}
    draft = Draft(Organization, uuid5(NAMESPACE, "organization"), None, Row(plan.BODY, 0, cells, {}), Tracking())
    for row in collected.book.rows(plan.BODY, (), {fold(title): title for title in (_LABEL, _ANSWER, _HELP)}):
        mark = read_mark(row.text(plan.MARK))
        if mark is not None:
            draft.record = mark.record
        if row.text(plan.TRACK):
            draft.tracking = read_tracking(row.text(plan.TRACK))
        _answer(row, mark.path if mark else _key(row.text(_LABEL), columns), columns, cells, collected)
    read_facts(draft, columns, collected.complaints)
    return draft


def _key(label: str, columns: dict[str, Column]) -> str:
    return next((key for key, column in columns.items() if fold(column.label) == fold(label)), "")


def _answer(row: Row, key: str, columns: dict[str, Column], cells: dict[str, Entry], collected: Collected) -> None:
    """One row of « Collectivité »: its answer is the fact `key`."""
    for name, entry in row.cells.items():
        if name != _ANSWER:
            collected.complaints.ledger.label(entry.key)
        elif key in columns and key not in cells:
            cells[key] = entry
        else:
            collected.leave_out(entry, f"«\u202f{row.text(_LABEL)}\u202f» n’est pas une information attendue ici")
    for entry in row.strange.values():
        collected.leave_out(entry, _ALIEN)


def read_records(
    body: UUID,
    collected: Collected,
    *,
    groups_apart: bool,
    sheet: str = plan.RECORDS,
    extra: Mapping[str, str] | None = None,
) -> list[Draft]:
    """The rows of « Registre », each a record of one kind or the other. `extra`: titles of columns without a fact."""
    columns = plan.record_columns(groups_apart=groups_apart)
    drafts = []
    for row in collected.book.rows(sheet, columns, extra):
        identifier, is_new = _identifier(row, body, "activities", columns, collected)
        shape = _kind(row, identifier, collected)
        own = {column.key: column for column in plan.columns_of(shape, groups_apart=groups_apart)}
        foreign = {c.key: c for c in columns if c.key in row.cells and c.key not in own}
        draft = Draft(shape, identifier, None, row, read_tracking(row.text(plan.TRACK)))
        read_facts(draft, own, collected.complaints)
        for key, column in foreign.items():
            message = f"cette colonne ne concerne pas une fiche «\u202f{plan.KINDS[shape]}\u202f»"
            collected.complaints.keep(row.cells[key], identifier, column.label, message)
        if is_new and shape is ProcessingActivity:
            draft.facts.setdefault("role", ProcessingActivity(id=identifier).role)
        collected.know(draft)
        drafts.append(draft)
    return drafts


def _identifier(
    row: Row, owner: UUID, path: str, columns: tuple[Column, ...], collected: Collected
) -> tuple[UUID, bool]:
    """The identifier of a record, and whether the row is new; a row copied with its mark is new too."""
    mark = read_mark(row.text(plan.MARK))
    if mark is not None and collected.finder.take(owner, mark.record):
        return mark.record, False
    if mark is not None:
        collected.copied(row, mark.record)
    return collected.finder.new(owner, path, row, tuple(column.key for column in columns)), True


def _kind(row: Row, record: UUID, collected: Collected) -> type:
    entry = row.cells.get(plan.KIND)
    if entry is None:
        return ProcessingActivity
    for shape, label in plan.KINDS.items():
        if fold(entry.text).startswith(fold(label.partition(" –")[0])):
            return shape
    expected = " ou ".join(plan.KINDS.values())
    message = f"{quoted(entry.text)} compris comme {plan.KINDS[ProcessingActivity]}\u202f; attendu\u202f: {expected}"
    collected.complaints.tell(DoubtKind.GUESSED, entry, record, message)
    return ProcessingActivity


def _systems(body: UUID, collected: Collected) -> list[AiSystem]:
    columns = plan.system_columns()
    found = []
    for row in collected.book.rows(plan.SYSTEMS, columns):
        identifier, _ = _identifier(row, body, "ai_systems", columns, collected)
        draft = Draft(AiSystem, identifier, None, row, Tracking())
        read_facts(draft, {column.key: column for column in columns}, collected.complaints)
        found.append(bare(draft))
    return found
