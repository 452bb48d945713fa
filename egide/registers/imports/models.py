"""Imports, and the files read that wait for a decision."""

import uuid
from typing import ClassVar

from django.db import models

from egide.platform.records.models import Record, Scoped
from egide.platform.records.storage import stores
from egide.registers.imports import shapes


@stores(shapes.Import, titled_by="file_name")
class Import(Record):
    """A file that was brought in."""

    is_searched = False

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ("-created_at", "id")


class Waiting(Scoped):
    """A file that was read and that someone has to look at before it is brought in. Not a record: it dies in a day."""

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    user_id = models.UUIDField(editable=False)
    file_name = models.CharField(max_length=255)
    form = models.CharField(max_length=200)
    package = models.TextField()
    doubts = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "fichier en attente"
        verbose_name_plural = "fichiers en attente"
        indexes: ClassVar = [models.Index(fields=("organization", "at"), name="waiting_files")]
