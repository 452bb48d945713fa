"""Before and after in words: what the journal says to people. A path unknown to today's shape is shown as is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from egide.documents.layouts.words import in_words as value_in_words
from egide.law.facts.describing import field_types, shape_within
from egide.law.facts.paths import label_of, schema_path
from egide.platform.records.fields import decode
from egide.platform.records.journal.leaves import unflatten
from egide.platform.records.journal.reading import Version
from egide.platform.records.models import State
from egide.platform.records.storage import Storage, bare

Kind = Literal["changed", "added", "removed", "moved"]
_LINE = re.compile(r"\[([^\]]+)\]")
_OUTERMOST = re.compile(r"^([^\[]+)\[([^\]]+)\]")
_TITLES = ("text", "name", "recipient", "category", "code", "data", "contact.name", "service", "kind")
_ACTIONS = {
    "create": "Création",
    "change": "Modification",
    "bin": "Mise à la corbeille",
    "archive": "Archivage",
    "restore": "Remise en service",
    "erase": "Effacement",
}
_RECORD = {"record.state": "Situation", "record.slug": "Adresse", "record.centre_id": "Centre de gestion"}


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One change: its label, what was there and what is there now ("" for nothing), and the path it is about."""

    label: str
    before: str
    after: str
    path: str
    kind: Kind = "changed"


def action_in_words(version: Version) -> str:
    """« Modification », « Mise à la corbeille »…"""
    return _ACTIONS.get(version.action, version.action)


def in_words(
    storage: Storage, changes: Mapping[str, tuple[Any, Any]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[ChangeInWords]:
    """Changes by path, in words. A line that came or went is one change, however many values it holds."""
    told: list[ChangeInWords] = []
    whole: set[str] = set()
    for path in changes:
        line = _whole_line(path, before, after)
        if line is None:
            told += _one(storage, path, *changes[path], after if path in after else before)
        elif line[0] not in whole:
            whole.add(line[0])
            told.append(_line_change(storage, line[0], before, after, added=line[1]))
    return told


def _whole_line(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, bool] | None:
    """The outermost line of a path that is on one side only, and whether it was added."""
    found = _OUTERMOST.match(path)
    if found is None or not found[2]:
        return None
    order = f"{found[1]}[]"
    was, is_now = found[2] in before.get(order, ()), found[2] in after.get(order, ())
    return (found[0], is_now) if was != is_now else None


def _line_change(
    storage: Storage, line: str, before: Mapping[str, Any], after: Mapping[str, Any], *, added: bool
) -> ChangeInWords:
    leaves = after if added else before
    words = _line_in_words(storage, line, leaves)
    label = _label(storage, line.partition("[")[0])
    if added:
        return ChangeInWords(f"{label} : ligne ajoutée", "", words, line, "added")
    return ChangeInWords(f"{label} : ligne retirée", words, "", line, "removed")


def _line_in_words(storage: Storage, line: str, leaves: Mapping[str, Any]) -> str:
    inside = {path.removeprefix(f"{line}."): v for path, v in leaves.items() if path.startswith(f"{line}.")}
    found = _OUTERMOST.match(line)
    name, identifier = (found[1], found[2]) if found else (line, "")
    try:
        shape = shape_within(_annotation(storage.shape, name))
        return value_in_words(decode(shape, {"id": identifier, **unflatten(inside)})) or "ligne vide"
    except (KeyError, ValueError, TypeError):
        return ", ".join(str(value) for value in inside.values())


def _one(storage: Storage, path: str, old: Any, new: Any, leaves: Mapping[str, Any]) -> list[ChangeInWords]:
    if path.endswith("[]"):
        if sorted(old or ()) != sorted(new or ()):
            return []  # the lines that came or went are told one by one
        return [ChangeInWords(f"{_label(storage, path[:-2])} : ordre des lignes", "", "Ordre changé", path, "moved")]
    label = _label(storage, path)
    named = _title_of_line(storage, path, leaves)
    if named:
        head, _, rest = label.partition("\u00a0: ")
        label = f"{head}, « {named} » : {rest}" if rest else f"{head}, « {named} »"
    words = [_value(storage, path, value) for value in (old, new)]
    return [ChangeInWords(label, words[0], words[1], path)]


def _title_of_line(storage: Storage, path: str, leaves: Mapping[str, Any]) -> str:
    found = _OUTERMOST.match(path)
    if found is None:
        return ""
    for name in _TITLES:
        if isinstance(value := leaves.get(f"{found[0]}.{name}"), str):
            return _value(storage, f"{found[0]}.{name}", value)[:60]
    return ""


def _label(storage: Storage, path: str) -> str:
    if path in _RECORD:
        return _RECORD[path]
    if path == "not_applicable":
        return "Réponses « sans objet »"
    if path.startswith("record."):
        name = path.removeprefix("record.").removesuffix("_id")
        try:
            return str(storage.model._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        except LookupError:
            return path
    try:
        return label_of(storage.shape, schema_path(path))
    except KeyError:
        return path


def _annotation(shape: type, path: str) -> Any:
    head, _, rest = schema_path(path).partition(".")
    annotation = field_types(shape)[head]
    within = shape_within(annotation)
    return _annotation(within, rest) if rest and within is not None else annotation


def _value(storage: Storage, path: str, value: Any) -> str:
    """A stored value in words; "" when there is none."""
    if value is None:
        return ""
    if path == "record.state" and value in State.values:
        return State(value).label
    if path == "not_applicable":
        return "\n".join(f"{_label(storage, answer['path'])} : {answer['reason']}" for answer in value)
    try:
        return value_in_words(decode(bare(_annotation(storage.shape, path)), value)) or "vide"
    except (KeyError, ValueError, TypeError):
        return str(value)
