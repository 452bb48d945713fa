"""Writes the demonstration through the real doors: bodies, people, registers, and months of history in the journal.

`python -m demo.load` prepares the database of EGIDE_STATE, once; then it prints who may sign in.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from egide.cli.web import start

PASSWORD = "Colline-Bateau-Fougère-62"  # noqa: S105 - the password of invented people, printed on purpose
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same


def main() -> None:
    """Load unless it is there already, then print the accounts."""
    start()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    from demo.writing import is_loaded, load  # noqa: PLC0415

    if not is_loaded():
        with timed("La démonstration se prépare"):
            load(date.today(), report=said)  # noqa: DTZ011 - the day on the reader's calendar
    from demo.accounts import table  # noqa: PLC0415

    sys.stdout.write(table(PASSWORD, SECRET))


@contextmanager
def timed(label: str) -> Iterator[None]:
    """Say how long it took."""
    began = time.monotonic()
    said(f"{label}…")
    yield
    said(f"{label} : {time.monotonic() - began:.0f} s")


def said(text: str) -> None:
    """On the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
