"""What tells one state of a database from another: the last entry of each body, and the migrations that were run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from egide.platform.records.models import JournalHead

Head = tuple[int, str]
_HEADS = f"SELECT organization_id, seq, hash FROM {JournalHead._meta.db_table}"  # noqa: S608 - our own name
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`heads`: by the hexadecimal id of each body, its last entry and the seal of it."""

    heads: dict[str, Head]
    migrations: list[str]

    @property
    def entries(self) -> int:
        """How many versions were sealed."""
        return sum(seq for seq, _ in self.heads.values())


def snapshot_of(ask: Callable[[str], list[Any]]) -> Snapshot:
    """`ask` runs a statement on the state that is to be told."""
    heads = {str(body).replace("-", ""): (int(seq), bytes(seal).hex()) for body, seq, seal in ask(_HEADS)}
    return Snapshot(heads, [f"{app}.{name}" for app, name in ask(_MIGRATIONS)])
