"""The register as one CSV table: a row for each record, lines in words. What a table cannot hold, it does not promise.

UTF-8 with a byte order mark, semicolons, CRLF: what a French spreadsheet opens with a double click.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID, uuid5

from egide.formats.export import plan
from egide.formats.export.building import Builder
from egide.formats.export.cells import JSON, UnreadCellError, escaped, from_cell, is_plain
from egide.formats.export.drafts import Collected, Complaints, Draft
from egide.formats.export.guard import guarded, unguarded
from egide.formats.export.importing import NAMESPACE, assembled, read_records
from egide.formats.export.plan import Column, Holds
from egide.formats.export.rows import LongTexts, RowWriter
from egide.formats.export.summaries import in_words, naming
from egide.formats.export.tables import Book, Row, find_table
from egide.formats.export.tracking import Tracking, read_mark
from egide.formats.french.words import fold
from egide.formats.grids.grid import Sheet, Value, Workbook
from egide.formats.package.decoding import quoted
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place, Reading
from egide.formats.sheets.layout import Plain
from egide.law.facts import NotApplicable, Organization, Register
from egide.law.facts.describing import field_types, is_list, shape_within
from egide.law.facts.paths import label_of, schema_paths

FORMAT: Final = "egide-csv"
LABEL: Final = "Tableau Égide (CSV)"
BODY_NAME: Final = "Collectivité"
BODY_MARK: Final = "Repère de la collectivité"
_ANSWERS = tuple[NotApplicable, ...]


def write_csv(register: Register) -> bytes:
    """One row for each record. `cannot_hold` (egide.formats.converting) tells what this loses."""
    columns = plan.record_columns(groups_apart=False)
    words = {system.id: in_words(system) or str(system.id) for system in register.ai_systems}
    writer = RowWriter(columns, words, LongTexts(whole=True))
    body = register.organization
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    labels = [column.label for column in columns]
    table.writerow([plan.KIND, *labels, plan.WAIVED, BODY_NAME, BODY_MARK, plan.MARK])
    for activity in register.activities:
        cells = writer.cells(activity, Tracking())
        last = [
            _answers(activity.not_applicable, type(activity)),
            in_words(body.name) if body.name else None,
            str(body.id),
        ]
        row: list[Plain] = [plan.KINDS[type(activity)], *cells, *last, str(activity.id)]
        table.writerow([_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Plain) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return guarded(cell if isinstance(cell, str) else str(cell).replace(".", ","))


def _answers(answers: tuple[NotApplicable, ...], shape: type) -> Plain:
    """« video : Aucune caméra », one answer a line."""
    if not answers:
        return None
    lines = [f"{answer.path} : {answer.reason}" for answer in answers]
    plain = all(is_plain(line) and "\n" not in line for line in lines)
    return "\n".join(lines) if plain and tuple(_answer(line, shape) for line in lines) == answers else escaped(answers)


def _answer(line: str, shape: type) -> NotApplicable:
    """An answer by the path of its field, or by its label. Raises UnreadCellError without a reason."""
    said, _, reason = line.partition(":")
    if not reason.strip():
        raise UnreadCellError(f"attendu\u202f: «\u202fchamp\u202f: motif\u202f»\u202f; reçu\u202f: {quoted(line)}")
    return NotApplicable(path=_paths(shape).get(fold(said), said.strip()), reason=reason.strip())


@cache
def _paths(shape: type) -> Mapping[str, str]:
    return {fold(label_of(shape, path)): path for path in reversed(schema_paths(shape))}


def recognises(workbook: Workbook) -> bool:
    """Whether this is a table that we wrote: its first sheet has our marks."""
    ours = {fold(title): title for title in (plan.MARK, BODY_MARK)}
    return bool(workbook.sheets) and find_table(workbook.sheets[0], ours) is not None


def read_csv(workbook: Workbook) -> Reading:
    """The register of a table of ours. Lines come from their words alone; the reading is blind to the rest of them."""
    ledger = Ledger()
    sheet = _unguarded(workbook.sheets[0])
    book = Book(replace(workbook, sheets=(sheet,)), ledger)
    collected = Collected(book, Complaints(ledger, {}))
    extra = {fold(title): title for title in (plan.WAIVED, BODY_NAME, BODY_MARK)}
    body = _body(book.rows(sheet.name, (), extra), ledger)
    drafts = read_records(body.record, collected, groups_apart=False, sheet=sheet.name, extra=extra)
    for draft in drafts:
        _read_answers(draft, collected)
    builder = Builder({}, {}, collected.complaints, words_suffice=True)
    register = assembled(body, drafts, builder, collected, groups_apart=False)
    book.account_for_the_rest()
    return Reading(
        registers=(register,),
        format=FORMAT,
        format_label=LABEL,
        file_name=workbook.file_name,
        ledger=ledger,
        blind=unheld_paths(),
    )


def _unguarded(sheet: Sheet) -> Sheet:
    def plain(value: Value) -> Value:
        return unguarded(value) if isinstance(value, str) else value

    return replace(sheet, values={number: [plain(v) for v in row] for number, row in sheet.values.items()})


def _body(rows: Iterator[Row], ledger: Ledger) -> Draft:
    """The body as the rows tell it: its name and its identifier, those of the first row that has them."""
    draft = Draft(Organization, uuid5(NAMESPACE, "organization"), None, Row("", 0, {}, {}), Tracking())
    marks: set[UUID] = set()
    for row in rows:
        mark, name = read_mark(row.text(BODY_MARK)), row.cells.get(BODY_NAME)
        if mark is not None and not marks:
            draft.record = mark.record
        if mark is not None and marks and mark.record not in marks:
            place = Place(*row.cells[BODY_MARK].key)
            ledger.doubt(
                Doubt(DoubtKind.GUESSED, f"{place}\u202f: fiche d’une autre collectivité, lue avec les autres", place)
            )
        marks.update({mark.record} if mark else ())
        if name is not None and "name" not in draft.facts:
            draft.facts["name"] = name.text.strip()
            ledger.use(name.key, draft.record, "name")
    return draft


def _read_answers(draft: Draft, collected: Collected) -> None:
    entry = draft.row.cells.get(plan.WAIVED)
    if entry is None:
        return
    text = entry.text.strip()
    try:
        found = _read(text, draft.shape)
    except UnreadCellError as error:
        collected.complaints.keep(entry, draft.record, plan.WAIVED, str(error))
    else:
        collected.answers[draft.record] = list(found)
        collected.complaints.ledger.use(entry.key, draft.record, "not_applicable")


def _read(text: str, shape: type) -> tuple[NotApplicable, ...]:
    if text.startswith(JSON):
        found: tuple[NotApplicable, ...] = from_cell(_ANSWERS, text, text)
        return found
    return tuple(_answer(line, shape) for line in text.split("\n") if line.strip())


@cache
def unheld_paths() -> frozenset[str]:
    """The schema paths of a record that a table has no place for: what the words of a line do not tell."""
    return frozenset(path for shape in plan.KINDS for column in _lists(shape) for path in _unheld(column))


def _lists(shape: type) -> Iterator[Column]:
    return (c for c in plan.columns_of(shape) if c.holds is Holds.SUMMARY)


def _unheld(column: Column) -> Iterator[str]:
    within = shape_within(column.annotation)
    if within is not None:
        told = set(_told(within))
        yield from (f"{column.key}.{path}" for path in schema_paths(within) if path not in told)


def _told(shape: type, prefix: str = "") -> Iterator[str]:
    """The paths that words tell: the facts that name a line, and those of the groups among them."""
    for name in naming(shape) or ():
        yield f"{prefix}{name}"
        within = shape_within(field_types(shape)[name])
        if within is not None and not is_list(field_types(shape)[name]):
            yield from _told(within, f"{prefix}{name}.")
