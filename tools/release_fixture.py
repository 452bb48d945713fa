"""The base of this release, kept to prove that the next ones bring it to their own: two bodies of the demonstration.

`make fixture` writes tests/operations/releases/egide-VERSION-ENGINE.egide-backup for both databases, by the commands
that an administrator uses: the demonstration is loaded, two bodies leave it, the installation where they arrive is
backed up.
"""

import contextlib
import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "operations" / "releases"
BODIES = ("communaute-d-agglomeration-du-pays-de-saint-omer", "willeman")


def run(state: Path, *words: str, **environment: str) -> None:
    """A program of the project, on an installation of its own. Raises CalledProcessError."""
    known = {**os.environ, "EGIDE_STATE": str(state), "EGIDE_BACKUP_PASSPHRASE": "", **environment}
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=known, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def main() -> None:
    """For the database of the environment."""
    sys.path.insert(0, str(ROOT))
    import egide

    engine = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(place / "demo", "demo.load", DATABASE_URL="", DATABASE_OWNER_URL="")
        run(place / "new", "egide.cli", "init")
        for slug in BODIES:
            file = str(place / slug)
            run(place / "demo", "egide.cli", "export-organization", slug, file, DATABASE_URL="", DATABASE_OWNER_URL="")
            run(place / "new", "egide.cli", "import-organization", file)
        if engine == "sqlite":
            with contextlib.closing(sqlite3.connect(place / "new" / "egide.sqlite3")) as opened:
                opened.execute("VACUUM")
        run(place / "new", "egide.cli", "backup", str(place / "kept"))
        [made] = (place / "kept").glob("*.egide-backup")
        target = TARGET / f"egide-{egide.__version__}-{engine}.egide-backup"
        target.write_bytes(gzip.compress(gzip.decompress(made.read_bytes()), 9, mtime=0))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
