"""Checkpoints: the last entry of every journal under one root, signed with the key of the installation."""

import logging
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from threading import Thread
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from egide.platform.proofs import archive, keys
from egide.platform.proofs.merkle import Tree, leaf
from egide.platform.proofs.models import CheckedHead, Checkpoint
from egide.platform.proofs.notes import NOTHING_BEFORE, Signer, Statement
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import JournalHead, unlocked
from egide.platform.records.scope import unscoped

log = logging.getLogger(__name__)
_LOCK = 0x0E61DE
_WHY = "the heads of every journal are read, by the installation"


class RolledBackError(RuntimeError):
    """The database is older than what was published: a backup was restored and nobody said so. In French."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a body."""

    organization_id: UUID
    seq: int
    hash: bytes
    moved: bool

    @property
    def leaf(self) -> bytes:
        """Its place in the tree."""
        return leaf(self.organization_id.bytes, self.seq, self.hash)


def make(now: datetime) -> Checkpoint | None:
    """A checkpoint of what is in the journals at this instant; None when none moved since the last one.

    Raises RolledBackError, KeyFileError, and OSError or DatabaseError when nothing can be written.
    """
    with identified(SYSTEM), unscoped(_WHY):
        if not _moved().exists():
            return None
    return _make(now)


def resume(now: datetime, made_at: datetime | None = None) -> Checkpoint | None:
    """The first checkpoint after a backup was restored: says, signed, which published ones are void.

    None when nothing that was published is missing. `egide restore` calls it (`settings.RESTORED`), with the
    day of the backup, which is not needed.
    """
    del made_at
    published, last = archive.last_number(), _last_number()
    return _make(now, restored=last, number=published + 1) if published > last else None


def rotate(now: datetime) -> Checkpoint:
    """Change the key: the new one is announced by a checkpoint that both sign."""
    signer = keys.draw(keys.current().name)
    with ExitStack() as stack:
        stack.enter_context(keys.replaced(signer))
        made = _make(now, successor=signer)
        if made is None:
            raise ValueError("Aucun journal : il n’y a encore rien à signer.")
    return made


def last() -> Checkpoint | None:
    """The last one."""
    return Checkpoint.objects.order_by("number").last()


def numbered(number: int) -> Checkpoint | None:
    """The one of this number."""
    return Checkpoint.objects.filter(number=number).first()


def _make(
    now: datetime, *, restored: int | None = None, number: int | None = None, successor: Signer | None = None
) -> Checkpoint | None:
    with transaction.atomic(), identified(SYSTEM), unscoped(_WHY):
        _lock()
        before, heads = last(), _heads()
        if not heads or not (restored is not None or successor or any(head.moved for head in heads)):
            return None
        made = _next(before, number)
        if restored is None and archive.last_number() >= made:
            raise RolledBackError(
                f"La base de données s’arrête au point de contrôle {made - 1}, et elle est plus ancienne que le point "
                f"de contrôle publié {archive.last_number()} : une sauvegarde a été restaurée. "
                "Dites-le : « egide checkpoint --restored »."
            )
        signer = keys.current()
        statement = Statement(
            origin=signer.name,
            number=made,
            root=Tree(head.leaf for head in heads).root,
            at=now,
            bodies=len(heads),
            previous=before.read().statement.digest if before else NOTHING_BEFORE,
            restored=restored,
            key=successor.key.text if successor else "",
        )
        return _keep(statement, [signer, *([successor] if successor else [])], heads)


def _next(before: Checkpoint | None, number: int | None) -> int:
    return number or (before.number + 1 if before else 1)


def _keep(statement: Statement, signers: Iterable[Signer], heads: Iterable[Head]) -> Checkpoint:
    made = Checkpoint(number=statement.number, note=statement.signed(*signers))
    made.save(force_insert=True)
    unlocked(CheckedHead).bulk_create(
        [
            CheckedHead(organization_id=head.organization_id, number=made.number, seq=head.seq, hash=head.hash)
            for head in heads
            if head.moved
        ],
        batch_size=200,
    )
    return made


def _last_number() -> int:
    found = last()
    return found.number if found else 0


def _lock() -> None:
    """One checkpoint at a time. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _with_moves() -> QuerySet[Any]:
    told = unlocked(CheckedHead).filter(
        organization_id=OuterRef("organization_id"), seq=OuterRef("seq"), hash=OuterRef("hash")
    )
    heads: QuerySet[Any] = unlocked(JournalHead).annotate(told=Exists(told))
    return heads


def _moved() -> QuerySet[Any]:
    return _with_moves().filter(told=False)


def _heads() -> list[Head]:
    rows = _with_moves().order_by("organization_id").values_list("organization_id", "seq", "hash", "told")
    return [Head(body, seq, bytes(sealed), not told) for body, seq, sealed, told in rows]


def covering(organization_id: UUID, seq: int) -> CheckedHead | None:
    """The first checked head of a body that covers an entry; None when it is not in any checkpoint yet."""
    found: CheckedHead | None = (
        unlocked(CheckedHead).filter(organization_id=organization_id, seq__gte=seq).order_by("seq", "number").first()
    )
    return found


def make_apart(now: datetime) -> None:
    """The same as `make`, on a connection of its own: a request that only reads cannot write. What fails is left to
    the next hour: an export does not wait for a full disk."""
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        _attempt(now)
        return
    thread = Thread(target=_attempt_and_close, args=(now,), name="egide-checkpoint")
    thread.start()
    thread.join()


def _attempt_and_close(now: datetime) -> None:
    try:
        _attempt(now)
    finally:
        connection.close()


def _attempt(now: datetime) -> None:
    try:
        make(now)
    except (DatabaseError, OSError, RolledBackError, keys.KeyFileError) as failure:
        log.warning("checkpoint not made: %s", failure)
