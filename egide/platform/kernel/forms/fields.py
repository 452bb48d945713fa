"""One Django field per kind of fact: what a browser sends becomes the law's own value, and back.

A field only parses. Nothing posted is unknown (None), never a guess; what cannot be read is an error that says how.
"""

import re
import types
import typing
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from egide.formats.french.dates import read_date
from egide.formats.french.duration_words import figures
from egide.formats.french.words import fold
from egide.law.durations import Duration
from egide.law.facts.codes import Code
from egide.law.facts.describing import Description, descriptions, field_types
from egide.platform.kernel.forms.bound import FactBound
from egide.platform.kernel.forms.widgets import NONE, Answers, Boxes, Choice, Choices, Day, Texts, Words
from egide.platform.records.soundness import text_error
from egide.typography import french

Posted = MultiValueDict[str, str]
# An example of so many letters and words shows that a sentence is expected, hence several lines to write it.
_LONG_EXAMPLE, _MANY_WORDS = 40, 5
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_FORGED = "Ce choix n’est pas dans la liste. Choisissez-en un autre."


class FactField(forms.Field):
    """A described fact. `write` gives what a browser would send for a value, `read` the value of what it sent."""

    example: str
    article: str
    mandatory: bool

    def __init__(self, described: Description, widget: forms.Widget, **more: Any) -> None:
        label, told = french(described.label), french(described.help)
        super().__init__(required=False, label=label, help_text=told, widget=widget, **more)
        self.example, self.article = french(described.example), described.article
        self.mandatory = described.mandatory

    def get_bound_field(self, form: Any, field_name: str) -> FactBound:
        return FactBound(form, self, field_name)

    def send(self, data: Posted, path: str, value: Any) -> None:
        """Put in `data` what a browser posts for a value."""
        if written := self.write(value):
            data.setlist(path, written)

    def sent(self, data: Posted, path: str) -> list[str]:
        """What was posted, blanks left out."""
        return [text for text in data.getlist(path) if text]

    def write(self, value: Any) -> list[str]:
        """What is posted for a value; nothing for None."""
        return [] if value is None else [str(value)]

    def read(self, sent: list[str], before: list[str]) -> Any:
        """The value of what was posted, given what the page showed. Raises ValidationError, in French."""
        del before
        return self.from_text(sent[-1].strip()) if sent and sent[-1].strip() else None

    def told(self, sent: list[str]) -> str:
        """What was posted, in the words of the page."""
        return sent[-1] if sent else ""

    def from_text(self, text: str) -> Any:
        """The value of a text that is not empty."""
        if (message := text_error(text)) is not None:
            raise ValidationError(message)
        return text


class Suggested(FactField):
    """A text with suggestions: people read and write the words, the fact holds the value (« France », FR)."""

    def __init__(self, described: Description, choices: Choices, listed: str) -> None:
        super().__init__(described, Words(attrs={"list": listed}))
        self.labels = dict(choices)
        self.values = {fold(label): value for value, label in choices}

    def write(self, value: Any) -> list[str]:
        return [] if value is None else [self.labels.get(value, value)]

    def from_text(self, text: str) -> Any:
        return self.values.get(fold(text)) or super().from_text(text)


class YesNo(FactField):
    """True, False or unknown."""

    def __init__(self, described: Description) -> None:
        super().__init__(described, Answers(choices=[("true", "Oui"), ("false", "Non"), ("", "Je ne sais pas")]))

    def write(self, value: Any) -> list[str]:
        return [] if value is None else ["true" if value else "false"]

    def from_text(self, text: str) -> Any:
        if text not in {"true", "false"}:
            raise ValidationError("Répondez par « Oui », « Non » ou « Je ne sais pas ».")
        return text == "true"


class WholeNumber(FactField):
    """A whole number, with or without spaces between thousands."""

    def from_text(self, text: str) -> Any:
        if not _WHOLE.fullmatch(bare := _SPACES.sub("", text)):
            raise ValidationError("Écrivez un nombre entier, en chiffres, par exemple « 1 200 ».")
        return int(bare)


class Decimal(FactField):
    """A number with a comma."""

    def write(self, value: Any) -> list[str]:
        return [] if value is None else [f"{value!r}".removesuffix(".0").replace(".", ",")]

    def from_text(self, text: str) -> Any:
        if not _DECIMAL.fullmatch(bare := _SPACES.sub("", text)):
            raise ValidationError("Écrivez un nombre en chiffres, par exemple « 98,5 ».")
        return float(bare.replace(",", "."))


class DayField(FactField):
    """A date, as the browser's picker or a person writes it."""

    def write(self, value: Any) -> list[str]:
        return [] if value is None else [value.isoformat()]

    def from_text(self, text: str) -> Any:
        found = read_date(text)
        if found is None:
            raise ValidationError("Écrivez une date avec son jour, par exemple « 17/11/2025 ».")
        return found


class Lasting(FactField):
    """A duration: « 5 ans », « 18 mois », « P5Y »."""

    def write(self, value: Any) -> list[str]:
        return [] if value is None else [value.french]

    def from_text(self, text: str) -> Any:
        try:
            return Duration.parse(text.upper())
        except ValueError:
            pass
        folded = fold(text)
        found = figures(folded)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(folded)) and found[0].duration is not None:
            return found[0].duration
        raise ValidationError("Écrivez une durée avec son unité, par exemple « 5 ans », « 18 mois » ou « 30 jours ».")


class OneOf(FactField):
    """One member of a closed list. `kind` makes the value from what is posted."""

    def __init__(self, described: Description, choices: Choices, kind: Any) -> None:
        super().__init__(described, Choice(choices=choices))
        self.known, self.kind = dict(choices), kind

    def read(self, sent: list[str], before: list[str]) -> Any:
        if sent and sent[-1] not in self.known and sent[-1:] != before:
            raise ValidationError(_FORGED)
        return self.kind(sent[-1]) if sent else None

    def told(self, sent: list[str]) -> str:
        return self.known.get(sent[-1], "") if sent else ""


class SomeOf(FactField):
    """Several members of a closed list; « Aucun » is a choice of its own, and nothing ticked is unknown."""

    def __init__(self, described: Description, choices: Choices, kind: Any) -> None:
        super().__init__(described, Boxes(choices=[(NONE, "Aucun"), *choices]))
        self.known, self.kind = dict(choices), kind

    def write(self, value: Any) -> list[str]:
        return [NONE] if value == () else sorted({str(each) for each in value or ()})

    def sent(self, data: Posted, path: str) -> list[str]:
        return sorted(set(super().sent(data, path)))

    def read(self, sent: list[str], before: list[str]) -> Any:
        if NONE in sent and len(sent) > 1:
            raise ValidationError("Vous avez coché « Aucun » et d’autres cases : gardez l’un ou l’autre.")
        if any(code not in self.known and code not in before for code in sent if code != NONE):
            raise ValidationError(_FORGED)
        # In the order of the list, as on the page; what the page could not name comes last.
        ordered = [*(code for code in self.known if code in sent), *(code for code in sent if code not in self.known)]
        return tuple(self.kind(code) for code in ordered if code != NONE) if sent else None


class Numbers(FactField):
    """Whole numbers in a row: « 4, 12 ». « 0 » alone says none, since lists are numbered from 1."""

    def write(self, value: Any) -> list[str]:
        return [] if value is None else [", ".join(map(str, value)) or "0"]

    def from_text(self, text: str) -> Any:
        parts = [part for part in re.split(r"[\s,;]+", text) if part]
        if not all(_WHOLE.fullmatch(part) for part in parts):
            raise ValidationError("Écrivez des nombres séparés par des virgules, par exemple « 4, 12 ».")
        return () if parts == ["0"] else tuple(map(int, parts))


class TextList(FactField):
    """Texts, one a line."""

    def send(self, data: Posted, path: str, value: Any) -> None:
        if value:
            data.setlist(path, ["\n".join(value)])
        elif value is not None:
            data.setlist(f"{path}.{NONE}", [NONE])

    def sent(self, data: Posted, path: str) -> list[str]:
        """The text, then the box."""
        return [data.get(path) or "", data.get(f"{path}.{NONE}") or ""]

    def read(self, sent: list[str], before: list[str]) -> Any:
        del before
        texts = tuple(self.from_text(line.strip()) for line in sent[0].split("\n") if line.strip())
        if texts and sent[1]:
            raise ValidationError("Vous avez coché « Aucun » et écrit un texte : gardez l’un ou l’autre.")
        return texts or (() if sent[1] else None)

    def told(self, sent: list[str]) -> str:
        return sent[0]


_SIMPLE: dict[Any, type[FactField]] = {
    bool: YesNo,
    int: WholeNumber,
    float: Decimal,
    date: DayField,
    Duration: Lasting,
}


@cache
def field_of(shape: type, name: str) -> FactField:
    """The field of a fact of a shape; it is shared, and never changed."""
    return make_field(descriptions(shape)[name], bare(field_types(shape)[name]))


def make_field(described: Description, kind: Any, choices: Choices | None = None, listed: str = "") -> FactField:
    """The field of a kind of value. `listed`: the id of the suggestions of a text. Raises TypeError if unknown."""
    if typing.get_origin(kind) is tuple:
        return _several(described, typing.get_args(kind)[0], choices)
    if isinstance(kind, type) and issubclass(kind, Code):
        return OneOf(described, [(code.value, code.label) for code in kind], kind)
    if kind is UUID or (choices is not None and kind is int):
        return OneOf(described, choices or (), kind)
    if kind is str:
        if choices is not None:
            return Suggested(described, choices, listed)
        return FactField(described, Words(long=_asks_a_sentence(described)))
    if kind in _SIMPLE:
        return _simple(described, kind)
    raise TypeError(f"« {described.label} » : aucun champ de formulaire pour {kind!r}")


def _asks_a_sentence(described: Description) -> bool:
    return len(described.example) > _LONG_EXAMPLE and len(described.example.split()) >= _MANY_WORDS


def _simple(described: Description, kind: Any) -> FactField:
    if kind is bool:
        return YesNo(described)
    attrs = {"inputmode": "numeric" if kind is int else "decimal"} if kind in {int, float} else None
    return _SIMPLE[kind](described, Day() if kind is date else Words(attrs=attrs))


def _several(described: Description, kind: Any, choices: Choices | None) -> FactField:
    if issubclass(kind, Code):
        return SomeOf(described, [(code.value, code.label) for code in kind], kind)
    if kind is UUID or choices is not None:
        return SomeOf(described, choices or (), kind)
    if kind is int:
        return Numbers(described, Words())
    return TextList(described, Texts())


@cache
def bare(annotation: Any) -> Any:
    """The annotation without « or unknown »: `str` for `str | None`."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    return options[0] if isinstance(annotation, types.UnionType) and len(options) == 1 else annotation
