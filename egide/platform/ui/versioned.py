"""Addresses of static files carry a digest of their content: a browser keeps them for a year, yet never an old one."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

_DIGITS: Final = 12


@cache
def _digest(name: str) -> str:
    """Raises ValueError when no package has the file: better at once than as a page without its look."""
    found = finders.find(name)
    if found is None:
        raise ValueError(f"no static file is named {name}")
    return sha256(Path(found).read_bytes()).hexdigest()[:_DIGITS]


class VersionedFiles(StaticFilesStorage):
    """The files where their packages put them: nothing is collected, copied or renamed."""

    def url(self, name: str | None) -> str:
        """`/static/ui/egide.css?v=0123456789ab`. Read once per process."""
        return f"{super().url(name)}?v={_digest(name)}" if name else super().url(name)
