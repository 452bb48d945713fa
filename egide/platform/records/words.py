"""What a version changed, in French: label, before → after. The journal, the history and the comparisons speak so.

One line added or removed is one change; what an old shape held is said as it was written, never a failure.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.french import capital, number, plural
from egide.platform.records.acting import Origin
from egide.platform.records.journal.reading import Version
from egide.platform.records.sayings import COLON, NOUNS, Saying, annotation_at, lowered, steps
from egide.platform.records.storage import Storage, is_lines

Changes = Mapping[str, tuple[Any, Any]]
ARROW: Final = "\u00a0→ "
_WAIVERS: Final = "not_applicable"
_FAR: Final = 10_000


class ChangeKind(StrEnum):
    """What happened to what the label names."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One change. An added line has no `before` (it is empty), a removed one no `after`."""

    label: str
    before: str
    after: str
    path: str
    kind: ChangeKind

    @property
    def sentence(self) -> str:
        """« Base légale : consentement → obligation légale », « Destinataire ajouté : Trésorerie »."""
        return f"{self.label}{COLON}{ARROW.join(filter(None, (self.before, self.after)))}"


def in_words(
    storage: Storage,
    changes: Changes,
    leaves_before: Mapping[str, Any],
    leaves_after: Mapping[str, Any],
    names: Mapping[UUID, str] | None = None,
) -> list[ChangeInWords]:
    """The changes of one version, in the order of the shape.

    The leaves are those of the whole record, before and after: lines are named by them. `names` gives what the other
    records that this one points at are called; without it they are « réf. 1a2b3c4d ».
    """
    told = _Telling(Saying(storage, leaves_before, names or {}), Saying(storage, leaves_after, names or {}), changes)
    return sorted(told.all(), key=told.rank)


@dataclass(frozen=True)
class _Telling:
    before: Saying
    after: Saying
    changes: Changes

    def all(self) -> Iterator[ChangeInWords]:
        added = _outermost(self.after.lines - self.before.lines)
        removed = _outermost(self.before.lines - self.after.lines)
        touched = {line for path in self.changes for line in self._lines_of(path)}
        yield from (self._added(line) for line in added & touched)
        yield from (self._removed(line) for line in removed & touched)
        waivers = list(self._waivers())
        yield from waivers
        said = {change.path for change in waivers}
        for path in self.changes:
            if path not in said and not _is_inside(path, added | removed):
                yield from self._at(path)

    def _lines_of(self, path: str) -> Iterator[str]:
        """The lines that a changed path goes through, or that its order brings or takes away."""
        yield from (path[: end.end()] for end in re.finditer(r"\[[^\]]+\]", path))
        if path.endswith("[]"):
            for order in self.changes[path]:
                yield from (f"{path[:-2]}[{identifier}]" for identifier in _order(order))

    def _at(self, path: str) -> Iterator[ChangeInWords]:
        if path.endswith("[]"):
            yield from self._moved(path)
        elif path != _WAIVERS and not self._is_said_elsewhere(path):
            before, after = _answer(self.before, path), _answer(self.after, path)
            yield ChangeInWords(self._label(path), before, after, path, ChangeKind.CHANGED)

    def _is_said_elsewhere(self, path: str) -> bool:
        """An empty group or list that is filled; a group of which each answer was withdrawn; the state of a new one."""
        before, after = self.changes[path]
        if path == "record.state":
            return not self.before.leaves and after == "active"
        if before in ({}, []) and after is None:
            return self.after.at(path) not in (None, {}, [])
        return before is None and after == {} and self.before.at(path) not in (None, {})

    def _label(self, path: str) -> str:
        """A line is named by what it says now, or by what it said."""
        return (self.after if _line_is_in(path, self.after) else self.before).label(path)

    def _added(self, line: str) -> ChangeInWords:
        label = _label_of_line(self.after, line, "ajouté")
        return ChangeInWords(label, "", self.after.line(line), line, ChangeKind.ADDED)

    def _removed(self, line: str) -> ChangeInWords:
        label = _label_of_line(self.before, line, "retiré")
        return ChangeInWords(label, self.before.line(line), "", line, ChangeKind.REMOVED)

    def _moved(self, path: str) -> Iterator[ChangeInWords]:
        old, new = map(_order, self.changes[path])
        before, after = [i for i in old if i in new], [i for i in new if i in old]
        if before == after:
            return
        container = path[:-2]
        yield ChangeInWords(
            _label_of_order(self.after, container),
            _names(self.before, container, before),
            _names(self.after, container, after),
            container,
            ChangeKind.MOVED,
        )

    def _waivers(self) -> Iterator[ChangeInWords]:
        """« Consentement : non renseigné → sans objet : aucune finalité ne repose sur lui »."""
        if _WAIVERS not in self.changes:
            return
        before, after = map(_waivers, self.changes[_WAIVERS])
        for path in dict.fromkeys([*before, *after]):
            if before.get(path) != after.get(path):
                yield ChangeInWords(
                    self._label(path),
                    _answer(self.before, path, before),
                    _answer(self.after, path, after),
                    path,
                    ChangeKind.CHANGED,
                )

    def rank(self, change: ChangeInWords) -> tuple[int, ...]:
        """The order of the shape, lines in their order; then what stands beside it, then what it does not know."""
        shape: type | None = self.after.storage.shape
        found: list[int] = []
        way = ""
        for step in steps(change.path):
            if step.startswith("["):
                way += step
                found.append(min(self.after.position(way), self.before.position(way)))
                continue
            way = f"{way}.{step}" if way else step
            known = list(descriptions(shape)) if shape else []
            found.append(known.index(step) if step in known else _FAR - (step == "record"))
            shape = shape_within(field_types(shape)[step]) if shape and step in known else None
        return tuple(found)


def _order(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _outermost(lines: Collection[str]) -> set[str]:
    return {line for line in lines if not _is_inside(line[: line.rindex("[")], lines)}


def _is_inside(path: str, lines: Collection[str]) -> bool:
    return any(path[: end.end()] in lines for end in re.finditer(r"\[[^\]]+\]", path))


def _line_is_in(path: str, saying: Saying) -> bool:
    ends = [path[: end.end()] for end in re.finditer(r"\[[^\]]+\]", path)]
    return all(end in saying.lines for end in ends)


def _label_of_line(saying: Saying, line: str, done: str) -> str:
    """« Destinataire ajouté », « Finalité retirée »; « Sous-traitants, “X” : sous-traitant ultérieur ajouté »."""
    container = line[: line.rindex("[")]
    try:
        noun, feminine = NOUNS[shape_within(annotation_at(saying.storage.shape, container)) or object]
    except KeyError:
        return f"{saying.label(container)}{COLON}ligne {done}e"
    said = f"{noun} {done}{'e' * feminine}"
    above, dot, _ = container.rpartition(".")
    return f"{saying.label(above)}{COLON}{said}" if dot else capital(said)


def _label_of_order(saying: Saying, container: str) -> str:
    """« Ordre des finalités »; of a list whose label is singular, « ordre : plan d’action »."""
    above, dot, last = container.rpartition(".")
    label = lowered(saying.label(container).rpartition(COLON)[2])
    is_plural = label.split(" ")[0].endswith("s")
    said = f"ordre des {label}" if is_plural else f"ordre{COLON}{label}"
    return f"{saying.label(above)}{COLON}{said}" if dot and last else capital(said)


def _names(saying: Saying, container: str, identifiers: Iterable[str]) -> str:
    paths = (f"{container}[{identifier}]" for identifier in identifiers)
    return ", ".join(saying.name(path) or f"ligne {saying.position(path) + 1}" for path in paths)


def _waivers(value: Any) -> dict[str, str]:
    """The reasons given for what is « sans objet », by path."""
    answers = value if isinstance(value, list) else []
    return {str(a["path"]): str(a.get("reason", "")) for a in answers if isinstance(a, dict) and "path" in a}


def _answer(saying: Saying, path: str, waived: Mapping[str, str] = MappingProxyType({})) -> str:
    if path in waived:
        return f"sans objet{COLON}{waived[path]}" if waived[path] else "sans objet"
    raw = saying.at(path)
    if raw and isinstance(raw, dict | list) and _holds_facts(saying, path):
        return "renseigné" if isinstance(raw, dict) else plural(len(raw), "ligne")
    return saying.value(path)


def _holds_facts(saying: Saying, path: str) -> bool:
    """Whether a path is a group or a list of lines, whose facts have words of their own."""
    try:
        annotation = annotation_at(saying.storage.shape, path)
    except KeyError:
        return False
    return is_lines(annotation) or (shape_within(annotation) is not None and not is_list(annotation))


_ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "create": ("Création", "créé"),
    "change": ("Modification", "modifié"),
    "bin": ("Mise à la corbeille", "mis à la corbeille"),
    "restore": ("Restauration", "restauré"),
    "archive": ("Archivage", "archivé"),
    "destroy": ("Suppression définitive", "supprimé définitivement"),
    "erase": ("Effacement", "effacé des contenus de"),
    "viewed": ("Regard à la place de la personne", "regardé l’application à la place de"),
}


def action_in_words(version: Version) -> str:
    """« Création », « Modification », « Mise à la corbeille »…"""
    return _ACTIONS[version.action][0] if version.action in _ACTIONS else capital(version.action)


def origin_in_words(version: Version) -> str:
    """« à l’écran », « par un import »… Empty for a door that is not known."""
    return Origin(version.origin).french if version.origin in list(Origin) else ""


def summary(version: Version, changes: Collection[ChangeInWords]) -> str:
    """« Alice Martin a modifié 3 champs à l’écran », « Alice Martin a créé « Cantine » par un import »."""
    who = version.actor or "Une personne dont le nom a été effacé"
    done = _counted(changes) if version.action == "change" and changes else _whole(version)
    return " ".join(filter(None, (who, "a", done, origin_in_words(version))))


def _whole(version: Version) -> str:
    verb = _ACTIONS.get(version.action, ("", "modifié"))[1]
    title = f"«\u202f{version.title}\u202f»" if version.title else "une fiche"
    if version.action == "bin":
        return f"mis {title} à la corbeille"
    return f"{verb} {title}"


def _counted(changes: Collection[ChangeInWords]) -> str:
    kinds = [change.kind for change in changes]
    parts = [
        _part("modifié", kinds.count(ChangeKind.CHANGED), "champ"),
        _part("ajouté", kinds.count(ChangeKind.ADDED), "ligne"),
        _part("retiré", kinds.count(ChangeKind.REMOVED), "ligne"),
        _part("changé l’ordre de", kinds.count(ChangeKind.MOVED), "liste"),
    ]
    said = [part for part in parts if part]
    return " et ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _part(verb: str, count: int, noun: str) -> str:
    return f"{verb} {number(count)} {noun}{'s' if count > 1 else ''}" if count else ""
