"""Publications, messages, and the intake where what strangers send waits until its address is confirmed."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from egide.platform.records.doors import Door
from egide.platform.records.models import Record, Scoped
from egide.platform.records.storage import stores
from egide.public import shapes
from egide.public.purposes import CONFIRMATION


@stores(shapes.Publication, also=("slug",))
class Publication(Record):
    """What the public may read of a body. `content` is frozen: its digest is journaled with the rest."""

    doors: ClassVar = (Door(("SELECT",), where="status = 'PUBLISHED' AND state = 'active'"),)

    if TYPE_CHECKING:
        status: shapes.PublicationStatus | None
        accepts_messages: bool | None
        digest: str | None

    slug = models.SlugField("adresse publique", max_length=80)
    content = models.TextField(editable=False)

    class Meta:
        verbose_name = "publication du registre"
        verbose_name_plural = "publications du registre"
        ordering = ("-created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organization",), condition=models.Q(status="PUBLISHED"), name="one_publication_at_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=("slug", "status"), name="publication_of_address")]


@stores(shapes.Message, titled_by="subject")
class Message(Record):
    """Message d’un habitant. It has the id of the intake that it comes from."""

    doors: ClassVar = (Door(("SELECT", "INSERT"), purpose=CONFIRMATION.name),)

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"
        ordering = ("-created_at", "id")


class Intake(Scoped):
    """What a stranger sent, until the address is confirmed or a week has passed. Not journaled."""

    doors: ClassVar = (Door(("INSERT",)), Door(("SELECT", "DELETE"), purpose=CONFIRMATION.name))

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    sender = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=150)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "message à confirmer"
        verbose_name_plural = "messages à confirmer"
        indexes: ClassVar = [models.Index(fields=("received_at",), name="intake_by_age")]
