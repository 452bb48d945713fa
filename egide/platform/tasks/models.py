"""Who is at work, which periodic jobs were given out, the works that people follow. django-tasks-db keeps the queue."""

import uuid
from typing import ClassVar

from django.db import models

from egide.platform.records.models import Scoped


class Worker(models.Model):
    """A process that runs tasks. It says every few seconds that it lives; the silent are taken for dead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "exécutant"
        verbose_name_plural = "exécutants"

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Slot(models.Model):
    """An instant at which a periodic job was due: given out once, whoever plans, and however many do."""

    job = models.CharField(max_length=200)
    at = models.DateTimeField()
    task_id = models.UUIDField(null=True)
    """None when the run before was not over: that slot is let go."""

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        constraints: ClassVar = [models.UniqueConstraint(fields=("job", "at"), name="one_run_per_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.at.isoformat()}"


class WorkState(models.TextChoices):
    """Where a work stands."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "échoué"
    CANCELLED = "cancelled", "annulé"


class Work(Scoped):
    """A long work that a person asked for in a body, and its result. Not a record: it dies in a week."""

    carried: ClassVar = False  # a body that moves leaves its queue behind

    pk = models.CompositePrimaryKey("organization_id", "id")
    id = models.UUIDField(default=uuid.uuid4, editable=False)
    user_id = models.UUIDField(editable=False)
    task_id = models.UUIDField(editable=False, db_index=True)
    title = models.CharField(max_length=200)
    needs = models.CharField(max_length=120)
    """What the person must still be allowed to have the result: « name of the register:action »."""
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=500, default="")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=200, default="")
    content_type = models.CharField(max_length=100, default="")
    content = models.BinaryField(null=True)

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        indexes: ClassVar = [models.Index(fields=("organization", "user_id", "-asked_at"), name="works_of_person")]
