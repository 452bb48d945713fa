"""Record: what a body keeps, described by a shape of facts. Read in scope, written by `saving` alone."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models

from egide.platform.records.audience import Audience, confine
from egide.platform.records.doors import Door
from egide.platform.records.scope import active_scope
from egide.platform.records.storage import LineRow, Storage

K = TypeVar("K", bound="Kept")


class UnjournaledWriteError(RuntimeError):
    """A write would bypass the journal: use `saving.save_aggregate` or `saving.save_many`."""


class ScopedQuerySet(models.QuerySet[Any]):
    """Reads; every bulk write is refused."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise UnjournaledWriteError("Write through egide.platform.records.saving, so that each change is journaled.")

    update = delete = bulk_create = bulk_update = get_or_create = update_or_create = create = _refuse


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Confined to what is in scope, according to the audience of the table."""

    def get_queryset(self) -> ScopedQuerySet:
        """Raises ScopeError when nothing is in scope."""
        queryset: ScopedQuerySet = super().get_queryset()
        return queryset.filter(confine(self.model.audience, active_scope()))


def unlocked(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows of a model without the lock of scope: for this room, to write what it has checked."""
    return models.QuerySet(model)


class Scoped(models.Model):
    """A row that belongs to a body."""

    audience: ClassVar[Audience] = Audience.OWN
    reach_is_enough: ClassVar[bool] = False
    """Whether who reaches the body reads it on PostgreSQL, without reading its registers."""
    doors: ClassVar[tuple[Door, ...]] = ()

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", editable=False, verbose_name="collectivité"
    )

    objects = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *_: Any, **__: Any) -> None:
        """Refused: see UnjournaledWriteError."""
        raise UnjournaledWriteError("Use saving.save_aggregate(record, facts, …).")

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refused: records go to the bin."""
        raise UnjournaledWriteError("Use saving.put_in_bin(record).")


class State(models.TextChoices):
    """Where a record stands."""

    ACTIVE = "active", "En service"
    ARCHIVED = "archived", "Archivée"
    BIN = "bin", "À la corbeille"


class Line(Scoped):
    """A line of a record: a purpose, a recipient… `facts` holds its shape, `kind` the fact of which it is a line."""

    # The kind comes before the id: what asks for the purposes of a record does not read its thirty other lines.
    pk = models.CompositePrimaryKey("organization_id", "owner_id", "kind", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    owner_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    facts = models.JSONField()

    class Meta:
        abstract = True
        ordering = ("organization_id", "owner_id", "kind", "position")


class Kept(models.Model):
    """What has a shape, versions and a journal. `@stores(shape)` adds its columns."""

    storage: ClassVar[Storage]

    revision = models.PositiveIntegerField("version", default=0, editable=False)
    state = models.CharField("situation", max_length=10, choices=State, default=State.ACTIVE, editable=False)
    created_at = models.DateTimeField("créée le", editable=False)
    updated_at = models.DateTimeField("modifiée le", editable=False)
    sort_key = models.CharField(max_length=200, default="", editable=False)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # declared by those who say where it is kept
        id: Any
        organization_id: Any

    _lines: Sequence[Line | LineRow] | None = None
    _text_read: tuple[int, str] | None = None

    def __str__(self) -> str:
        return self.storage.title(self)

    def facts(self) -> Any:
        """The record as its shape. Lines are read once, with one query, unless `with_lines` brought them already."""
        return self.storage.facts(self, self.lines())

    def lines(self) -> Sequence[Line | LineRow]:
        """The lines of the record, in order."""
        if self._lines is None:
            self._lines = self.storage.read_lines([self]).get((self.organization_id, self.id), [])
        return self._lines

    def remember_text(self) -> None:
        """Before a version is written: what the one before is found by. A refused write is tried again from there."""
        if self._text_read is None or self._text_read[0] != self.revision:
            self._text_read = (self.revision, self.search_text)

    @property
    def search_text_before(self) -> str:
        """What the record was found by until it was saved; what it is found by when it was only read."""
        return self.search_text if self._text_read is None else self._text_read[1]

    @property
    def keys(self) -> dict[str, UUID]:
        """What names this row among all."""
        return {"organization_id": self.organization_id, "id": self.id}


class Record(Kept, Scoped):
    """What a body keeps."""

    is_searched: ClassVar[bool] = True
    """Whether it is found by its words, with those of every register."""

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def new(cls, organization_id: UUID, facts: Any) -> Self:
        """A record not saved yet, under the id of its facts."""
        return cls(organization_id=organization_id, id=facts.id)


def with_lines(records: Iterable[K]) -> list[K]:
    """The records, with the lines of all of them brought by one query."""
    found = list(records)
    if found:
        by_owner = found[0].storage.read_lines(found)
        for record in found:
            record._lines = by_owner.get((record.organization_id, record.id), [])
    return found


class JournalEntry(Scoped):
    """One sealed version of one record. Never changed, never removed: triggers see to it on every database."""

    pk = models.CompositePrimaryKey("organization_id", "seq")
    seq = models.BigIntegerField()
    at = models.BigIntegerField("instant (µs, UTC)")
    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    version = models.PositiveIntegerField()
    shape = models.PositiveIntegerField()
    full = models.BooleanField()
    action = models.CharField(max_length=12)
    origin = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    act = models.UUIDField()
    erases = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "entrée du journal"
        ordering = ("organization_id", "seq")
        indexes: ClassVar = [
            models.Index(fields=("organization", "record_type", "record_id", "seq"), name="journal_of_record"),
            models.Index(fields=("organization", "act"), name="journal_of_act"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organization", "record_type", "record_id", "version"),
                condition=models.Q(erases=0),
                name="one_entry_per_version",
            )
        ]


class JournalContent(Scoped):
    """What an entry says: the salted leaves that its version brings. Erasable, leaf by leaf."""

    pk = models.CompositePrimaryKey("organization_id", "seq")
    seq = models.BigIntegerField()
    rows = models.TextField()

    class Meta:
        verbose_name = "contenu du journal"


class JournalHead(Scoped):
    """The last entry of each body: what is locked to append, and what tells a chain that was cut."""

    organization = models.OneToOneField(
        "organizations.Organization", models.PROTECT, primary_key=True, related_name="+", editable=False
    )
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "tête du journal"
