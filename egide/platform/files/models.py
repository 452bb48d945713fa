"""Files attached to records, and the keys that open them. The bytes are elsewhere: see storage.py."""

import uuid
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models

from egide.law.french import number
from egide.platform.files import shapes
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import Record, Scoped
from egide.platform.records.storage import stores


@stores(shapes.Attachment)
class Attachment(Record):
    """A file attached to a record."""

    if TYPE_CHECKING:  # the columns that others read by name
        name: str | None
        media_type: str | None
        size: int | None
        sha256: str | None
        owner_type: str | None
        owner_id: UUID | None
        scan: shapes.Scan | None

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ("sort_key", "id")
        indexes: ClassVar = [
            models.Index(fields=("organization", "owner_type", "owner_id"), name="attachments_of_record"),
        ]

    @property
    def weight(self) -> str:
        """« 120 ko », « 2,4 Mo »."""
        return weight(self.size or 0)


def weight(size: int) -> str:
    """A number of bytes, as people say it."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}\u00a0ko"
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".0\u00a0", "\u00a0").replace(".", ",")


class BodyKey(Scoped):
    """The key of the files of a body, sealed under the key of the installation named `master`.

    Destroyed, the files of the body cannot be opened any more, wherever copies of them lie.
    """

    carried: ClassVar = False  # sealed under the key of this installation: made anew where the body goes

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    master = models.CharField(max_length=16)
    sealed = models.BinaryField(max_length=100)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "clé des pièces jointes"
        verbose_name_plural = "clés des pièces jointes"


class FileKey(Scoped):
    """The key of one file, sealed under that of its body. Without it the bytes say nothing."""

    carried: ClassVar = False  # sealed under the key of this installation: made anew where the body goes

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(editable=False)
    body_key_id = models.UUIDField()
    sealed = models.BinaryField(max_length=100)

    class Meta:
        verbose_name = "clé d’une pièce jointe"
        verbose_name_plural = "clés de pièces jointes"
        constraints: ClassVar = [
            SameBodyKey(column="id", table="files_attachment", name="key_of_own_file"),
            SameBodyKey(column="body_key_id", table="files_bodykey", name="file_under_own_key"),
        ]
