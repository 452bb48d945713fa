"""Where the processes of one service put their counts. Before `counting` is imported: its library looks there once."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX: Final = "egide-counts-"


def share_between_processes() -> Path:
    """The folder, to be removed at the end; the processes to come know it.

    In memory, never on the disk of the data: a count on a full disk would kill the process (SIGBUS).
    """
    memory = next((place for place in _places() if place.is_dir() and os.access(place, os.W_OK)), None)
    if memory:
        _clear_abandoned(memory)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=memory))
    os.environ[FOLDER] = str(folder)
    return folder


def _places() -> list[Path]:
    given = os.environ.get("RUNTIME_DIRECTORY", "")  # of systemd
    return [*([Path(given.split(":")[0])] if given else []), Path("/dev/shm")]  # noqa: S108 - a folder drawn there


def _clear_abandoned(place: Path) -> None:
    """Those of services that were killed."""
    for left in place.glob(f"{_PREFIX}*"):
        pid = left.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
