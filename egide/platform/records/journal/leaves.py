"""A document as leaves: path and value, lines by their UUID. This is what the journal seals, compares and may erase."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Document = dict[str, Any]
Leaves = dict[str, Any]

_STEP = re.compile(r"[^.\[\]]+|\[[^\]]*\]")
_ORDER = "[]"


def flatten(document: Mapping[str, Any], prefix: str = "") -> Leaves:
    """`{"purposes": [{"id": U, "text": "t"}]}` gives `purposes[]` = [U] (their order) and `purposes[U].text` = "t"."""
    return dict(_walk(document, prefix))


def _walk(document: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict) and value:
            yield from _walk(value, f"{path}.")
        elif _are_lines(value):
            yield f"{path}{_ORDER}", [line["id"] for line in value]
            for line in value:
                rest = {key: inner for key, inner in line.items() if key != "id"}
                yield from _walk(rest, f"{path}[{line['id']}].")
        else:
            yield path, value


def _are_lines(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and "id" in v for v in value)


def unflatten(leaves: Mapping[str, Any]) -> Document:
    """The document whose leaves these are. A line whose order was erased comes after the others."""
    root: Document = {}
    for path, value in leaves.items():
        *way, last = _STEP.findall(path)
        node = root
        for step in way:
            node = node.setdefault(step, {})
        node[last] = value
    return _plain(root)


def _plain(node: Document) -> Document:
    return {name: _of(value) for name, value in node.items()}


def _of(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if not any(key.startswith("[") for key in value):
        return _plain(value)
    order = value.get(_ORDER, [])
    lines = [key[1:-1] for key in value if key != _ORDER]
    return [{"id": i, **_plain(value.get(f"[{i}]", {}))} for i in dict.fromkeys([*order, *lines])]
