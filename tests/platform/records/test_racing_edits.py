"""Many people at one record: nobody's saved words are lost, and who comes second is told what changed meanwhile."""

import dataclasses
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from egide.law import facts
from egide.platform.records.acting import Actor, acting
from egide.platform.records.errors import ConflictError
from egide.platform.records.journal.reading import difference, versions
from egide.platform.records.journal.sealing import GENESIS, Header
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalEntry, JournalHead
from egide.platform.records.saving import Change, save_aggregate, save_many
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body

TYPE = "processing.processingactivity"
EDITORS, EDITS = 4, 125


def created(body, name="Cantine"):
    value = facts.ProcessingActivity(id=uuid.uuid4(), name=name)
    with scope(body), acting(Actor("Alice")):
        save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)
    return value


def read(body, record_id):
    with scope(body):
        record = ProcessingActivity.objects.get(id=record_id)
        return record, record.facts()


def edit(body, record_id, label, text):
    """Edit until it is saved, and give the version it became with the refusals on the way."""
    refused = []
    while True:
        record, value = read(body, record_id)
        try:
            with scope(body), acting(Actor(label)):
                save_aggregate(record, dataclasses.replace(value, notes=text), expected=record.revision)
        except ConflictError as conflict:
            refused.append(conflict.expected)
        else:
            return record.revision, refused


def edit_many(body, record_id, editor):
    try:
        return {f"{editor}-{n}": edit(body, record_id, f"editor {editor}", f"{editor}-{n}") for n in range(EDITS)}
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_racing_edit_is_lost():
    body = make_body("race")
    value = created(body)
    with ThreadPoolExecutor(EDITORS) as pool:
        done = [pool.submit(edit_many, body, value.id, editor) for editor in range(EDITORS)]
        saved = {text: told for future in done for text, told in future.result().items()}
    record, last = read(body, value.id)
    with scope(body):
        told = versions(TYPE, value.id)
    assert record.revision == len(told) == 1 + EDITORS * EDITS
    assert {version.leaves["notes"]: version.number for version in told[1:]} == {t: n for t, (n, _) in saved.items()}
    assert last.notes == told[-1].leaves["notes"]
    refusals = [expected for _, refused in saved.values() for expected in refused]
    assert refusals, "nobody raced: this shows nothing"
    for expected in refusals:  # what the second one is shown: all that was saved since the version that was read
        assert list(difference(told[expected - 1].leaves, told[-1].leaves)) == ["notes"]
    assert_chained(body)


def assert_chained(body):
    with scope(body):
        entries, head = list(JournalEntry.objects.order_by("seq")), JournalHead.objects.get()
    previous = GENESIS
    for seq, entry in enumerate(entries, 1):
        assert entry.seq == seq
        assert header(entry).seal(previous, bytes(entry.root)) == bytes(entry.hash)
        previous = bytes(entry.hash)
    assert (head.seq, bytes(head.hash)) == (len(entries), previous)
    assert verify(body.id).sound


def header(entry):
    actor = entry.actor_id.hex if entry.actor_id else ""
    told = {name: getattr(entry, name) for name in Header.__slots__}
    hexes = {name: told[name].hex for name in ("organization_id", "record_id", "act")}
    return Header(**{**told, **hexes, "actor_id": actor})


def beaten(body, value):
    """A record as its reader holds it after someone else saved first."""
    mine, _ = read(body, value.id)
    theirs, _ = read(body, value.id)
    with scope(body), acting(Actor("Eux")):
        save_aggregate(theirs, dataclasses.replace(value, name="Eux"), expected=1)
    return mine


@pytest.mark.django_db
def test_who_was_refused_is_refused_again_until_they_read(body):
    value = created(body)
    mine = beaten(body, value)
    for _ in range(2):
        with scope(body), pytest.raises(ConflictError) as refused, acting(Actor("Moi")):
            save_aggregate(mine, dataclasses.replace(value, name="Moi"), expected=mine.revision)
        assert refused.value.expected == mine.revision == 1
    assert read(body, value.id)[1].name == "Eux"


@pytest.mark.django_db
def test_so_is_every_record_saved_with_it(body):
    value, beside = created(body), created(body, "École")
    mine, (second, _) = beaten(body, value), read(body, beside.id)
    changes = [Change(second, dataclasses.replace(beside, notes="n"), 1), Change(mine, dataclasses.replace(value), 1)]
    with scope(body), pytest.raises(ConflictError), acting(Actor("Moi")):
        save_many(changes)
    assert (mine.revision, second.revision) == (1, 1)
    assert read(body, beside.id)[1].notes is None
