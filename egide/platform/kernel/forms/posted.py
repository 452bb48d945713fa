"""What a browser posts for a shape: one name a fact, its path. A list of lines posts the ids of its lines, in order."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from egide.platform.kernel.forms.fields import FactField, Posted, field_of
from egide.platform.kernel.forms.plan import Planned, plan
from egide.platform.kernel.forms.widgets import NONE

MOST_LINES = 200
Fields = Callable[[Planned, str], FactField]
_SURROGATES = re.compile("[\ud800-\udfff]")


def received(data: Mapping[str, Any]) -> Posted:
    """Posted data with the line breaks of texts, and no half of a character, which no page could show again."""
    names = data.keys()
    return MultiValueDict({name: [_text(value) for value in _listed(data, name)] for name in names})


def _listed(data: Mapping[str, Any], name: str) -> list[Any]:
    if isinstance(data, MultiValueDict):
        return list(data.getlist(name))
    value = data[name]
    return list(value) if isinstance(value, list | tuple) else [value]


def _text(value: Any) -> str:
    return _SURROGATES.sub("\ufffd", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def plain_field(each: Planned, path: str) -> FactField:
    """The field of a fact in a form that knows no choices of its own."""
    del path
    return field_of(each.shape, each.name)


def written(facts: Any, fields: Fields = plain_field) -> Posted:
    """What the page of these facts posts when nobody touched it."""
    data: Posted = MultiValueDict()
    _write(facts, "", data, fields)
    for answer in reversed(getattr(facts, "not_applicable", ())):
        data.setlist(waiver_of(answer.path), [answer.reason])
    return data


def _write(facts: Any, prefix: str, data: Posted, fields: Fields) -> None:
    for each in plan(facts.__class__):
        value, path = getattr(facts, each.name), f"{prefix}{each.name}"
        if each.kind == "field":
            fields(each, path).send(data, path, value)
        elif value is None:
            continue
        elif each.kind == "group":
            _write(value, f"{path}.", data, fields)
        else:
            _write_lines(value, path, data, fields)


def _write_lines(lines: tuple[Any, ...], path: str, data: Posted, fields: Fields) -> None:
    if not lines:
        data.setlist(f"{path}.{NONE}", [NONE])
        return
    data.setlist(path, [str(line.id) for line in lines])
    for line in lines:
        _write(line, f"{path}[{line.id}].", data, fields)


def waiver_of(path: str) -> str:
    """The name under which the reason why a fact is *sans objet* is posted."""
    return f"{path}.waived"


def line_ids(data: Posted, path: str) -> list[UUID]:
    """The lines of a list, in order, each once. What is no identifier is left out: see `is_forged`."""
    return [UUID(text) for text in dict.fromkeys(data.getlist(path)) if is_id(text)]


def is_forged(data: Posted, path: str) -> bool:
    """Whether a list was sent lines that no page of ours writes."""
    return not all(map(is_id, data.getlist(path)))


def is_id(text: str) -> bool:
    """Whether a text is an identifier as we write them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
