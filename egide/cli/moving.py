"""What the two commands that move a body share: what they refuse, said in French."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def refusals() -> Iterator[None]:
    """Raises click exceptions."""
    from egide.operations.backup.archive import ArchiveError
    from egide.operations.moving.errors import MovingError

    try:
        yield
    except (MovingError, ArchiveError) as refused:
        raise click.ClickException(f"{refused} Rien n’a été écrit.") from refused
    except OSError as error:
        raise click.ClickException(f"Rien n’a été écrit : {error.strerror} ({error.filename}).") from error
