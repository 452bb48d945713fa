"""The fields of one form: those of the shape, save where this form knows more choices or suggestions."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from egide.law.facts.describing import Description, field_types
from egide.law.facts.paths import schema_path
from egide.platform.kernel.forms.commands import points_at
from egide.platform.kernel.forms.fields import FactField, Posted, bare, field_of, make_field
from egide.platform.kernel.forms.plan import Planned, plan, planned
from egide.platform.kernel.forms.posted import line_ids
from egide.platform.kernel.forms.widgets import Choices, Words

_LONGEST_LABEL = 80
_MARKED = re.compile(r"\[__line\d+__\]")
WAIVER = FactField(
    Description(
        label="Sans objet ici, parce que",
        help="À remplir seulement si la rubrique ne vous concerne pas : dites pourquoi en une phrase.",
        example="Le service n’emploie aucune caméra",
        article="Bonne pratique",
        mandatory=False,
        waivable=False,
    ),
    Words(),
)


class Catalogue:
    """Finds the field of a fact at a path. Choices of `tuple[UUID]` that point at sibling lines come from `data`."""

    waiver: FactField = WAIVER

    def __init__(self, shape: type, data: Posted, choices: Mapping[str, Choices]) -> None:
        self.shape, self.data, self.choices = shape, data, choices
        self._made: dict[str, FactField] = {}

    def __call__(self, each: Planned, path: str) -> FactField:
        """The field of a fact at `path`."""
        kind = bare(field_types(each.shape)[each.name])
        if not self.choices and kind != tuple[UUID, ...]:
            return field_of(each.shape, each.name)
        flat = _MARKED.sub("", schema_path(path))
        if (known := self._made.get(flat)) is None:
            known = self._made[flat] = self._make(each, flat, kind)
        return known

    def suggestions(self) -> list[tuple[str, list[str]]]:
        """The words that texts of this form suggest, by the id of each list."""
        found = [(path, choices) for path, choices in self.choices.items() if self._is_text(path)]
        return [(_list_id(path), [label for _, label in choices]) for path, choices in found]

    def label(self, shape: type, prefix: str) -> str:
        """What a line says first: the words of its first two fields that are filled."""
        words = [self._words(each, f"{prefix}{each.name}") for each in plan(shape)[:2] if each.kind == "field"]
        words += [self._name_within(each, prefix) for each in plan(shape)[:1] if each.kind == "group"]
        text = " ".join(" – ".join(word for word in words if word).split())
        return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"

    def _words(self, each: Planned, path: str) -> str:
        field = self(each, path)
        return field.told(field.sent(self.data, path))

    def _name_within(self, each: Planned, prefix: str) -> str:
        path = f"{prefix}{each.name}."
        told = [self._words(inner, f"{path}{inner.name}") for inner in plan(each.within) if inner.name == "name"]
        return told[0] if told else ""

    def _make(self, each: Planned, flat: str, kind: Any) -> FactField:
        if flat in self.choices:
            return make_field(each.description, kind, self.choices[flat], listed=_list_id(flat))
        if kind == tuple[UUID, ...] and points_at(self.shape, flat, each.name):
            return make_field(each.description, kind, self._siblings(each.name))
        return field_of(each.shape, each.name)

    def _siblings(self, name: str) -> Choices:
        shape = planned(self.shape, name).within
        ids = line_ids(self.data, name)
        return [
            (str(id_), self.label(shape, f"{name}[{id_}].") or f"Ligne {number}, à remplir")
            for number, id_ in enumerate(ids, start=1)
        ]

    def _is_text(self, path: str) -> bool:
        shape: Any = self.shape
        *groups, last = path.split(".")
        for name in groups:
            shape = planned(shape, name).within
        return bare(field_types(shape)[last]) is str


def _list_id(path: str) -> str:
    return f"list_{path}"
