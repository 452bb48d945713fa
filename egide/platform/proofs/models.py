"""Checkpoints and what was done with them: only added to. Triggers see to it, as for the journal."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from egide.platform.proofs.notes import Note, read
from egide.platform.records.models import Scoped


class Checkpoint(models.Model):
    """The root of the heads of all journals at an instant, signed. It belongs to no body, and names none."""

    append_only: ClassVar = ("number",)

    number = models.BigIntegerField("numéro", primary_key=True)
    note = models.TextField("texte signé")

    class Meta:
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"point de contrôle {self.number}"

    def read(self) -> Note:
        """What it says. Raises NoteError when something else wrote there."""
        return read(self.note)

    @property
    def at(self) -> datetime:
        """When it was made, UTC. Raises NoteError."""
        return self.read().statement.at


class CheckedHead(Scoped):
    """The last entry of a body that moved since the checkpoint before: `seq` and its seal."""

    append_only: ClassVar = ("organization_id", "number")
    carried: ClassVar = False  # of the checkpoints of this installation: a body that moves is checked where it goes

    pk = models.CompositePrimaryKey("organization_id", "number")
    number = models.BigIntegerField("point de contrôle")
    seq = models.BigIntegerField("entrée")
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "tête au point de contrôle"
        ordering = ("organization_id", "number")
        indexes: ClassVar = [
            models.Index(fields=("organization", "seq"), name="checked_head_by_entry"),
            models.Index(fields=("number",), name="checked_head_by_number"),
        ]


class Kind(models.TextChoices):
    """Ways for a checkpoint to leave the database."""

    FILE = "file", "Écrit dans un dossier"
    MAIL = "mail", "Envoyé par courriel"
    STAMP = "stamp", "Horodaté par un tiers"


class Publication(models.Model):
    """A checkpoint that left the database: where, when, and the stamp that came back (RFC 3161)."""

    append_only: ClassVar = ("id",)

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=5, choices=Kind)
    place = models.CharField(max_length=500)
    at = models.DateTimeField()
    token = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = "publication d’un point de contrôle"
        ordering = ("id",)
        indexes: ClassVar = [models.Index(fields=("kind", "checkpoint"), name="publications_by_kind")]
