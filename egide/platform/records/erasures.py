"""Doing again, after a backup was restored, the erasures that the backup knows nothing of."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from egide.platform.records import erasure_file
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.destroying import destroy
from egide.platform.records.erasing import Found, erase_known, records_of
from egide.platform.records.erasure_file import Line
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.reading import entries
from egide.platform.records.journal.sealing import leaf_hash
from egide.platform.records.models import State
from egide.platform.records.saving import leaves_of, put_in_bin
from egide.platform.records.scope import scope, unscoped

AGAIN = "Effacement refait après la restauration d’une sauvegarde"
_WHO = "Égide, après une restauration"


@dataclass(frozen=True, slots=True)
class _Body:
    id: UUID
    centre_id: UUID | None = None


def replay(now: datetime) -> int:
    """Erase again all that `erasures.jsonl` says was erased and that the database still holds. Twice changes nothing.

    Returns in how many records something was erased. Raises ErasureFileError, OSError, ErasingError.
    """
    by_body: dict[str, dict[tuple[str, str], list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in erasure_file.read(erasure_file.file()):
        by_body[line.organization][line.record_type, line.record_id].append(line)
    done = 0
    with identified(SYSTEM):
        for body in sorted(by_body.keys() & _bodies()):
            with scope(_Body(UUID(body))), acting(Actor(_WHO, origin=Origin.COMMAND, at=now)):
                done += sum(_replay(kind, UUID(one), lines) for (kind, one), lines in by_body[body].items())
    erasure_file.note()
    return done


def _bodies() -> set[str]:
    model: Any = apps.get_model("organizations", "Organization")
    with unscoped("the bodies that a restored database knows"):
        return {body.hex for body in model.objects.values_list("id", flat=True)}


def _replay(record_type: str, record_id: UUID, lines: Sequence[Line]) -> bool:
    """What was destroyed goes first: nothing then remains to be changed but the past."""
    gone = next((line for line in lines if line.destroyed), None)
    record = records_of(record_type, [record_id]).get(record_id)
    removed = gone is not None and record is not None
    if gone is not None and record is not None:
        if record.state != State.BIN:
            put_in_bin(record, expected=record.revision, reason=AGAIN)
        destroy(record, expected=record.revision, basis=AGAIN, keep_history=gone.kept)
    found = _still_there(record_type, record_id, {line.of: set(line.hashes) for line in lines if line.of})
    if found:
        erase_known(found, basis=AGAIN)
    return removed or bool(found)


def _still_there(record_type: str, record_id: UUID, hashes: dict[int, set[str]]) -> list[Found]:
    """The values whose hashes were noted, as they stand again in the entries that they had been taken from."""
    found: dict[tuple[str, str], Found] = {}
    for entry, rows in entries(record_type=record_type, record_id=record_id):
        for row in rows or ():
            if len(row) == 3 and b64encode(leaf_hash(row)).decode() in hashes.get(entry.seq, ()):
                found[row[0], repr(row[2])] = Found(record_type, record_id, row[0], row[2])
    record = records_of(record_type, [record_id]).get(record_id)
    held = leaves_of(record, record.facts()) if record is not None else {}
    for one in found.values():
        one.live = one.path in held and held[one.path] == one.value
    return list(found.values())
