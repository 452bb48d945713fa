"""A token: what a program shows instead of a person who signs in. It never gives more than that person has."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import models

from egide.platform.accounts.models import User


class Token(models.Model):
    """A token of a person. Only a hash of its key is kept; `prefix` is what the person recognises it by.

    `bodies` holds the identifiers of the bodies it is for; None: all those that the person reaches.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    name = models.CharField("nom", max_length=80)
    prefix = models.CharField("début", max_length=20)
    key_hash = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField("peut écrire", default=False)
    bodies = models.JSONField("collectivités", null=True)
    created_at = models.DateTimeField("créé le")
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("révoqué le", null=True)
    last_used_at = models.DateTimeField("dernier usage", null=True)
    minute = models.BigIntegerField("minute du dernier usage", default=0)
    spent = models.PositiveIntegerField("appels dans cette minute", default=0)

    class Meta:
        verbose_name = "jeton"
        verbose_name_plural = "jetons"
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime) -> bool:
        """Whether it still opens something; its owner may have lost everything nevertheless."""
        return self.revoked_at is None and now < self.expires_at

    def reaches(self, organization_id: UUID) -> bool:
        """Whether it is for this body."""
        return self.bodies is None or str(organization_id) in self.bodies
