"""The register of processing activities: as controller (GDPR art. 30(1)) and as processor (art. 30(2))."""

from typing import ClassVar

from django.db import models

from egide.law import facts
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import Line, Record
from egide.platform.records.storage import stores
from egide.registers.processing.deriving import derive


class Assessed(Record):
    """An activity with what the law said of it when it was saved."""

    completeness = models.PositiveSmallIntegerField("complétude", null=True, editable=False)
    critical_findings = models.PositiveSmallIntegerField("points critiques", null=True, editable=False)
    other_findings = models.PositiveSmallIntegerField("points à revoir", null=True, editable=False)
    needs_assessment = models.BooleanField("AIPD requise", null=True, editable=False)
    assessed_on = models.DateField("examinée le", null=True, editable=False)

    class Meta:
        abstract = True


class ProcessingActivityLine(Line):
    """A purpose, a category of data, a recipient, a transfer… of an activity."""

    class Meta(Line.Meta):
        verbose_name = "ligne d’un traitement"
        constraints: ClassVar = [
            SameBodyKey(column="owner_id", table="processing_processingactivity", name="line_of_own_activity")
        ]


@stores(facts.ProcessingActivity, line_model=ProcessingActivityLine, derive=derive)
class ProcessingActivity(Assessed):
    """An entry of the controller's register."""

    class Meta:
        verbose_name = "traitement"
        verbose_name_plural = "traitements"
        ordering = ("sort_key", "id")
        indexes: ClassVar = [
            models.Index(fields=("organization", "state", "sort_key", "id"), name="activities_of_body"),
            models.Index(fields=("state", "sort_key", "organization", "id"), name="activities_of_territory"),
            models.Index(fields=("state", "completeness", "organization", "id"), name="activities_by_completeness"),
            # The same for SQLite, that goes body by body when it is asked for those that someone reaches.
            models.Index(fields=("organization", "state", "completeness", "id"), name="completeness_of_body"),
        ]


class ProcessorActivityLine(Line):
    """A client, a category of processing, a transfer… of an activity carried out for others."""

    class Meta(Line.Meta):
        verbose_name = "ligne d’un traitement pour autrui"
        constraints: ClassVar = [
            SameBodyKey(column="owner_id", table="processing_processoractivity", name="line_of_own_processing")
        ]


@stores(facts.ProcessorActivity, line_model=ProcessorActivityLine, derive=derive)
class ProcessorActivity(Assessed):
    """An entry of the processor's register."""

    class Meta:
        verbose_name = "traitement pour autrui"
        verbose_name_plural = "traitements pour autrui"
        ordering = ("sort_key", "id")
