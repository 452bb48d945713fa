"""A table whose headings are known word for word: what the readers of one tool’s exports share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from egide.formats.french.words import fold
from egide.formats.gathering.blindness import advice, blind_to
from egide.formats.gathering.bodies import Bodies, Body, body_facts
from egide.formats.gathering.columns import Column
from egide.formats.gathering.doubts import Doubts, Key
from egide.formats.gathering.identity import Seeds
from egide.formats.gathering.plan import Plan
from egide.formats.gathering.recording import Activity, Recorder, Row, row_of
from egide.formats.gathering.targets import NOTES, Target
from egide.formats.grids.grid import Sheet, Workbook
from egide.formats.reading import DoubtKind, Fate, Ledger, Reading

Facts = dict[str, tuple[Any, Key]]


@dataclass(slots=True)
class Known:
    """One reading of one export. `seen` are the columns that were read, from which what is blind is known."""

    workbook: Workbook
    ledger: Ledger = field(default_factory=Ledger)
    doubts: Doubts = field(default_factory=Doubts)
    seeds: Seeds = field(default_factory=Seeds)
    bodies: Bodies = field(default_factory=lambda: Bodies(Body()))
    seen: list[Column] = field(default_factory=list)

    def recorder(self, plan: Plan, key: Callable[[int, int], Key]) -> Recorder:
        """Records of a table of this file."""
        self.seen.extend(plan.columns)
        return Recorder(plan, self.ledger, self.doubts, key)

    def seed(self, plan: Plan, row: Row, facts: Facts) -> str:
        """What makes the record of a row itself."""
        return seed_of(self.seeds, plan, row, facts)

    def add(self, record: Activity, facts: Facts, key: Key) -> None:
        """Keep a record with its body; one without a name is said."""
        if record.name is None:
            message = "Traitement sans nom\u00a0: ses autres réponses ont été lues, donnez-lui un nom"
            self.doubts.add(DoubtKind.NOT_UNDERSTOOD, message, key, record=record.id, path="name")
        self.bodies.add(record, facts)

    def mark(self, keys: Iterable[Key], fate: Fate = Fate.USED) -> None:
        """The fate of cells that were read together with others."""
        for key in keys:
            self.ledger.fates[key] = fate

    def leave(self, sheets: Iterable[Sheet], reason: str) -> None:
        """Sheets that hold nothing of the register."""
        for sheet in sheets:
            for row, texts in sheet.texts():
                for column, text in enumerate(texts):
                    if text.strip():
                        self.ledger.ignore((sheet.name, row, column), reason)

    def reading(self, format_name: str, label: str, *, blank: bool, known: Iterable[str] = ()) -> Reading:
        """What was read, with what this export has no place for."""
        self.doubts.write(self.ledger)
        blind = blind_to(self.seen, known)
        return Reading(
            registers=self.bodies.registers(self.ledger, self.workbook.file_name),
            format=format_name,
            format_label=label,
            file_name=self.workbook.file_name,
            ledger=self.ledger,
            blind=blind,
            blind_advice=advice(blind, {}, f"Un export de {label} n’a pas de place pour"),
            is_blank_model=blank,
        )


def seed_of(seeds: Seeds, plan: Plan, row: Row, facts: Facts) -> str:
    """What makes the record itself: its body, its reference, else its name, else all that its row says."""
    named = ""
    for path in ("reference", "name"):
        index = plan.index_of(path)
        if index is not None and index < len(row.texts) and row.texts[index]:
            named = f"{path}|{' '.join(row.texts[index].lower().split())}"
            break
    body = next((str(facts[path][0]) for path in ("siren", "siret", "name") if path in facts), "")
    return seeds.distinct(f"activity|{body}|{named or '|'.join(sorted(filter(None, row.texts)))}")


def first_row(workbook: Workbook) -> list[str]:
    """The texts of the first row of the first sheet that has one."""
    for sheet in workbook.sheets:
        for row in sorted(sheet.values):
            return row_of(row, sheet.values[row]).texts
    return []


def share_of(headings: Iterable[str], texts: Iterable[str]) -> float:
    """How many of these headings are among the texts, from 0 to 1."""
    wanted, found = {fold(heading) for heading in headings}, {fold(text) for text in texts}
    return len(wanted & found) / len(wanted)


def columns_from(texts: Iterable[str], targets: Mapping[str, Target]) -> list[Column]:
    """The columns of a row of headings; those that are not known go to the notes."""
    folded = {fold(heading): (target, rank) for rank, (heading, target) in enumerate(targets.items())}
    columns = []
    for index, text in enumerate(texts):
        target, rank = folded.get(fold(text), (Target(NOTES), 2000))
        columns.append(Column(index, " ".join(text.split()) or "Colonne sans titre", target, rank))
    return columns


def body_of(plan: Plan, row: Row, key: Callable[[int, int], Key]) -> Facts:
    """What the row says of its body."""
    facts: Facts = {}
    for column in plan.organization:
        if column.index < len(row.texts) and (text := row.texts[column.index]):
            path = column.target.path.removeprefix("organization.")
            facts.update(body_facts(path, row.values[column.index], text, key(row.number, column.index)))
    return facts
