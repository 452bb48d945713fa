"""Buttons that change the lines of a form and save nothing: add, remove, up, down. They work without JavaScript."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from egide.law.facts.describing import field_types, is_list, shape_within
from egide.law.facts.paths import schema_path
from egide.platform.kernel.forms.fields import Posted, bare
from egide.platform.kernel.forms.plan import plan
from egide.platform.kernel.forms.posted import MOST_LINES, line_ids
from egide.platform.kernel.forms.widgets import NONE

COMMAND: Final = "command"
_VERBS: Final = frozenset({"add", "remove", "up", "down"})


@dataclass(frozen=True, slots=True)
class Command:
    """`add:purposes`, `remove:purposes:<uuid>`, `up:…`, `down:…`."""

    verb: str
    path: str
    line: str = ""


def command_of(data: Posted) -> Command | None:
    """The button that was pressed, if it is one of ours."""
    verb, _, rest = (data.get(COMMAND) or "").partition(":")
    path, _, line = rest.partition(":")
    return Command(verb, path, line) if verb in _VERBS else None


def obey(command: Command, data: Posted, shape: type) -> str | None:
    """Change the lines in `data`. Gives the path of the line to show, or None when the command fits no list."""
    if not _is_list_of_lines(shape, command.path):
        return None
    ids = [str(each) for each in line_ids(data, command.path)]
    if command.verb == "add":
        return _add(command.path, ids, data)
    if command.line not in ids:
        return None
    if command.verb == "remove":
        _remove(command, ids, data, shape)
        return command.path
    at = ids.index(command.line)
    to = min(max(at + (-1 if command.verb == "up" else 1), 0), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    data.setlist(command.path, ids)
    return f"{command.path}[{command.line}]"


def _is_list_of_lines(shape: type, path: str) -> bool:
    """Whether a path, lines included, leads to a list of lines of the shape."""
    within: type | None = shape
    names = schema_path(path).split(".")
    for position, name in enumerate(names):
        annotation = field_types(within).get(name) if within is not None else None
        within = shape_within(annotation)
        if within is None:
            return False
        if position == len(names) - 1:
            return is_list(annotation)
    return False


def _add(path: str, ids: list[str], data: Posted) -> str:
    if len(ids) >= MOST_LINES:
        return path
    new = str(uuid4())
    data.setlist(path, [*ids, new])
    data.pop(f"{path}.{NONE}", None)
    return f"{path}[{new}]"


def _remove(command: Command, ids: list[str], data: Posted, shape: type) -> None:
    """The line, all that is within, and what pointed at it."""
    data.setlist(command.path, [each for each in ids if each != command.line])
    gone = f"{command.path}[{command.line}]"
    for name in [name for name in data if name.startswith(gone)]:
        del data[name]
    for name in [name for name in data if command.line in data.getlist(name) and points_at(shape, name, command.path)]:
        data.setlist(name, [each for each in data.getlist(name) if each != command.line])


def points_at(shape: type, path: str, lines: str) -> bool:
    """Whether a fact points at the lines of a list: it bears its name and holds ids (`retention.personal_data`)."""
    return path != lines and schema_path(path).rpartition(".")[2] == lines and lines in _pointed(shape)


def _pointed(shape: type) -> frozenset[str]:
    """The lists of lines that other facts of the shape point at."""
    lists = {each.name for each in plan(shape) if each.kind == "lines"}
    found = {
        fact.name
        for each in plan(shape)
        if each.within is not None
        for fact in plan(each.within)
        if fact.name in lists and bare(field_types(fact.shape)[fact.name]) == tuple[UUID, ...]
    }
    return frozenset(found)
