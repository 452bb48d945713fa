"""Who is asking, told to the database: on PostgreSQL the row policies decide from it, apart from the ORM's filters."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import connection

SYSTEM: Final = "system"
NOBODY: Final = ""
PUBLIC: Final = "public"
"""Whoever reads what a body publishes, and writes to it: no person, whatever their session."""
LINK: Final = "link:"

_IDENTIFY = "select coalesce(current_setting('app.user', true), ''), set_config('app.user', %s, %s)"


def of_link(key_hash: str) -> str:
    """The bearer of a secret link: the row policies open to it the record of the link, and nothing else."""
    return f"{LINK}{key_hash}"


@contextmanager
def identified(user: UUID | str) -> Iterator[None]:
    """The database answers as for this person, for the installation itself (SYSTEM), for NOBODY… within the block.

    Within a transaction the identity dies with it, so that nothing survives on a pooled connection.
    """
    if connection.vendor != "postgresql":
        yield
        return
    before = _identify(str(user))
    try:
        yield
    finally:
        if not _lost():
            _identify(before)


def _identify(user: str) -> str:
    """Tell it, and give who it was before."""
    with connection.cursor() as cursor:
        cursor.execute(_IDENTIFY, [user, connection.in_atomic_block])
        row = cursor.fetchone()
    return str(row[0]) if row else NOBODY


def _lost() -> bool:
    """Whether the transaction is to be undone, and the identity with it: nothing more can be said in it."""
    opened: Any = connection.connection
    return connection.needs_rollback or opened is None or opened.info.transaction_status.name in {"INERROR", "UNKNOWN"}
