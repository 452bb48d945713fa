"""Who is asking, told to the database: on PostgreSQL the row policies decide from it, apart from the ORM's filters."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import connection

SYSTEM: Final = "system"


@contextmanager
def identified(user: UUID | str) -> Iterator[None]:
    """The database answers as for this person, or for the installation itself (SYSTEM), until the end of the block.

    Within a transaction the identity dies with it, so that nothing survives on a pooled connection.
    """
    if connection.vendor != "postgresql":
        yield
        return
    before = _identity()
    _identify(str(user))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _identify(before)


def _identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.user', true), '')")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _identify(user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.user', %s, %s)", [user, connection.in_atomic_block])
