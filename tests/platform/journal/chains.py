"""A body with a journal to tamper with: creations, edits of several leaves, a move, lines, more than one keyframe."""

import dataclasses
import uuid

from django.db import connection

from egide.law import facts
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import put_in_bin, restore, save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity

TYPE = "processing.processingactivity"


def alice():
    """For one act: the next is another. Where the database asks who reaches the body, the installation acts."""
    return Actor("Alice Martin", uuid.UUID(int=7) if connection.vendor == "sqlite" else None)


def new(body, **known):
    purposes = (facts.Purpose(id=uuid.uuid4(), text="Nourrir"), facts.Purpose(id=uuid.uuid4(), text="Facturer"))
    value = facts.ProcessingActivity(id=uuid.uuid4(), **{"name": "Cantine", "purposes": purposes, **known})
    with scope(body), acting(alice()):
        return save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)


def edit(body, record, reason="", **changes):
    with scope(body), acting(alice()):
        value = dataclasses.replace(record.facts(), **changes)
        return save_aggregate(record, value, expected=record.revision, reason=reason)


def fill(body):
    """Eight entries after the birth of the body: two records, five versions of the first."""
    first = new(body)
    edit(body, first, notes="Avec les parents", minors=True, reason="Réunion du 3")
    second = new(body, name="État civil", purposes=None)
    with scope(body):
        kept = first.facts().purposes[:1]
    edit(body, first, purposes=kept)
    with scope(body), acting(alice()):
        put_in_bin(first, expected=3)
        restore(first, expected=4)
    edit(body, second, name="Cimetière")
    edit(body, second, notes="Concessions")
    return first, second
