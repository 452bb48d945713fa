"""Rows of lines, of groups and of « sans objet »: each finds the record, and the line, that it belongs to."""

from typing import Final
from uuid import UUID

from egide.formats.export import plan
from egide.formats.export.building import bare
from egide.formats.export.cells import UnreadCellError, from_cell
from egide.formats.export.drafts import Collected, Draft, read_facts
from egide.formats.export.plan import ChildSheet
from egide.formats.export.summaries import in_words
from egide.formats.export.tables import Entry, Row
from egide.formats.export.tracking import Mark, read_mark, read_tracking
from egide.formats.french.words import fold
from egide.formats.package.decoding import quoted
from egide.formats.reading import DoubtKind
from egide.law.facts import NotApplicable
from egide.law.facts.paths import label_of, schema_paths

_FIELD: Final = "Champ"
_REASON: Final = "Motif"
_LOST: Final = "ligne laissée de côté\u202f: sa fiche, ou l’élément auquel elle se rattache, est introuvable"
_SECOND: Final = "ligne laissée de côté\u202f: la fiche en a déjà une"


def read_lines(child: ChildSheet, collected: Collected) -> None:
    """Read a sheet of lines or groups into the drafts of its records. Rows that belong nowhere are told one by one."""
    columns = {column.key: column for column in child.columns}
    for row in collected.book.rows(child.title, child.columns):
        mark = read_mark(row.text(plan.MARK)) or _by_name(child, row, collected)
        if mark is None or mark.record not in collected.owners or not _has_parent(mark, collected):
            _leave_out(row, _LOST, collected)
            continue
        many = any(place.many for place in child.places)
        if not many and (mark.record, mark.path) in collected.children:
            _leave_out(row, _SECOND, collected)
            continue
        line = _identifier(mark, row, tuple(columns), collected) if many else None
        draft = Draft(child.shape, mark.record, line, row, read_tracking(row.text(plan.TRACK)))
        read_facts(draft, columns, collected.complaints)
        collected.children.setdefault((mark.record, mark.path), []).append(draft)


def _identifier(mark: Mark, row: Row, names: tuple[str, ...], collected: Collected) -> UUID:
    if mark.line is not None and collected.finder.take(mark.record, mark.line):
        return mark.line
    if mark.line is not None:
        collected.copied(row, mark.record)
    return collected.finder.new(mark.record, mark.path, row, names)


def _has_parent(mark: Mark, collected: Collected) -> bool:
    """Whether the line that holds this place was read: « processors[…].subprocessors » needs its processor."""
    parent, found, _ = mark.path.rpartition("].")
    if not found:
        return True
    above, _, line = parent.rpartition("[")
    return any(str(draft.line) == line for draft in collected.children.get((mark.record, above), []))


def _by_name(child: ChildSheet, row: Row, collected: Collected) -> Mark | None:
    """Where a row added by hand belongs: the one record of that name, and the place and the line that it tells."""
    records = collected.names.get(fold(row.text(plan.OWNER)), [])
    said = fold(row.text(plan.CONCERNS))
    paths = [path for path, label in child.paths.items() if len(child.paths) == 1 or fold(label) == said]
    if len(records) != 1 or len(paths) != 1:
        return None
    return _under(records[0], paths[0], row, collected) if child.nested else Mark(records[0], paths[0])


def _under(record: UUID, path: str, row: Row, collected: Collected) -> Mark | None:
    above, _, name = path.rpartition(".")
    for draft in collected.children.get((record, above), []):
        if fold(in_words(bare(draft))) == fold(row.text(plan.PARENT)):
            return Mark(record, f"{above}[{draft.line}].{name}")
    return None


def _leave_out(row: Row, message: str, collected: Collected) -> None:
    entries = [*row.cells.values(), *row.strange.values()]
    for entry in entries:
        collected.complaints.ledger.ignore(entry.key, message)
    hidden = {plan.MARK, plan.TRACK}
    said = ", ".join(quoted(entry.text) for name, entry in row.cells.items() if name not in hidden)
    collected.complaints.tell(DoubtKind.LEFT_OUT, entries[0], None, f"{message} ({said})" if said else message)


def read_answers(collected: Collected) -> None:
    """Read « Sans objet »: an answer needs its record, its field and its reason."""
    titles = {fold(_FIELD): _FIELD, fold(_REASON): _REASON}
    for row in collected.book.rows(plan.WAIVED, (), titles):
        reason = row.cells.get(_REASON)
        owner = _answered(row, collected)
        if owner is None or reason is None:
            _leave_out(row, "ligne laissée de côté\u202f: il faut une fiche, un champ et un motif connus", collected)
            continue
        record, path = owner
        answer = NotApplicable(path=path, reason=_text(reason))
        collected.answers.setdefault(record, []).append(answer)
        for name, entry in row.cells.items():
            if name == _REASON:
                collected.complaints.ledger.use(entry.key, record, path)
            else:
                collected.complaints.ledger.label(entry.key)


def _text(entry: Entry) -> str:
    try:
        value = entry.value.strip() if isinstance(entry.value, str) else entry.value
        return str(from_cell(str, value, entry.text.strip()))
    except UnreadCellError:
        return entry.text


def _answered(row: Row, collected: Collected) -> tuple[UUID, str] | None:
    """The record and the path of an answer: by its mark, or by the name of the record and the title of the field."""
    entry = row.cells.get(plan.MARK)
    mark, _, path = _text(entry).partition(":") if entry else ("", "", "")
    known = read_mark(mark)
    if known is not None:
        return (known.record, path) if known.record in collected.owners else None
    records = collected.names.get(fold(row.text(plan.OWNER)), [])
    if len(records) != 1:
        return None
    shape, said = collected.owners[records[0]], fold(row.text(_FIELD))
    paths = [path for path in schema_paths(shape) if said in {fold(label_of(shape, path)), path}]
    return (records[0], paths[0]) if paths else None
