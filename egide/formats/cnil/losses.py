"""What the layout cannot hold: the facts that would not be read back, found by writing and reading in memory."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from egide.formats.cnil.reader import read
from egide.formats.grids.grid import Kind, Sheet, Value, Workbook
from egide.formats.sheets.layout import NewCell, NewSheet, Plain
from egide.law.facts import AiSystem, Organization, PersonalData, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.paths import label_of, leaves, schema_path

Sheets = Callable[[Register], list[NewSheet]]
Shape = ProcessingActivity | Organization


@dataclass(frozen=True, slots=True)
class Loss:
    """A fact that the layout has no place for: whose, its schema path and its French label."""

    record: UUID
    name: str
    path: str
    label: str


def losses(register: Register, sheets: Sheets) -> tuple[Loss, ...]:
    """The losses of the body, of each record, then of what has no place at all."""
    return (*_of_body(register, sheets), *_of_records(register, sheets), *_without_place(register))


def _of_body(register: Register, sheets: Sheets) -> Iterator[Loss]:
    body = register.organization
    bare = Register(organization=body, activities=register.as_controller[:1])
    back = read(as_workbook(sheets(bare))).register.organization
    yield from _missing(body, back, body.name or "Collectivité")


def _of_records(register: Register, sheets: Sheets) -> Iterator[Loss]:
    for record in register.as_controller:
        alone = Register(organization=register.organization, activities=(record,))
        found = read(as_workbook(sheets(alone))).register.as_controller
        back = found[0] if found else replace(ProcessingActivity(id=record.id), role=None)
        yield from _missing(record, back, record.name or record.reference or "Traitement sans nom")


def _without_place(register: Register) -> Iterator[Loss]:
    for activity in register.as_processor:
        label = "Fiche de sous-traitant (RGPD art. 30(2)), entière"
        yield Loss(activity.id, _name(activity), "processor", label)
    for system in register.ai_systems:
        yield Loss(system.id, _name(system), "ai_system", "Système d’IA, entier")


def _name(thing: ProcessorActivity | AiSystem) -> str:
    return thing.name or "Sans nom"


def _missing(facts: Shape, back: Shape, name: str) -> Iterator[Loss]:
    """One loss for each path of which at least one value did not come back."""
    lost = _counted(facts) - _counted(back)
    for path in dict.fromkeys(path for path, _ in lost):
        yield Loss(facts.id, name, path, label_of(type(facts), path))


def _counted(facts: Shape) -> Counter[tuple[str, object]]:
    """The values by path, whatever the identifiers and the order of lines."""
    lines = {line.id: line for line in getattr(facts, "personal_data", None) or ()}
    return Counter((schema_path(path), _plain(value, lines)) for path, value in leaves(facts))


def _plain(value: object, lines: dict[UUID, PersonalData]) -> object:
    """Links to lines compare by what the lines say."""
    if isinstance(value, tuple):
        return tuple((lines[v].category, lines[v].detail) if v in lines else v for v in value)
    return value


def as_workbook(sheets: Sequence[NewSheet]) -> Workbook:
    """The sheets to write, as they would be read."""
    return Workbook("registre.ods", Kind.ODS, tuple(Sheet(sheet.name, _values(sheet)) for sheet in sheets))


def _values(sheet: NewSheet) -> dict[int, list[Value]]:
    values: dict[int, list[Value]] = {}
    covered: dict[int, set[int]] = {}
    for index, row in enumerate(sheet.rows):
        line = _line(row, index, covered)
        while line and line[-1] is None:
            line.pop()
        if line:
            values[index] = line
    return values


def _line(row: Sequence[Plain | NewCell], index: int, covered: dict[int, set[int]]) -> list[Value]:
    hidden = covered.pop(index, set())
    line: list[Value] = []
    for item in row:
        cell = item if isinstance(item, NewCell) else NewCell(item)
        while len(line) in hidden:
            line.append(None)
        for below in range(index + 1, index + cell.rows):
            covered.setdefault(below, set()).update(range(len(line), len(line) + cell.columns))
        line.append(_read(cell.value))
        line.extend([None] * (cell.columns - 1))
    return line


def _read(value: Plain) -> Value:
    """As a file gives it back: no empty text, nor spaces at the ends of lines."""
    if isinstance(value, date) or not isinstance(value, str):
        return value
    return value or None
