"""A row kept as processor becomes a record of article 30(2); what that record cannot hold goes to its notes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from egide.formats.gathering.identity import line_id
from egide.law.facts import Client, Contact, ProcessingActivity, ProcessingCategory, ProcessorActivity
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions
from egide.law.facts.paths import is_group, label_of

_CLIENTS, _CATEGORIES = 20, 21
_RENAMED = {"processors": "subprocessors"}


def as_processor(base: int, arguments: Mapping[str, Any]) -> tuple[ProcessorActivity, dict[str, str]]:
    """The record of article 30(2), and the label of each fact that went to its notes, by field."""
    kept: dict[str, Any] = {}
    told: dict[str, str] = {}
    for name, value in arguments.items():
        goes_to = _RENAMED.get(name, name)
        if name in ("id", "not_applicable") or goes_to in descriptions(ProcessorActivity):
            kept[goes_to] = value
        elif name not in ("role", "controller", "purposes") and value not in (None, ()):
            told[name] = f"{label_of(ProcessingActivity, name)}\u00a0: {in_words(value)}"
    kept.update(_clients(base, arguments.get("controller"), arguments.get("joint_controllers")))
    kept.update(_categories(base, arguments.get("purposes"), told))
    notes = [kept["notes"]] if kept.get("notes") else []
    kept["notes"] = "\n".join([*notes, *told.values()]) or None
    return ProcessorActivity(**kept), told


def _clients(base: int, controller: Contact | None, _: Any) -> dict[str, Any]:
    """The controller of the row is the client."""
    if controller is None:
        return {}
    return {"clients": (Client(id=line_id(base, _CLIENTS, 0), contact=controller),)}


def _categories(base: int, purposes: Sequence[Any] | None, told: dict[str, str]) -> dict[str, Any]:
    """What is done for the client is told by its purposes; their legal bases are the client’s."""
    texts = dict.fromkeys(purpose.text for purpose in purposes or () if purpose.text)
    bases = [in_words(p.legal_basis) for p in purposes or () if p.legal_basis is not None]
    if bases:
        told["purposes"] = f"Base légale\u00a0: {', '.join(bases)}"
    if not texts:
        return {}
    return {
        "processing_categories": tuple(
            ProcessingCategory(id=line_id(base, _CATEGORIES, rank), text=text) for rank, text in enumerate(texts)
        )
    }


def in_words(value: Any) -> str:
    """A fact as a person reads it: labels of codes, « Oui », dates, the words of a group or of lines."""
    if isinstance(value, Code):
        return value.label
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return "\u202f; ".join(in_words(item) for item in value)
    if is_group(value):
        shape: type = type(value)
        parts = (getattr(value, name) for name in descriptions(shape))
        return ", ".join(in_words(part) for part in parts if part not in (None, ()))
    return str(getattr(value, "french", value))
