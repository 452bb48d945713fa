"""The quick way to the JSON of many records says what their facts say, also when two bodies share an identifier."""

import dataclasses
from datetime import date

import pytest

from demo.content import registers
from egide.platform.api import documents
from egide.platform.api.representation import document_of, facts_of
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import Change, save_many
from egide.platform.records.scope import scope, unscoped
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.systems.registers import AI_SYSTEMS
from egide.urls import REGISTERS
from tests.machinery.world import canaried

pytestmark = pytest.mark.django_db


def store(body, register, values):
    with scope(body), acting(Actor("test")):
        save_many([Change(register.model.new(body.id, value), value) for value in values])


def test_rich_records_are_told_as_their_facts_are(body):
    known = [a for register in registers(date(2026, 11, 24)).values() for a in register.activities]
    for register in (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES):
        values = {a.id: dataclasses.replace(a, ai_systems=()) if hasattr(a, "ai_systems") else a
                  for a in known if isinstance(a, register.storage.shape)}  # fmt: skip
        assert len(values) > 2
        store(body, register, values.values())
        with scope(body):
            for record, document in documents.read(register, register.model.objects.all(), slice(0, 1000)):
                assert document == document_of(values[record.id])
                assert facts_of(register.storage.shape, document) == values[record.id]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
def test_so_are_a_blank_record_and_one_of_which_every_text_is_told(body, register):
    shape = register.storage.shape
    full = canaried(shape, "x")
    none = shape(id=canaried(shape, "y").id, **dict.fromkeys(register.storage.lines, ()))
    store(body, register, [full, none])
    with scope(body):
        told = {r.id: d for r, d in documents.read(register, register.model.objects.all(), slice(0, 9))}
    assert told == {full.id: document_of(full), none.id: document_of(none)}


def test_two_bodies_may_hold_one_identifier(body, other):
    mine = canaried(PROCESSING_ACTIVITIES.storage.shape, "mine")
    theirs = dataclasses.replace(canaried(PROCESSING_ACTIVITIES.storage.shape, "theirs"), id=mine.id)
    store(body, PROCESSING_ACTIVITIES, [mine])
    store(other, PROCESSING_ACTIVITIES, [theirs])
    with unscoped("both at once"):
        found = documents.read(PROCESSING_ACTIVITIES, PROCESSING_ACTIVITIES.model.objects.all(), slice(0, 9))
    assert {r.organization_id: d for r, d in found} == {body.id: document_of(mine), other.id: document_of(theirs)}


def test_an_ai_system_is_told_without_saying_which_register():
    assert "record" not in document_of(canaried(AI_SYSTEMS.storage.shape, "x"))
