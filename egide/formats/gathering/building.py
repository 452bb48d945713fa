"""The facts gathered for one record, deduced where the law leaves no choice, and frozen."""

from typing import TYPE_CHECKING, Any

from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.identity import line_id
from egide.formats.gathering.leaves import type_at
from egide.formats.gathering.on_behalf import as_processor
from egide.formats.gathering.scalars import ON_BEHALF
from egide.formats.reading import Ledger
from egide.law.facts import NotApplicable, ProcessingActivity, ProcessorActivity, SpecialData
from egide.law.facts.codes import Code, DataCategory, SpecialCategory

if TYPE_CHECKING:
    from egide.formats.gathering.recording import Gathering

_SPECIAL = {category.value: category for category in SpecialCategory}


def build(gathering: "Gathering", ledger: Ledger) -> tuple[ProcessingActivity | ProcessorActivity, dict[str, str]]:
    """The record, and what a processor’s record could not hold (field: the words put in its notes)."""
    _deduce(gathering, ledger)
    uid = gathering.id
    for path, key in gathering.keys.items():
        ledger.provenance[uid, path] = key
    arguments = _arguments(gathering)
    if arguments.get("role") == ON_BEHALF:
        return as_processor(gathering.base, {"id": uid, **arguments})
    return ProcessingActivity(id=uid, **arguments), {}


def _arguments(gathering: "Gathering") -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for path, value in gathering.facts.items():
        head, dot, within = path.partition(".")
        if dot:
            groups.setdefault(head, {})[within] = _in_order(value)
        else:
            arguments[head] = _in_order(value)
    for head, fields in groups.items():
        arguments[head] = type_at(ProcessingActivity, head)(**fields)
    for name, lines in gathering.lists.items():
        arguments[name] = tuple(lines)
    if gathering.notes:
        arguments["notes"] = "\n".join(gathering.notes)
    if gathering.waived:
        arguments["not_applicable"] = tuple(
            NotApplicable(path=path, reason=reason)
            for path, reason in gathering.waived.items()
            if path not in arguments
        )
    return arguments


def _in_order(value: Any) -> Any:
    """Codes in the order of their list, whatever that of the columns that gave them."""
    if isinstance(value, tuple) and value and isinstance(value[0], Code):
        return tuple(code for code in type(value[0]) if code in value)
    return value


def _deduce(gathering: "Gathering", ledger: Ledger) -> None:
    """Health among the data is a special category, NIR and offences are what they are: said once, known everywhere.

    Only where the file is silent: when it answers elsewhere, its answer stands and rules compare the two.
    """
    lines = gathering.lists.get("personal_data")
    if not lines:
        return
    special = []
    for line in lines:
        category = line.category
        if category in _SPECIAL:
            special.append((line, _SPECIAL[category]))
        elif category is DataCategory.NIR:
            _known(gathering, "nir_used")
        elif category is DataCategory.CRIMINAL:
            _known(gathering, "criminal_data")
    if special and "special_data" not in gathering.lists:
        gathering.lists["special_data"] = [
            _special_line(gathering, ledger, line, category, rank) for rank, (line, category) in enumerate(special)
        ]
        gathering.keys["special_data"] = gathering.keys["personal_data"]


def _known(gathering: "Gathering", path: str) -> None:
    if path not in gathering.facts:
        gathering.facts[path] = True
        gathering.keys[path] = gathering.keys["personal_data"]


def _special_line(
    gathering: "Gathering", ledger: Ledger, line: Any, category: SpecialCategory, rank: int
) -> SpecialData:
    uid = line_id(gathering.base, FAMILIES["special_data"].number, rank)
    key = ledger.provenance.get((line.id, "category"))
    if key is not None:
        ledger.provenance[uid, "category"] = key
    return SpecialData(id=uid, category=category, detail=line.detail)
