"""From what was posted to facts. What was not touched is kept as it was, to the letter; the rest is only parsed."""

from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError

from egide.law.facts import NotApplicable
from egide.platform.kernel.forms.fields import FactField, Posted
from egide.platform.kernel.forms.plan import Planned, is_empty, plan
from egide.platform.kernel.forms.posted import MOST_LINES, is_forged, line_ids, waiver_of
from egide.platform.kernel.forms.widgets import NONE


class Fields(Protocol):
    """Gives the field of a fact at a path, and that of an answer *sans objet*."""

    waiver: FactField

    def __call__(self, each: Planned, path: str) -> FactField: ...


class Parsing:
    """Reads `data` against `before`, what the page of the known facts would have posted."""

    def __init__(self, data: Posted, before: Posted, fields: Fields) -> None:
        self.data, self.before, self.fields = data, before, fields
        self.errors: list[tuple[str, str]] = []

    def value(self, each: Planned, known: Any, prefix: str = "") -> Any:
        """The value of one fact; `known` is the shape that holds it, None for a new one."""
        path, held = f"{prefix}{each.name}", getattr(known, each.name, None)
        if each.kind == "field":
            return self._leaf(each, held, path)
        return self._group(each, held, path) if each.kind == "group" else self._lines(each, held, path)

    def answers(self, paths: list[str], known: tuple[NotApplicable, ...]) -> tuple[NotApplicable, ...]:
        """The answers *sans objet*: those at `paths` as they were posted, the others as they were."""
        said = {path: reason for path in paths if (reason := self._reason(path)) is not None}
        kept = [self._answer(answer, said) for answer in known if answer.path not in paths or answer.path in said]
        new = [NotApplicable(path=path, reason=said[path]) for path in said if path not in {a.path for a in known}]
        return (*kept, *new)

    def _answer(self, answer: NotApplicable, said: dict[str, str]) -> NotApplicable:
        reason = said.get(answer.path, answer.reason)
        return answer if reason == answer.reason else NotApplicable(path=answer.path, reason=reason)

    def _reason(self, path: str) -> str | None:
        name = waiver_of(path)
        sent, shown = self.data.getlist(name), self.before.getlist(name)
        if shown and sent == shown:
            return shown[-1]
        reason: str | None = self._read(self.fields.waiver, name, [text for text in sent if text], shown)
        return reason

    def _leaf(self, each: Planned, held: Any, path: str) -> Any:
        field = self.fields(each, path)
        sent, shown = field.sent(self.data, path), field.sent(self.before, path)
        return held if sent == shown else self._read(field, path, sent, shown)

    def _read(self, field: FactField, path: str, sent: list[str], shown: list[str]) -> Any:
        try:
            return field.read(sent, shown)
        except ValidationError as refusal:
            self.errors += [(path, message) for message in refusal.messages]
            return None

    def _group(self, each: Planned, held: Any, path: str) -> Any:
        values = {inner.name: self.value(inner, held, f"{path}.") for inner in plan(each.within)}
        if all(value is None for value in values.values()):
            return held if held is not None and is_empty(held) else None
        return each.within(**values)

    def _lines(self, each: Planned, held: tuple[Any, ...] | None, path: str) -> Any:
        ids, none = line_ids(self.data, path), bool(self.data.get(f"{path}.{NONE}"))
        if is_forged(self.data, path):
            self.errors.append((path, "Une ligne a été envoyée sans identifiant valable. Ajoutez-la de nouveau."))
        if len(ids) > MOST_LINES:
            self.errors.append((path, f"Une liste compte {MOST_LINES} lignes au plus ; il y en a {len(ids)} ici."))
            return held
        known = {line.id: line for line in held or ()}
        read = [line for id_ in ids if (line := self._line(each, known.get(id_), id_, path)) is not None]
        if read and none:
            self.errors.append((path, "Vous avez coché « Aucun » et rempli des lignes : gardez l’un ou l’autre."))
        return tuple(read) or (() if none else None)

    def _line(self, each: Planned, known: Any, id_: UUID, path: str) -> Any:
        """A line; None when it was left empty: that is not data. One that was already empty stays."""
        values = {inner.name: self.value(inner, known, f"{path}[{id_}].") for inner in plan(each.within)}
        if all(value is None for value in values.values()):
            return known if known is not None and is_empty(known) else None
        return each.within(id=id_, **values)
