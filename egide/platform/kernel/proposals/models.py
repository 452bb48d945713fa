"""Proposals, kept as any record is: of one body, versioned, journaled."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models

from egide.platform.kernel.proposals import shapes
from egide.platform.records.models import Record
from egide.platform.records.storage import stores


@stores(shapes.Proposal, also=("user_id",), titled_by="title")
class Proposal(Record):
    """A change that someone asks for."""

    is_searched = False

    if TYPE_CHECKING:  # the columns that others read by name
        author: str | None
        record_type: str | None
        record_id: UUID | None
        base: int | None
        document: str | None
        shape: int | None
        message: str | None
        status: shapes.ProposalStatus | None
        answer: str | None

    user_id = models.UUIDField("personne", editable=False)

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ("-created_at", "id")
        indexes: ClassVar = [
            models.Index(fields=("organization", "record_type", "status"), name="proposals_of_register"),
        ]
