"""What the two hidden columns say: which line a row is, and what its cells were when they were written.

The mark is a path, « <record>:purposes[<line>] »; the tracking is JSON: empty groups, references, checksums of words.
"""

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_MARK = re.compile(rf"({_UUID})(?::(.*))?", re.DOTALL)
_LAST_LINE = re.compile(rf"(.*)\[({_UUID})\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a row belongs. `path` is "" for the row of a record; `line` is None for a group."""

    record: UUID
    path: str = ""
    line: UUID | None = None

    def __str__(self) -> str:
        line = f"[{self.line}]" if self.line else ""
        return f"{self.record}:{self.path}{line}" if self.path else str(self.record)


def read_mark(text: str) -> Mark | None:
    """The mark that a cell holds, or None when it holds anything else."""
    found = _MARK.fullmatch(text.strip())
    if found is None:
        return None
    record, path = UUID(found[1]), found[2] or ""
    line = _LAST_LINE.fullmatch(path)
    return Mark(record, line[1], UUID(line[2])) if line else Mark(record, path)


@dataclass(slots=True)
class Tracking:
    """Of one row: groups known to be empty, identifiers behind words, checksums of the words as they were written."""

    empty: list[str] = field(default_factory=list)
    references: dict[str, tuple[UUID, ...]] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)

    def watch(self, key: str, text: str) -> None:
        """Remember the words of a cell, to know later whether somebody changed them."""
        self.checksums[key] = checksum(text)

    def unchanged(self, key: str, text: str) -> bool:
        """Whether a cell says what it said when it was written."""
        return self.checksums.get(key) == checksum(text)

    def __str__(self) -> str:
        told: dict[str, Any] = {
            "vides": self.empty,
            "renvois": {key: [str(i) for i in ids] for key, ids in self.references.items()},
            "empreintes": self.checksums,
        }
        return (
            json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)
            if any(told.values())
            else ""
        )


def checksum(text: str) -> str:
    """A short checksum, to notice a change and not to protect from one."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def read_tracking(text: str) -> Tracking:
    """What a cell holds; nothing when somebody changed it into something else."""
    if not text:
        return Tracking()
    try:
        told: Mapping[str, Any] = json.loads(text)
        return Tracking(
            [str(path) for path in told.get("vides", [])],
            {str(key): tuple(UUID(i) for i in ids) for key, ids in told.get("renvois", {}).items()},
            {str(key): str(value) for key, value in told.get("empreintes", {}).items()},
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Tracking()
