"""What a form held when its author stopped typing. Not a record: nobody else sees it, the journal does not know it."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db import models

from egide.platform.records.audience import Audience
from egide.platform.records.models import Scoped


class Draft(Scoped):
    """One form, as typed. `base`: the version of the record that was read, 0 for a record to be added.

    The author is part of the key: the identifier of another's draft names none. `turn` counts what the page sends, so
    that what arrives late does not cover what came after it.
    """

    audience: ClassVar[Audience] = Audience.AUTHOR
    carried: ClassVar = False  # a body that moves to another installation takes what is its own, not this

    pk = models.CompositePrimaryKey("organization_id", "user_id", "id")
    user_id = models.UUIDField(editable=False)
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    base = models.PositiveIntegerField()
    proposing = models.BooleanField(default=False)
    title = models.CharField(max_length=300)
    # Text, not JSON: what is typed may hold what PostgreSQL does not take for JSON, and nothing is asked within it.
    fields = models.TextField()
    turn = models.PositiveIntegerField()
    begun_at = models.DateTimeField("commencé le")
    kept_at = models.DateTimeField("gardé le")

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        ordering = ("-kept_at", "id")
        indexes: ClassVar = [
            models.Index(fields=("organization", "user_id", "record_type"), name="drafts_of_person"),
            models.Index(fields=("organization", "record_type", "record_id"), name="drafts_of_record"),
            models.Index(fields=("kept_at",), name="drafts_by_age"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def typed(self) -> Mapping[str, Sequence[str]]:
        """What the fields held, by name, as a browser posts them."""
        held: dict[str, list[str]] = json.loads(self.fields)
        return held
