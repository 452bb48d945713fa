"""Software and AI systems that bodies use (RIA: Regulation 2024/1689)."""

from egide.law.facts import AiSystem as AiSystemFacts
from egide.platform.records.models import Record
from egide.platform.records.storage import stores


@stores(AiSystemFacts)
class AiSystem(Record):
    """An AI system in use in the body."""

    class Meta:
        verbose_name = "système d’IA"
        verbose_name_plural = "systèmes d’IA"
        ordering = ("sort_key", "id")
