"""When the last backup was made: kept beside the data, for `egide doctor` and the metrics."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from egide.state import private_file


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup that was written whole."""

    at: datetime
    file: str
    size: int
    seconds: float


def last_backup(state: Path) -> Last | None:
    """None when there was none, or when what was kept cannot be read."""
    try:
        told = json.loads((state / "last-backup.json").read_text(encoding="utf-8"))
        return Last(datetime.fromisoformat(told["at"]), told["file"], int(told["size"]), float(told["seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(state: Path, last: Last) -> None:
    """Whole or not at all. Raises OSError."""
    told = {"at": last.at.isoformat(), "file": last.file, "size": last.size, "seconds": last.seconds}
    written = private_file(state / ".last-backup.json")
    written.write_text(json.dumps(told), encoding="utf-8")
    written.replace(state / "last-backup.json")
