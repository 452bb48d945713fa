"""Two people changed one record: what each changed, what may be kept of both, and where someone must choose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from egide.platform.records.journal.leaves import Leaves

ABSENT = object()


@dataclass(frozen=True, slots=True)
class Merge:
    """What was read (`base`), what is stored now (`theirs`), what was typed (`mine`), as leaves by path."""

    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    mine: Mapping[str, Any]

    @property
    def my_changes(self) -> list[str]:
        """The paths that I changed."""
        return _changed(self.base, self.mine)

    @property
    def conflicts(self) -> list[str]:
        """The paths that both changed, not to the same value."""
        theirs = set(_changed(self.base, self.theirs))
        return [path for path in self.my_changes if path in theirs and self.mine.get(path) != self.theirs.get(path)]

    def merged(self, mine: frozenset[str]) -> Leaves:
        """Theirs, with my changes where there is no conflict, and where there is one, mine for the paths named."""
        kept = dict(self.theirs)
        disputed = set(self.conflicts)
        for path in self.my_changes:
            if path in disputed and path not in mine:
                continue
            if path in self.mine:
                kept[path] = self.mine[path]
            else:
                kept.pop(path, None)
        return _without_orphans(kept)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    paths = dict.fromkeys([*after, *before])
    return [path for path in paths if before.get(path, ABSENT) != after.get(path, ABSENT)]


def _without_orphans(leaves: Mapping[str, Any]) -> Leaves:
    """A line that the kept order does not name was removed: what the other changed in it goes with it."""
    return {path: value for path, value in leaves.items() if _is_held(path, leaves)}


def _is_held(path: str, leaves: Mapping[str, Any]) -> bool:
    start = 0
    while (opening := path.find("[", start)) != -1:
        closing = path.index("]", opening)
        line = path[opening + 1 : closing]
        if line and line not in leaves.get(f"{path[:opening]}[]", ()):
            return False
        start = closing + 1
    return True
