"""The index: for each body and kind of record, which records have a term. A row for a term, a bit for a record.

A body is read whole or by term, all bodies by term, with ordinary columns: PostgreSQL does not use the index of a
tsvector under row policies (its operator is not leakproof), and this is the same on both databases.
"""

from typing import ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from egide.platform.records.models import Scoped, State
from egide.platform.records.stemming import LONGEST


class TermField(models.CharField):  # type: ignore[type-arg]
    """Text in the order of its bytes, so that words beginning with the same letters stand together."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        """With the collation of the database for bytes."""
        known = super().db_parameters(connection)
        return {**known, "collation": "C" if connection.vendor == "postgresql" else "BINARY"}


class Entry(Scoped):
    """A record that can be found: its number among those of its kind in its body, and what a result says first."""

    pk = models.CompositePrimaryKey("organization_id", "kind", "number")
    kind = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    record_id = models.UUIDField()
    title = models.TextField()
    sort_key = TermField(max_length=200)
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        verbose_name = "fiche indexée"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organization", "kind", "record_id"), name="one_entry_per_record")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("kind", "state", "sort_key", "organization", "record_id", "number"), name="entries_in_order"
            )
        ]


class Posting(Scoped):
    """A term: the numbers of the records that say it, and of those that say it in their title, as bits."""

    pk = models.CompositePrimaryKey("organization_id", "kind", "term")
    # The key begins with the body already: a second index of millions of rows would serve nobody.
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", editable=False, db_index=False
    )
    kind = models.CharField(max_length=4)
    term = TermField(max_length=LONGEST)
    records = models.BinaryField()
    titles = models.BinaryField()

    class Meta:
        verbose_name = "terme indexé"
        indexes: ClassVar = [models.Index(fields=("term", "kind", "organization"), name="postings_of_term")]
