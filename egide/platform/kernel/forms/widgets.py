"""What a person fills in. Widgets write their own markup: a record has hundreds of fields and a page has no time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Choices = Sequence[tuple[str, str]]
NONE = "none"
_ONE_LINE = 60


def _attributes(*parts: dict[str, Any] | None) -> SafeString:
    """Attributes of an element, escaped; None and False are left out."""
    merged: dict[str, Any] = {}
    for part in parts:
        merged.update(part or {})
    return flatatt(merged)


class Words(forms.TextInput):
    """A text. One line when one line is enough to read it: what is written there may call for more."""

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.long = long

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        text = "" if value is None else str(value)
        if self.long or len(text) > _ONE_LINE or "\n" in text:
            # A browser drops the first line break of a text area.
            return format_html(
                "<textarea{}>\n{}</textarea>", _attributes({"name": name, "rows": "3"}, self.attrs, attrs), text
            )
        return format_html(
            "<input{}>", _attributes({"type": "text", "name": name, "value": text or None}, self.attrs, attrs)
        )


class Day(forms.DateInput):
    """The date picker of the browser; what it could not show stays readable as a text."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        text = "" if value is None else str(value)
        kind = "date" if not text or _is_iso(text) else "text"
        return format_html("<input{}>", _attributes({"type": kind, "name": name, "value": text or None}, attrs))


class Choice(forms.Select):
    """A closed list, with « — » for what is not known."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = "" if value is None else str(value)
        known = _pairs(self)
        options = [_option(code, label, chosen) for code, label in (("", "—"), *known)]
        if chosen and not any(code == chosen for code, _ in known):
            options.append(_option(chosen, "Choix inconnu", chosen))
        return format_html("<select{}>{}</select>", _attributes({"name": name}, attrs), _joined(options))


class Answers(forms.RadioSelect):
    """Yes, no, or not known: three buttons, one of them always pressed."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = "" if value is None else str(value)
        return _buttons("radio", name, [(code, label, code == chosen) for code, label in _pairs(self)], attrs)


class Boxes(forms.CheckboxSelectMultiple):
    """Several of a list, « Aucun », or nothing ticked: not known."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        ticked = [str(each) for each in value or ()]
        known = dict(_pairs(self))
        rows = [(code, label, code in ticked) for code, label in known.items()]
        rows += [(code, "Élément introuvable", True) for code in dict.fromkeys(ticked) if code not in known]
        return _buttons("checkbox", name, rows, attrs)


class Texts(forms.Textarea):
    """A list of texts, one a line, and a box to say that there is none."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        return data.get(name), data.get(f"{name}.{NONE}")

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        text, none = value
        box = {"type": "checkbox", "name": f"{name}.{NONE}", "value": NONE, "checked": bool(none)}
        area = format_html("<textarea{}>\n{}</textarea>", _attributes({"name": name, "rows": "3"}, attrs), text or "")
        return format_html('{}<label class="option"><input{}> Aucun</label>', area, _attributes(box))


def _pairs(widget: Any) -> Choices:
    """The choices of a widget: flat pairs, as the fields give them."""
    return list(widget.choices)


def _is_iso(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("2026-11-24")
    except ValueError:
        return False


def _option(code: str, label: str, chosen: str) -> str:
    selected = " selected" if code == chosen else ""
    return f'<option value="{conditional_escape(code)}"{selected}>{conditional_escape(label)}</option>'


def _buttons(kind: str, name: str, rows: list[tuple[str, str, bool]], attrs: dict[str, Any] | None) -> SafeString:
    """One label around each button; the id of the field is that of the whole, where an error leads."""
    given = dict(attrs or {})
    anchor = given.pop("id", None)
    opened = _attributes({"id": anchor, "class": "options"})
    common = f'<input type="{kind}" name="{conditional_escape(name)}"{_attributes(given)}'
    parts = [
        f'<label class="option">{common} value="{conditional_escape(code)}"{" checked" if on else ""}> '
        f"{conditional_escape(label)}</label>"
        for code, label, on in rows
    ]
    return format_html("<div{}>{}</div>", opened, _joined(parts))


def _joined(parts: list[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped where it was made
