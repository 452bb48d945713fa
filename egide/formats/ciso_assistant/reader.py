"""The processings of CISO Assistant (intuitem): one row a processing, with seven sheets or alone on one."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import uuid5

from egide.formats.ciso_assistant.entry import SPACE, Entry, Row
from egide.formats.gathering.blindness import advice
from egide.formats.grid import Sheet, Workbook
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place, Reading
from egide.formats.vocabulary import fold
from egide.law.facts import (
    Organization,
    ProcessingActivity,
    Register,
)
from egide.law.facts.paths import schema_paths

NAME: Final = "ciso_assistant"
LABEL: Final = "Classeur de CISO Assistant"
_MAIN: Final = "processing"
_CHILDREN: Final = (
    "purposes", "personal data", "data subjects", "data recipients", "contractors", "transfers",
)  # fmt: skip
_SIGNS: Final = ("ref_id", "name", "processing_nature", "dpia_required", "labels")
# What a reading can fill: the rest of the schema is blind.
_FILLED: Final = frozenset(
    {
        "name", "reference", "department", "status", "manager", "notes", "role", "purposes", "purposes.text",
        "purposes.legal_basis", "data_subjects", "data_subjects.category", "data_subjects.detail", "personal_data",
        "personal_data.category", "personal_data.detail", "special_data", "special_data.category",
        "special_data.detail", "special_data.exception", "retention", "retention.data", "retention.personal_data",
        "retention.active", "retention.active.duration", "retention.active.trigger", "retention.active.text",
        "retention.final_fate", "retention.unlimited", "retention.justification", "recipients", "recipients.name",
        "recipients.kind", "recipients.detail", "processors", "processors.contact", "processors.contact.name",
        "processors.contact.organization", "processors.contact.url", "processors.service", "processors.country",
        "joint_controllers", "joint_controllers.contact", "joint_controllers.contact.name", "transfers",
        "transfers.recipient", "transfers.country", "transfers.mechanism", "transfers.guarantees",
        "transfers.documentation", "systems", "systems.name", "notice", "notice.channel", "dpia", "dpia.status",
    }
)  # fmt: skip


def recognises(workbook: Workbook) -> float:
    """How many of the headings that only CISO Assistant writes are on the sheet of processings."""
    sheet = _main_sheet(workbook)
    if sheet is None:
        return 0.0
    names = set(_names(sheet))
    children = {sheet.name.strip().lower() for sheet in workbook.sheets} & set(_CHILDREN)
    return 1.0 if {"ref_id", "name"} <= names and len(children) >= 3 else sum(s in names for s in _SIGNS) / len(_SIGNS)


def read(workbook: Workbook) -> Reading:
    """The processings, each with the rows of the other sheets that name it; rows that name none go to the first."""
    ledger = Ledger()
    main = _main_sheet(workbook)
    entries = [Entry(row, ledger) for row in _rows(main, ledger)] if main else []
    by_name = {fold(entry.row.text("name")): entry for entry in reversed(entries)}
    for sheet in workbook.sheets:
        if sheet is not main:
            _attach(sheet, entries, by_name, ledger)
    blind = frozenset(path for path in schema_paths(ProcessingActivity) if path not in _FILLED)
    body = Organization(id=uuid5(SPACE, workbook.file_name))
    records = tuple(entry.record() for entry in entries)
    return Reading(
        registers=(Register(organization=body, activities=records),),
        format=NAME,
        format_label=LABEL,
        file_name=workbook.file_name,
        ledger=ledger,
        blind=blind,
        blind_advice=advice(blind),
        is_blank_model=not records,
    )


def _main_sheet(workbook: Workbook) -> Sheet | None:
    named = next((sheet for sheet in workbook.sheets if sheet.name.strip().lower() == _MAIN), None)
    return named or (workbook.sheets[0] if len(workbook.sheets) == 1 and workbook.sheets[0].values else None)


def _names(sheet: Sheet) -> list[str]:
    first = min(sheet.values, default=None)
    return [] if first is None else [text.strip().lower() for text in dict(sheet.texts())[first]]


def _rows(sheet: Sheet, ledger: Ledger) -> Iterator[Row]:
    names = _names(sheet)
    for number, (row, texts) in enumerate(sheet.texts()):
        cells = {}
        for column, text in enumerate(texts):
            key = (sheet.name, row, column)
            if not text.strip():
                continue
            if number == 0:
                ledger.label(key)
            elif column < len(names) and names[column]:
                cells[names[column]] = (text.strip(), key)
            else:
                ledger.ignore(key, "cellule sous une colonne sans titre")
        if cells:
            yield Row(cells)


def _attach(sheet: Sheet, entries: list["Entry"], by_name: Mapping[str, "Entry"], ledger: Ledger) -> None:
    kind = sheet.name.strip().lower()
    for row in _rows(sheet, ledger):
        named = fold(row.text("processing") or row.text("processing_name"))
        entry = by_name.get(named) or (entries[0] if entries and not named else None)
        if entry is None or kind not in _CHILDREN:
            reason = "feuille inconnue" if kind not in _CHILDREN else f"aucun traitement nommé «\u202f{named}\u202f»"
            for _, key in row.cells.values():
                ledger.ignore(key, reason)
            first = next(iter(row.cells.values()))[1]
            ledger.doubt(Doubt(DoubtKind.LEFT_OUT, f"Ligne laissée de côté\u00a0: {reason}.", Place(*first)))
        else:
            entry.add(kind, row)
