"""A secret link, as it is kept: its hash, never its key. Technical rows, not journaled: what they open is."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from egide.platform.records.identity import of_link
from egide.platform.records.models import Scoped


class Link(Scoped):
    """A capability: whoever holds the key may do one thing, about one record of one body, until it ends.

    `uses_left` is None for a link that serves as often as wanted before it expires.
    """

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    purpose = models.CharField("pour quoi", max_length=40)
    record_type = models.CharField(max_length=60)
    record_id = models.UUIDField()
    key_hash = models.CharField(max_length=64)
    given_to = models.CharField("donné à", max_length=254)
    given_by = models.UUIDField(null=True)
    made_at = models.DateTimeField("envoyé le")
    expires_at = models.DateTimeField("valable jusqu’au")
    uses_left = models.PositiveIntegerField(null=True)
    used_at = models.DateTimeField("ouvert pour la dernière fois le", null=True)
    revoked_at = models.DateTimeField("annulé le", null=True)

    class Meta:
        verbose_name = "lien secret"
        verbose_name_plural = "liens secrets"
        ordering = ("-made_at", "id")
        indexes: ClassVar = [
            models.Index(fields=("key_hash",), name="link_of_key"),  # not unique: a key is 256 random bits
            models.Index(fields=("organization", "purpose", "record_id"), name="links_of_record"),
        ]

    def __str__(self) -> str:
        return self.given_to

    @property
    def identity(self) -> str:
        """Who asks, for the database: the bearer of this link and nobody else."""
        return of_link(self.key_hash)

    def is_live(self, now: datetime) -> bool:
        """Whether its key still opens something."""
        return self.revoked_at is None and now < self.expires_at and self.uses_left != 0
