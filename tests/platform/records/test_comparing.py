"""A record changed around the application is found and named; one that the application wrote never is."""

import dataclasses

import pytest

from egide.platform.organizations.models import Organization
from egide.platform.records import comparing
from egide.platform.records.acting import acting
from egide.platform.records.comparing import compare
from egide.platform.records.journal.erasing import erase
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity, ProcessingActivityLine
from tests.platform.journal.chains import TYPE, alice, edit, fill, new

pytestmark = pytest.mark.django_db


def problems(body):
    return [finding.sentence for finding in compare(body.id)]


def change(model, row, **values):
    assert unlocked(model).filter(id=row.id).update(**values) == 1


def test_what_the_application_wrote_is_as_the_journal_says(body, other):
    fill(body)
    assert problems(body) == problems(other) == []


def test_a_fact_that_was_changed(body):
    _, second = fill(body)
    change(ProcessingActivity, second, notes="Autre chose")
    [finding] = compare(body.id)
    assert (finding.record_id, finding.version, finding.title) == (second.id.hex, 3, "Cimetière")
    assert "« notes »" in finding.problem


def test_where_it_stands(body):
    first, _ = fill(body)
    change(ProcessingActivity, first, state="bin")
    assert "record.state" in problems(body)[0]


def test_a_body_itself(body):
    change(Organization, body, slug="autre")
    assert "record.slug" in problems(body)[0]


def test_a_line(body):
    record = new(body)
    line = unlocked(ProcessingActivityLine).filter(owner_id=record.id)[:1].get()
    change(ProcessingActivityLine, line, facts={**line.facts, "text": "Autre"})
    assert f"purposes[{line.id}].text" in problems(body)[0]


def test_what_cannot_be_read(body):
    record = new(body)
    line = unlocked(ProcessingActivityLine).filter(owner_id=record.id)[:1].get()
    change(ProcessingActivityLine, line, facts={"text": 3})
    assert "n’est plus lisible" in problems(body)[0]


def test_a_version_that_the_journal_does_not_know(body):
    record = new(body)
    change(ProcessingActivity, record, revision=4)
    assert "à la version 4, le journal en est à la version 1" in problems(body)[0]


def test_a_record_that_was_removed(body):
    record = new(body, purposes=None)
    unlocked(ProcessingActivity).filter(id=record.id)._raw_delete("default")
    [finding] = compare(body.id)
    assert (finding.record_id, "supprimée hors" in finding.problem) == (record.id.hex, True)


def test_a_record_that_was_added(body):
    record = new(body, purposes=None)
    copy = unlocked(ProcessingActivity).get(id=record.id)
    copy.id = type(copy.id)(int=5)
    unlocked(ProcessingActivity).bulk_create([copy])
    [finding] = compare(body.id)
    assert (finding.record_id, finding.version, "ajoutée hors" in finding.problem) == (copy.id.hex, None, True)


def test_what_was_erased_is_not_compared(body):
    record = new(body, notes="Mme Durand")
    with scope(body), acting(alice()):
        erase(TYPE, record.id, ["notes"], basis="Fin de conservation")
    assert problems(body) == []


def test_a_version_of_an_older_shape(body, monkeypatch):
    new(body)

    def upcast(document):
        return {**document, "notes": "venu de la forme 1"}

    storage = dataclasses.replace(ProcessingActivity.storage, number=2, upcasts={1: upcast})
    monkeypatch.setattr(ProcessingActivity, "storage", storage)
    assert "notes" in problems(body)[0]
    storage.upcasts[1] = dict
    assert problems(body) == []


def test_a_record_saved_while_it_is_compared(body, monkeypatch):
    record = new(body)
    read = comparing.last_rows

    def meanwhile(record_type, last):
        if record_type == TYPE:
            monkeypatch.setattr(comparing, "last_rows", read)
            edit(body, record, notes=f"Entre-temps {last}")
        return read(record_type, last)

    monkeypatch.setattr(comparing, "last_rows", meanwhile)
    assert problems(body) == []
    monkeypatch.setattr(comparing, "_READ_AGAIN", 0)
    monkeypatch.setattr(comparing, "last_rows", meanwhile)
    assert len(problems(body)) == 1


def test_few_queries(body, django_assert_max_num_queries):
    for _ in range(12):
        new(body)
    with django_assert_max_num_queries(45):
        compare(body.id)
