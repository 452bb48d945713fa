"""What is done to files on its own: those that an antivirus has not seen yet, keys sealed anew, what nobody took."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from egide.platform.files import keys, scanning, services
from egide.platform.files.errors import DamagedFileError, LostKeyError
from egide.platform.files.incoming import waiting_folder
from egide.platform.files.models import Attachment, BodyKey
from egide.platform.files.shapes import Attachment as Told
from egide.platform.files.shapes import Scan
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State, unlocked
from egide.platform.records.saving import put_in_bin, save_aggregate
from egide.platform.records.scope import scope

ABANDONED_AFTER: Final = timedelta(hours=6)
AT_A_TIME: Final = 100
_ACTOR: Final = "Antivirus"


def scan_what_was_not(now: datetime) -> int:
    """Ask the antivirus about a hundred files that it has not seen; destroy the infected. How many were judged.

    Nothing without an antivirus; stops when it does not answer.
    """
    if not scanning.is_configured():
        return 0
    judged = 0
    with identified(SYSTEM):
        waiting = list(unlocked(Attachment).filter(scan=Scan.UNSCANNED.value, state=State.ACTIVE)[:AT_A_TIME])
    for attachment in waiting:
        try:
            judged += _judge(attachment, now)
        except scanning.ScannerUnavailableError:
            break
    return judged


def _judge(attachment: Attachment, now: datetime) -> bool:
    with acting(Actor(_ACTOR, origin=Origin.TASK, at=now)), scope(attachment.organization):
        try:
            with closing(services.content(attachment)) as content:
                found, _ = scanning.scan(content)
        except (DamagedFileError, LostKeyError):
            return False
        known: Told = attachment.facts()
        told = Told(**{**{name: getattr(known, name) for name in known.__dataclass_fields__}, "scan": found})
        save_aggregate(attachment, told, expected=attachment.revision)
        if found is Scan.INFECTED:
            put_in_bin(attachment, expected=attachment.revision, reason="Virus trouvé")
            services.destroy_content(attachment.organization_id, attachment.id)
    return True


def rekey() -> tuple[int, int]:
    """Seal every body’s key under the first key of the installation. How many were sealed anew, and how many were not.

    Those that were not are sealed under a key that the installation no longer has.
    """
    first, anew, lost = keys.masters()[0], 0, 0
    with transaction.atomic(), identified(SYSTEM):
        for held in unlocked(BodyKey).filter(destroyed_at=None).exclude(master=first.id).select_for_update():
            try:
                key = services.open_body_key(held)
            except LostKeyError:
                lost += 1
                continue
            bound = held.organization_id.bytes + held.id.bytes
            sealed = keys.sealed(key, first.key, bound)
            unlocked(BodyKey).filter(organization_id=held.organization_id, id=held.id).update(
                master=first.id, sealed=sealed
            )
            anew += 1
    return anew, lost


def delete_abandoned(now: datetime) -> int:
    """Throw away what was being received when a process was killed. How many there were."""
    before = (now - ABANDONED_AFTER).timestamp()
    old = [path for path in waiting_folder().iterdir() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
