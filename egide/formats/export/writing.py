"""A register as the sheets of our own workbook, to be read by people and read back by us."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from egide.formats.export import guide, plan
from egide.formats.export.cells import to_cell
from egide.formats.export.plan import ChildSheet, Holds
from egide.formats.export.rows import LongTexts, RowWriter, empty_groups
from egide.formats.export.summaries import in_words
from egide.formats.export.tracking import Mark, Tracking
from egide.formats.seal import Seal
from egide.formats.sheets.layout import Column, Look, NewCell, NewSheet, Plain
from egide.law.durations import Duration
from egide.law.facts import Organization, Register
from egide.law.facts.paths import label_of

Row = list[Plain]

_NARROW: Final = (bool, int, float, date, Duration)
_HIDDEN: Final = Column(3.0, hidden=True)


@dataclass(frozen=True, slots=True)
class _Owner:
    """A record whose lines are being written."""

    id: UUID
    name: str | None


def sheets(register: Register, seal: Seal | None = None) -> list[NewSheet]:
    """Every sheet, in the order in which they stand. Each sheet but the first and the last holds facts."""
    long = LongTexts()
    words = _words(register)
    facts_sheets = [
        _body(register.organization, long, words),
        _records(register, long, words),
        *_children(register, long, words),
        _systems(register, long, words),
        _waived(register, long),
    ]
    pieces = [_sheet(plan.LONG, ("N°", "Partie", "Texte"), (2, 2, 16), long.pieces)] if long.pieces else []
    first = NewSheet(plan.README, guide.readme(register.organization.name, seal), (Column(24.0),))
    return [
        first,
        *facts_sheets,
        *pieces,
        NewSheet(plan.COLUMNS, guide.columns(), guide.WIDTHS, frozen_rows=1, is_list=True),
    ]


def _words(register: Register) -> Mapping[UUID, str]:
    """The words of all that a reference may point at."""
    found = {system.id: in_words(system) or str(system.id) for system in register.ai_systems}
    for activity in register.activities:
        found.update((line.id, in_words(line) or str(line.id)) for line in activity.personal_data or ())
    return found


def _sheet(name: str, labels: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[Plain]]) -> NewSheet:
    """A list: its heading, then its rows; the two tracking columns are hidden."""
    hidden = {plan.MARK, plan.TRACK}
    columns = [_HIDDEN if label in hidden else Column(width) for label, width in zip(labels, widths, strict=True)]
    heading = [NewCell(label, Look.HEADER) for label in labels]
    return NewSheet(name, [heading, *rows], columns, frozen_rows=1, is_list=True)


def _width(column: plan.Column) -> float:
    if column.holds is not Holds.FACT:
        return 7.0
    kinds = str(column.annotation)
    return 3.0 if any(kind.__name__ in kinds for kind in _NARROW) else 5.0


def _labels(columns: Sequence[plan.Column]) -> list[str]:
    return [column.label for column in columns]


def _body(organization: Organization, long: LongTexts, words: Mapping[UUID, str]) -> NewSheet:
    tracking = Tracking(empty=empty_groups(organization))
    columns = plan.body_columns()
    cells = RowWriter(columns, words, long).cells(organization, tracking)
    rows: list[Row] = [
        [column.label, cell, column.description.help, f"{organization.id}:{column.key}", None]
        for column, cell in zip(columns, cells, strict=True)
    ]
    rows[0][-1] = long.shortened(str(tracking)) or None
    return _sheet(plan.BODY, ("Information", "Réponse", "Aide", plan.MARK, plan.TRACK), (9, 10, 12, 1, 1), rows)


def _records(register: Register, long: LongTexts, words: Mapping[UUID, str]) -> NewSheet:
    columns = plan.record_columns()
    writer = RowWriter(columns, words, long)
    labels = [plan.KIND, *_labels(columns), plan.MARK, plan.TRACK]
    rows = [
        [plan.KINDS[type(activity)], *_tracked(writer, activity, str(activity.id))] for activity in register.activities
    ]
    return _sheet(plan.RECORDS, labels, [4.0, *map(_width, columns), 1, 1], rows)


def _tracked(writer: RowWriter, value: Any, mark: str) -> Row:
    """The cells of a row with its mark and its tracking."""
    tracking = Tracking(empty=empty_groups(value))
    cells = writer.cells(value, tracking)
    return [*cells, mark, writer.long.shortened(str(tracking)) or None]


def _systems(register: Register, long: LongTexts, words: Mapping[UUID, str]) -> NewSheet:
    columns = plan.system_columns()
    writer = RowWriter(columns, words, long)
    rows = [_tracked(writer, system, str(system.id)) for system in register.ai_systems]
    labels = [*_labels(columns), plan.MARK, plan.TRACK]
    return _sheet(plan.SYSTEMS, labels, [*map(_width, columns), 1, 1], rows)


def _children(register: Register, long: LongTexts, words: Mapping[UUID, str]) -> Iterator[NewSheet]:
    by_place: dict[str, list[tuple[ChildSheet, RowWriter]]] = {}
    rows: dict[str, list[Row]] = {}
    for child in plan.child_sheets():
        rows[child.title] = []
        for place in child.places:
            by_place.setdefault(place.path, []).append((child, RowWriter(child.columns, words, long)))
    writers = {path: found[0] for path, found in by_place.items()}
    for record in (register.organization, *register.activities):
        _Lines(_Owner(record.id, record.name), writers, rows).write(record, "", "", None)
    for child in plan.child_sheets():
        yield _child_sheet(child, rows[child.title])


def _child_sheet(child: ChildSheet, rows: list[Row]) -> NewSheet:
    context = child_context(child)
    labels = [*context, *_labels(child.columns), plan.MARK, plan.TRACK]
    return _sheet(child.title, labels, [*[5.0] * len(context), *map(_width, child.columns), 1, 1], rows)


def child_context(child: ChildSheet) -> list[str]:
    """The columns that tell where a row belongs."""
    return [
        plan.OWNER,
        *([plan.CONCERNS] if len(child.paths) > 1 else []),
        *([plan.PARENT] if child.nested else []),
    ]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes the lines and groups of one record, each in its sheet."""

    owner: _Owner
    writers: Mapping[str, tuple[ChildSheet, RowWriter]]
    rows: Mapping[str, list[Row]]

    def write(self, holder: Any, schema: str, path: str, parent: Any) -> None:
        """What hangs on `holder`: `schema` is its path without lines, `path` with them, both with a last dot."""
        shape: type = holder.__class__
        for column in plan.columns_of(shape, groups_apart=shape in plan.KINDS):
            if column.holds is not Holds.SUMMARY:
                continue
            held = _follow(holder, column.key)
            child, writer = self.writers.get(f"{schema}{column.key}", (None, None))
            if held is None or child is None or writer is None:
                continue
            for item in held if isinstance(held, tuple) else (held,):
                self._row(child, writer, item, (f"{schema}{column.key}", f"{path}{column.key}"), parent)

    def _row(self, child: ChildSheet, writer: RowWriter, item: Any, paths: tuple[str, str], parent: Any) -> None:
        schema, path = paths
        line = getattr(item, "id", None)
        context: Row = [_plain(self.owner.name)]
        if len(child.paths) > 1:
            context.append(child.paths[schema])
        if child.nested:
            context.append(in_words(parent) or None if parent is not None else None)
        row = _tracked(writer, item, str(Mark(self.owner.id, path, line)))
        self.rows[child.title].append([*context, *row])
        within = f"{path}[{line}]." if line else f"{path}."
        self.write(item, f"{schema}.", within, item if line else parent)


def _follow(value: Any, key: str) -> Any:
    for name in key.split("."):
        value = getattr(value, name, None)
    return value


def _plain(name: str | None) -> Plain:
    """The name of a record beside its lines, short and on one line: only to find one’s way."""
    return in_words(name) or None if name else None


def _waived(register: Register, long: LongTexts) -> NewSheet:
    rows: list[Row] = []
    for record in (register.organization, *register.activities):
        for answer in record.not_applicable:
            cells = [_plain(record.name), to_cell(waived_label(type(record), answer.path)), to_cell(answer.reason)]
            mark = long.shortened(to_cell(f"{record.id}:{answer.path}"))
            rows.append([*map(long.shortened, cells), mark])
    return _sheet(plan.WAIVED, (plan.OWNER, "Champ", "Motif", plan.MARK), (5, 8, 12, 1), rows)


def waived_label(shape: type, path: str) -> str:
    """The French label of what was declared *sans objet*, or the path itself where it is no field."""
    try:
        return label_of(shape, path)
    except KeyError:
        return path
