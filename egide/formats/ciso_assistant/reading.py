"""From the sheets of CISO Assistant to records: each child row goes to the processing it names, else to the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from egide.formats.ciso_assistant.children import CHILDREN, Child, code_of, enumerations, key_of
from egide.formats.errors import Unreadable
from egide.formats.french.words import fold
from egide.formats.gathering.answers import Answer
from egide.formats.gathering.blindness import advice
from egide.formats.gathering.bodies import is_body
from egide.formats.gathering.columns import Column
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.identity import base_of
from egide.formats.gathering.known import Facts, Known
from egide.formats.gathering.plan import plan_of
from egide.formats.gathering.recording import Gathering, Recorder, row_of
from egide.formats.gathering.targets import Target
from egide.formats.grids.grid import Sheet, Workbook
from egide.formats.quick import no_collection
from egide.formats.reading import DoubtKind, Fate, Reading
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import ActivityStatus, ControllerRole
from egide.law.facts.paths import schema_paths

FORMAT = "ciso_assistant"
LABEL = "CISO Assistant"
_MAIN = "processing"
_PARENTS = ("processing", "processing_name")
_FLAT = ("ref_id", "name", "description", "status", "processing_nature", "assigned_to", "labels", "dpia_required")
_FLAT_ONLY = frozenset({"processing_nature", "dpia_required"})
_SEEN = (
    "name", "reference", "status", "department", "manager", "notes", "notice", "notice.exists", "notice.channel",
    "role",
    "purposes", "purposes.text", "purposes.legal_basis", "data_subjects", "data_subjects.category",
    "data_subjects.detail", "personal_data", "personal_data.category", "personal_data.detail", "special_data",
    "special_data.category", "special_data.detail", "special_data.exception", "nir_used", "criminal_data",
    "recipients", "recipients.kind", "recipients.name", "recipients.detail", "processors", "processors.contact",
    "processors.contact.name", "processors.service", "processors.country", "joint_controllers",
    "joint_controllers.contact", "joint_controllers.contact.name", "transfers", "transfers.recipient",
    "transfers.country", "transfers.mechanism", "transfers.guarantees", "transfers.documentation", "retention",
    "retention.data", "retention.active", "retention.active.duration", "retention.active.trigger",
    "retention.active.text", "retention.final_fate", "retention.unlimited", "systems", "systems.name",
)  # fmt: skip
_FLAT_SEEN = ("name", "reference", "status", "department", "manager", "notes", "role")


def recognises(workbook: Workbook) -> float:
    """How sure it is, from 0 to 1, that this is a workbook of CISO Assistant."""
    names = {fold(sheet.name) for sheet in workbook.sheets}
    if _MAIN in names and names & CHILDREN.keys():
        return 1.0
    return 0.95 if _flat_sheet(workbook) is not None else 0.0


def read(workbook: Workbook) -> Reading:
    """The records of a workbook of CISO Assistant. Raises Unreadable when it has no sheet of processings."""
    main = next((s for s in workbook.sheets if fold(s.name) == _MAIN and s.values), None) or _flat_sheet(workbook)
    if main is None:
        raise Unreadable(
            "Ce classeur de CISO Assistant n’a pas de feuille «\u202fProcessing\u202f».",
            "Exportez le traitement depuis CISO Assistant, ou utilisez son modèle d’import.",
        )
    reader = _Reader(Known(workbook), main)
    with no_collection():
        return reader.read()


def _flat_sheet(workbook: Workbook) -> Sheet | None:
    """The sheet that has the columns of the flat template."""
    for sheet in workbook.sheets:
        if sheet.values:
            first = min(sheet.values)
            headings = {fold(text) for text in row_of(first, sheet.values[first]).texts}
            if headings >= _FLAT_ONLY and "name" in headings:
                return sheet
    return None


@dataclass(slots=True)
class _Processing:
    """A processing being gathered: its first cell, its body."""

    gathering: Gathering
    key: Key
    facts: Facts
    name: str


class _Reader:
    """One reading of one workbook."""

    def __init__(self, known: Known, main: Sheet) -> None:
        self._known = known
        self._main = main
        self._found: list[_Processing] = []
        plan = plan_of([Column(index, heading, Target("notes")) for index, heading in enumerate(_FLAT)])
        self._recorder = Recorder(plan, known.ledger, known.doubts, lambda number, index: (main.name, number, index))

    def read(self) -> Reading:
        for child, keys in self._rows(self._main):
            self._processing(child, keys)
        children = [s for s in self._known.workbook.sheets if fold(s.name) in CHILDREN and s.values]
        for sheet in children:
            self._children(sheet)
        others = [s for s in self._known.workbook.sheets if s is not self._main and s not in children]
        self._known.leave(others, "feuille en dehors de l’export")
        for one in self._found:
            self._known.add(self._recorder.finish(one.gathering), one.facts, one.key)
        reading = self._known.reading(FORMAT, LABEL, blank=not self._found)
        seen = _SEEN if children else _FLAT_SEEN
        blind = frozenset(schema_paths(ProcessingActivity)) - set(seen)
        return _with_blind(reading, blind)

    def _rows(self, sheet: Sheet) -> Iterator[tuple[Child, dict[str, Key]]]:
        """The rows below the headings, by heading; every cell is marked as used, until told otherwise."""
        first = min(sheet.values)
        headings = [key_of(fold(text)) for text in row_of(first, sheet.values[first]).texts]
        for index, heading in enumerate(headings):
            if heading:
                self._known.ledger.label((sheet.name, first, index))
        for number in sorted(sheet.values):
            texts = row_of(number, sheet.values[number]).texts
            if number == first or not any(texts):
                continue
            said = {
                (headings[index] if index < len(headings) else "") or f"colonne {index + 1}": (index, text)
                for index, text in enumerate(texts)
                if text
            }
            keys = {heading: (sheet.name, number, index) for heading, (index, _) in said.items()}
            self._known.mark(keys.values())
            yield Child(said), keys

    def _processing(self, child: Child, keys: dict[str, Key]) -> None:
        name, reference = child.text("name"), child.text("ref_id")
        domain = child.text("domain", "folder")
        seed = self._known.seeds.distinct(
            f"activity|{domain or ''}|{reference or name or '|'.join(t for _, t in child.texts.values())}"
        )
        gathering = Gathering(base_of(seed))
        one = _Processing(gathering, next(iter(keys.values())), {}, name or "")
        self._found.append(one)
        self._set(one, "name", name, keys.get("name"))
        self._set(one, "reference", reference, keys.get("ref_id"))
        self._set(one, "manager", child.text("assigned_to"), keys.get("assigned_to"))
        self._domain(one, domain, keys.get("domain") or keys.get("folder"))
        self._status(one, child.text("status"), keys.get("status"))
        channel = child.text("information_channel")
        self._set(one, "notice.channel", channel, keys.get("information_channel"))
        self._set(one, "notice.exists", True if channel else None, keys.get("information_channel"))
        self._notes(one, child, keys)

    @staticmethod
    def _set(one: _Processing, path: str, value: Any, key: Key | None) -> None:
        if value is not None and key is not None:
            one.gathering.facts[path] = value
            one.gathering.keys[path] = key

    def _domain(self, one: _Processing, domain: str | None, key: Key | None) -> None:
        """A domain is a body for a delegate of many, a department elsewhere."""
        if domain and key and is_body(domain):
            one.facts["name"] = (domain, key)
        else:
            self._set(one, "department", domain, key)

    def _status(self, one: _Processing, text: str | None, key: Key | None) -> None:
        """An unknown status is a draft, as the tool itself reads it."""
        if text is None or key is None:
            return
        known = code_of("status", ActivityStatus, text)
        self._set(one, "status", known or ActivityStatus.DRAFT, key)
        if known is None or key_of(text).lower() == "in_review":
            one.gathering.notes.append(f"Statut dans CISO Assistant\u00a0: {text}")
        if known is None:
            message = f"Statut «\u202f{text}\u202f» inconnu\u00a0: la fiche est gardée comme brouillon"
            self._known.doubts.add(DoubtKind.NOT_UNDERSTOOD, message, key, record=one.gathering.id, path="status")

    def _notes(self, one: _Processing, child: Child, keys: dict[str, Key]) -> None:
        """What the register has no place for, in words."""
        for heading, (_, text) in child.texts.items():
            if heading in child.used:
                continue
            one.gathering.notes.append(_note(heading, text))
            one.gathering.keys.setdefault("notes", keys[heading])
            self._known.mark([keys[heading]], Fate.NOTED)

    def _children(self, sheet: Sheet) -> None:
        make = CHILDREN[fold(sheet.name)]
        for child, keys in self._rows(sheet):
            parent = self._parent(child, keys)
            if parent is None:
                self._known.mark(keys.values(), Fate.IGNORED)
                for key in keys.values():
                    self._known.ledger.reasons[key] = "aucun traitement auquel rattacher cette ligne"
                continue
            for family, proto in make(child):
                cells = [("", 0, 0)] * (max(index for index, _ in child.texts.values()) + 1)
                for heading, (index, _) in child.texts.items():
                    cells[index] = keys[heading]
                self._recorder.add_lines(FAMILIES[family], Answer(lines=(proto,)), cells, parent.gathering)
                if family == "joint_controllers":
                    self._set(parent, "role", ControllerRole.JOINT_CONTROLLER, next(iter(keys.values())))
            child.used.update(heading for heading in _PARENTS if heading in child.texts)
            self._notes(parent, child, keys)

    def _parent(self, child: Child, keys: dict[str, Key]) -> _Processing | None:
        """The processing that the row names, by name or reference; else the first, which is said when it matters."""
        named = child.text(*_PARENTS)
        if named:
            wanted = fold(named)
            for one in self._found:
                if wanted in (fold(one.name), fold(str(one.gathering.facts.get("reference", "")))):
                    return one
            message = f"«\u202f{named}\u202f» n’est le nom d’aucun traitement\u00a0: la ligne est rattachée au premier"
            self._known.doubts.add(DoubtKind.GUESSED, message, next(iter(keys.values())), certainty=0.4)
        return self._found[0] if self._found else None


_NOTE_LABELS = {
    "name": "Nom",
    "country": "Pays",
    "description": "Description",
    "processing_nature": "Opérations",
    "usage_channel": "Canal d’usage",
    "dpia_required": "AIPD nécessaire",
    "dpia_reference": "Référence de l’AIPD",
    "labels": "Étiquettes",
    "documentation_link": "Documentation",
}


def _note(heading: str, text: str) -> str:
    if heading == "processing_nature":
        table = enumerations()["processing_nature"]
        text = ", ".join(table.get(key_of(part), key_of(part)) for part in text.split(",") if part.strip())
    if heading == "dpia_required":
        text = {"true": "Oui", "vrai": "Oui", "false": "Non", "faux": "Non"}.get(fold(text), text)
    return f"{_NOTE_LABELS.get(heading, heading)}\u00a0: {text}"


def _with_blind(reading: Reading, blind: frozenset[str]) -> Reading:
    told = advice(blind, {}, "Un export de CISO Assistant n’a pas de place pour")
    return Reading(
        registers=reading.registers,
        format=reading.format,
        format_label=reading.format_label,
        file_name=reading.file_name,
        ledger=reading.ledger,
        blind=blind,
        blind_advice=told,
        is_blank_model=reading.is_blank_model,
    )
