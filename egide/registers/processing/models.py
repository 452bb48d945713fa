"""The register of processing activities: as controller (GDPR art. 30(1)) and as processor (art. 30(2))."""

from typing import ClassVar

from egide.law import facts
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import Line, Record
from egide.platform.records.storage import stores


class ProcessingActivityLine(Line):
    """A purpose, a category of data, a recipient, a transfer… of an activity."""

    class Meta(Line.Meta):
        verbose_name = "ligne d’un traitement"
        constraints: ClassVar = [
            SameBodyKey(column="owner_id", table="processing_processingactivity", name="line_of_own_activity")
        ]


@stores(facts.ProcessingActivity, line_model=ProcessingActivityLine)
class ProcessingActivity(Record):
    """An entry of the controller's register."""

    class Meta:
        verbose_name = "traitement"
        verbose_name_plural = "traitements"
        ordering = ("sort_key", "id")


class ProcessorActivityLine(Line):
    """A client, a category of processing, a transfer… of an activity carried out for others."""

    class Meta(Line.Meta):
        verbose_name = "ligne d’un traitement pour autrui"
        constraints: ClassVar = [
            SameBodyKey(column="owner_id", table="processing_processoractivity", name="line_of_own_processing")
        ]


@stores(facts.ProcessorActivity, line_model=ProcessorActivityLine)
class ProcessorActivity(Record):
    """An entry of the processor's register."""

    class Meta:
        verbose_name = "traitement pour autrui"
        verbose_name_plural = "traitements pour autrui"
        ordering = ("sort_key", "id")
