"""What was erased since a backup is erased again when it is put back (`settings.RESTORED`), from a list without values.

That list goes beside the archives at each backup: the newest one serves to restore an older archive on a machine that
has none.
"""

import shutil
from datetime import datetime
from pathlib import Path

from egide.platform.records import erasure_file
from egide.platform.records.erasures import replay


def erasures(now: datetime, made_at: datetime) -> None:
    """Raises ErasureFileError, OSError, ErasingError."""
    del made_at  # the list says all, and what is erased already is left alone
    replay(now)


def keep_beside(folder: Path) -> None:
    """Put the list beside the archives, whole or not at all. Raises OSError."""
    if erasure_file.file().exists():
        partial = folder / f".{erasure_file.NAME}.part"
        shutil.copyfile(erasure_file.file(), partial)
        partial.chmod(0o600)
        partial.replace(folder / erasure_file.NAME)


def take_from(folder: Path) -> None:
    """Take the list that is beside an archive, when this installation has none. Raises OSError."""
    if (folder / erasure_file.NAME).exists() and not erasure_file.file().exists():
        shutil.copyfile(folder / erasure_file.NAME, erasure_file.file())
        erasure_file.file().chmod(0o600)
