"""The messages: to whom, of what kind, where they stand. Their words are sealed, and erased once sent."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Where a message stands."""

    HELD = "held", "gardé pour le récapitulatif"
    GATHERED = "gathered", "parti dans un récapitulatif"
    WAITING = "waiting", "en attente"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    UNSURE = "unsure", "peut-être envoyé"
    FAILED = "failed", "non envoyé"


class Message(models.Model):
    """A mail to one person. `sealed` is what it says (see `sealing`): None once erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    """The same key is the same message, however many times it is posted."""
    kind = models.CharField(max_length=60)
    recipient = models.EmailField("destinataire", max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="personne"
    )
    topic = models.CharField(max_length=100, blank=True)
    """What it is about, for the room that posts: « invitation:… »."""
    digest = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sealed = models.BinaryField(null=True)
    posted_at = models.DateTimeField()
    send_before = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        indexes: ClassVar = [
            models.Index(fields=("person", "-posted_at"), name="mail_of_person"),
            models.Index(fields=("topic", "-posted_at"), name="mail_of_topic"),
            models.Index(fields=("state", "posted_at"), name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient}"

    @property
    def is_in_trouble(self) -> bool:
        """Whether it did not leave, or nobody knows, or it is tried again."""
        return self.state in {State.UNSURE, State.FAILED} or (self.state == State.WAITING and bool(self.reason))

    @property
    def can_be_sent_again(self) -> bool:
        """Whether someone may ask for it: it may not have arrived, and its words are still there."""
        return self.state in {State.UNSURE, State.FAILED} and self.sealed is not None
