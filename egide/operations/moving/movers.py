"""What else goes with a body: the modules named in `settings.MOVERS`, each with what it needs of two functions.

`carried_out(organization_id, folder)` writes files in a folder of its own, in clear; `brought_in(organization_id,
folder)` reads them in the other installation, within the transaction that makes the body, and makes
anew what was left out.
"""

from importlib import import_module
from pathlib import Path
from uuid import UUID

from django.conf import settings


def carry_out(organization_id: UUID, root: Path) -> list[tuple[str, Path]]:
    """The files of every mover: their names in the archive, and where they lie."""
    found = []
    for module in settings.MOVERS:
        function = getattr(import_module(module), "carried_out", None)
        if function is not None:
            folder = root / module
            folder.mkdir(parents=True)
            function(organization_id, folder)
            found += [(f"files/{p.relative_to(root).as_posix()}", p) for p in sorted(folder.rglob("*")) if p.is_file()]
    return found


def bring_in(organization_id: UUID, root: Path) -> None:
    """Give each mover what it wrote; an empty folder when it wrote nothing."""
    for module in settings.MOVERS:
        function = getattr(import_module(module), "brought_in", None)
        if function is not None:
            folder = root / "files" / module
            folder.mkdir(parents=True, exist_ok=True)
            function(organization_id, folder)
