"""Two tables of traces: what was done in a body, what happened to an account. People by their identifier alone."""

import uuid
from typing import ClassVar

from django.db import models

from egide.platform.records.models import Scoped


class Kind(models.TextChoices):
    """What was done in a body."""

    OPENED = "opened", "A ouvert"
    EXPORTED = "exported", "A exporté"
    VIEWED_AS = "viewed_as", "A regardé à la place d’une personne"


class BodyAccess(Scoped):
    """Someone opened a body, or took a file away from it. `user_id` None: a command, on the server.

    No name, no address: the person is looked up when the page is shown, and a person who left has no name any more.
    """

    reach_is_enough: ClassVar[bool] = True
    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField("le")
    kind = models.CharField("geste", max_length=10, choices=Kind)
    user_id = models.UUIDField("personne", null=True, db_index=True)
    in_place_of = models.UUIDField("à la place de", null=True)
    as_centre = models.BooleanField("pour le centre de gestion", default=False)
    what = models.CharField("quoi", max_length=120, blank=True)
    form = models.CharField("format", max_length=10, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "consultation"
        verbose_name_plural = "consultations"
        ordering = ("-at", "id")
        indexes: ClassVar = [
            models.Index(fields=("organization", "-at"), name="accesses_of_a_body"),
            models.Index(fields=("at",), name="accesses_by_age"),
        ]


class AccountEvent(models.Model):
    """What the security log said of a person who is known, kept for that person to read."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("le", db_index=True)
    user_id = models.UUIDField("personne")
    event = models.CharField("événement", max_length=40)
    address = models.CharField("adresse du réseau", max_length=45, blank=True)

    class Meta:
        verbose_name = "événement d’un compte"
        verbose_name_plural = "événements des comptes"
        indexes: ClassVar = [models.Index(fields=("user_id", "-at"), name="events_of_an_account")]

    def __str__(self) -> str:
        return self.event
