"""The folder of the installation, its disk, the account of the program."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from egide.law.french import number
from egide.operations.backup.last import last_backup
from egide.operations.doctor.configuration import in_production
from egide.operations.doctor.problems import Finding, found
from egide.state import is_wide

NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "afs", "ncpfs", "fuse.sshfs", "fuse.glusterfs"}
)
TOO_OLD_HOURS: Final = 48
MEGABYTE: Final = 1_000_000
LOW: Final = 1_000 * MEGABYTE


def folder() -> Iterator[Finding]:
    """Whether others may read it, and whether the program may write it."""
    state = Path(settings.STATE)
    for path in (
        state,
        *state.iterdir(),
        *(inner for sub in state.iterdir() if sub.is_dir() for inner in sub.iterdir()),
    ):
        if is_wide(path):
            yield found("state-open", path=path)
        if path.lstat().st_uid != state.stat().st_uid:
            yield found("state-foreign", path=path, folder=state)


def account() -> Iterator[Finding]:
    """Root may do too much."""
    if os.geteuid() == 0:
        yield found("root")


def disk() -> Iterator[Finding]:
    """Room, and a kind of disk on which SQLite is safe."""
    free = shutil.disk_usage(settings.STATE).free
    if free < LOW:
        yield found("disk-low", free=megabytes(free), path=settings.STATE)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        kind = filesystem_of(Path(database["NAME"]))
        if kind in NETWORK:
            yield found("network-filesystem", kind=kind)


def backups(now: datetime) -> Iterator[Finding]:
    """Whether there is one, not older than two nights."""
    if not in_production():
        return
    last = last_backup(Path(settings.STATE))
    if last is None:
        yield found("no-backup")
    elif (hours := int((now - last.at).total_seconds() // 3600)) > TOO_OLD_HOURS:
        yield found("old-backup", hours=hours)


def megabytes(size: int) -> str:
    """« 1 234 Mo »."""
    return f"{number(size // MEGABYTE)} Mo"


def filesystem_of(path: Path, mounts: str | None = None) -> str:
    """`ext4`, `nfs4`…; empty when the system does not say. `mounts`: the text of /proc/mounts."""
    try:
        told = mounts if mounts is not None else Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    whole = path.absolute()
    found_at, kind = -1, ""
    for line in told.splitlines():
        _, place, name, *_ = line.split(" ")
        mounted = Path(place.replace("\\040", " "))
        if whole.is_relative_to(mounted) and len(mounted.parts) >= found_at:  # the last mount hides those before
            found_at, kind = len(mounted.parts), name
    return kind
