"""What was erased, kept apart from the database: a backup that is restored holds again what had been erased since.

`erasures.jsonl` in the state folder has a line for each erasing entry: places and hashes, no value. It is drawn from
the journal, so a lost line comes back; keep the newest file when a backup is restored, and do `erasures.replay`.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.appending import DESTROY
from egide.platform.records.journal.reading import entries
from egide.platform.records.journal.sealing import ERASED
from egide.platform.records.models import JournalEntry
from egide.platform.records.scope import unscoped

NAME = "erasures.jsonl"
_WHY = "the erasures of every body are noted apart, by the installation"


class ErasureFileError(ValueError):
    """A line is none of ours, in French."""


@dataclass(frozen=True, slots=True)
class Line:
    """One erasing entry. `entry`: its seal; `hashes`: those of the leaves taken from entry `of`, in base 64.

    `destroyed`: the record itself was removed, its past with it unless `kept`.
    """

    entry: str
    organization: str
    record_type: str
    record_id: str
    of: int = 0
    hashes: tuple[str, ...] = ()
    destroyed: bool = False
    kept: bool = False


def file() -> Path:
    """Where it is."""
    return Path(settings.STATE) / NAME


def note_at_commit(organization_id: UUID, act: UUID) -> None:
    """Note what an act erased, once it is committed. What fails is noted by the next job."""
    transaction.on_commit(partial(note, organization_id=organization_id, act=act), robust=True)


def note(**criteria: Any) -> int:
    """Add the erasures of the journal that the file lacks; `criteria` narrow the entries. Raises OSError."""
    erasing = Q(erases__gt=0) | Q(action=DESTROY)
    with identified(SYSTEM), unscoped(_WHY):
        known = {line.entry for line in read(file())}
        found = JournalEntry.objects.filter(erasing, **criteria).order_by("organization_id", "seq")
        fresh = [entry for entry in found if bytes(entry.hash).hex() not in known]
        lines = [_line(entry) for entry in fresh]
    if lines:
        _append(lines)
    return len(lines)


def merge(other: Path) -> int:
    """Add the lines of another file, of a backup for instance. Returns how many were not known. Raises OSError."""
    known = {line.entry for line in read(file())}
    lines = [line for line in read(other) if line.entry not in known]
    if lines:
        _append(lines)
    return len(lines)


def _line(entry: JournalEntry) -> Line:
    [(_, rows)] = entries(organization_id=entry.organization_id, seq=entry.seq)
    said = {row[0]: row[2] for row in rows or () if len(row) == 3}
    return Line(
        entry=bytes(entry.hash).hex(),
        organization=entry.organization_id.hex,
        record_type=entry.record_type,
        record_id=entry.record_id.hex,
        of=entry.erases,
        hashes=tuple(digest for _, digest in said.get(ERASED) or ()),
        destroyed=entry.action == DESTROY,
        kept=bool(said.get("@title")),
    )


def read(at: Path) -> Iterator[Line]:
    """The lines of a file; none when there is no file. Raises ErasureFileError, OSError."""
    if not at.exists():
        return
    for number, text in enumerate(at.read_text(encoding="utf-8").splitlines(), 1):
        try:
            told = json.loads(text)
            yield Line(**{**told, "hashes": tuple(told["hashes"])})
        except (ValueError, TypeError, KeyError) as error:
            raise ErasureFileError(f"« {at} », ligne {number} : ce n’est pas un effacement noté par Égide.") from error


def _append(lines: list[Line]) -> None:
    at = file()
    at.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(asdict(line), ensure_ascii=False, separators=(',', ':'))}\n" for line in lines)
    with os.fdopen(os.open(at, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
