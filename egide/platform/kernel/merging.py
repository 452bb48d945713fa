"""Two people changed one record: what each changed, what may be kept of both, and where someone must choose. Pure.

A change is named by a path: a fact, a line that was added or removed (`purposes[U]`), the order of a list
(`purposes[]`), or an answer « sans objet » (`not_applicable:dpia`). Lines that two people added are both kept.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from egide.platform.records.journal.leaves import Leaves

ABSENT = object()
WAIVERS = "not_applicable"
_WAIVED = f"{WAIVERS}:"


@dataclass(frozen=True)
class Merge:
    """What was read (`base`), what is stored now (`theirs`), what was typed (`mine`), as leaves by path."""

    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    mine: Mapping[str, Any]

    @cached_property
    def _sides(self) -> tuple[Leaves, Leaves, Leaves]:
        return _spread(self.base), _spread(self.theirs), _spread(self.mine)

    @cached_property
    def my_changes(self) -> list[str]:
        """What I changed and that is not stored already."""
        base, theirs, mine = self._sides
        return list(dict.fromkeys(_changes(base, theirs, mine)))

    @cached_property
    def conflicts(self) -> list[str]:
        """Those of my changes that meet a change of theirs."""
        return [change for change in self.my_changes if self._meets(change)]

    def _meets(self, change: str) -> bool:
        base, theirs, mine = self._sides
        if change.endswith("[]"):
            return _relative(base, theirs, change) != _relative(theirs, base, change)
        if _is_line(change):
            return change in lines_of(base) and (
                change in lines_of(mine) or _within(base, change) != _within(theirs, change)
            )
        return bool(base.get(change, ABSENT) != theirs.get(change, ABSENT))

    def merged(self, mine: Collection[str]) -> Leaves:
        """Theirs, with my changes where there is no conflict, and where there is one, mine for those named."""
        return self.taking([c for c in self.my_changes if c in mine or c not in self.conflicts])

    def taking(self, changes: Collection[str]) -> Leaves:
        """Theirs, with these of my changes and no other."""
        _, theirs, mine = self._sides
        kept = dict(theirs)
        for change in self.my_changes:
            if change in changes:
                _take(kept, mine, change)
        return _gathered(_settled(kept, mine, changes))


def lines_of(leaves: Mapping[str, Any]) -> set[str]:
    """The path of every line."""
    return {f"{path[:-1]}{line}]" for path in leaves if path.endswith("[]") for line in leaves[path]}


def _changes(base: Leaves, theirs: Leaves, mine: Leaves) -> Iterator[str]:
    old, stored, new = lines_of(base), lines_of(theirs), lines_of(mine)
    moved = _outermost(old ^ new)
    gone = _outermost(old - stored)
    yield from sorted(line for line in moved if (line in new) != (line in stored) and not _is_inside(line, gone))
    for path in dict.fromkeys([*mine, *base]):
        if path.endswith("[]"):
            if not _is_inside(path, moved) and _relative(base, mine, path) != _relative(mine, base, path):
                yield from _of_order(path, theirs, mine)
        elif base.get(path, ABSENT) != mine.get(path, ABSENT) and not _is_inside(path, moved):
            yield from _of_fact(path, base, theirs, mine, gone)


def _of_order(path: str, theirs: Leaves, mine: Leaves) -> Iterator[str]:
    if _relative(theirs, mine, path) != _relative(mine, theirs, path):
        yield path


def _of_fact(path: str, base: Leaves, theirs: Leaves, mine: Leaves, gone: Collection[str]) -> Iterator[str]:
    """A change within a line that the other removed is that of the whole line. A holder is told by what it holds."""
    holder = next((line for line in gone if _is_inside(path, {line})), None)
    if holder is not None:
        yield holder
    elif not (_holds(mine, path) or _holds(base, path)) and mine.get(path, ABSENT) != theirs.get(path, ABSENT):
        yield path


def _take(kept: Leaves, mine: Leaves, change: str) -> None:
    if change.endswith("[]"):
        order = [line for line in mine[change] if line in kept.get(change, ())]
        kept[change] = [*order, *(line for line in kept.get(change, ()) if line not in order)]
    elif _is_line(change):
        _take_line(kept, mine, change)
    elif change in mine:
        kept[change] = mine[change]
    else:
        kept.pop(change, None)


def _take_line(kept: Leaves, mine: Leaves, line: str) -> None:
    container, _, identifier = line[:-1].rpartition("[")
    order = [known for known in kept.get(f"{container}[]", ()) if known != identifier]
    for path in _within(kept, line):
        del kept[path]
    if line in lines_of(mine):
        before = mine[f"{container}[]"][: mine[f"{container}[]"].index(identifier)]
        place = max(
            (order.index(known) + 1 for known in before if known in order), default=0 if before == [] else len(order)
        )
        order.insert(place, identifier)
        kept.update(_within(mine, line))
    kept[f"{container}[]"] = order


def _settled(kept: Leaves, mine: Leaves, changes: Collection[str]) -> Leaves:
    """An empty list or group is told by a leaf of its own, which goes as soon as it holds something."""
    found = {path: value for path, value in kept.items() if not (path.endswith("[]") and value == [])}
    for path, value in mine.items():
        if value in ([], {}) and any(change.startswith((f"{path}[", f"{path}.")) for change in changes):
            found.setdefault(path, value)
    return {path: value for path, value in found.items() if not (value in ([], {}) and _holds(found, path))}


def _spread(leaves: Mapping[str, Any]) -> Leaves:
    """Each answer « sans objet » apart."""
    told = {path: value for path, value in leaves.items() if path != WAIVERS}
    return {**told, **{f"{_WAIVED}{each['path']}": each for each in leaves.get(WAIVERS) or ()}}


def _gathered(leaves: Leaves) -> Leaves:
    told = {path: value for path, value in leaves.items() if not path.startswith(_WAIVED)}
    answers = [value for path, value in leaves.items() if path.startswith(_WAIVED)]
    return {**told, WAIVERS: answers} if answers else told


def _is_line(path: str) -> bool:
    return path.endswith("]") and not path.endswith("[]")


def _within(leaves: Mapping[str, Any], line: str) -> Leaves:
    return {path: value for path, value in leaves.items() if path.startswith(f"{line}.")}


def _holds(leaves: Mapping[str, Any], path: str) -> bool:
    return any(other.startswith((f"{path}[", f"{path}.")) for other in leaves)


def _is_inside(path: str, lines: Iterable[str]) -> bool:
    return any(path.startswith(f"{line}.") for line in lines)


def _outermost(lines: Collection[str]) -> list[str]:
    return [line for line in lines if not _is_inside(line, lines)]


def _relative(one: Mapping[str, Any], other: Mapping[str, Any], order: str) -> list[str]:
    """The lines of a list that two sides hold, in the order of the first."""
    return [line for line in one.get(order, ()) if line in other.get(order, ())]
