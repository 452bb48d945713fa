"""What follows a write is told of it within the same act, and a follower that fails takes the write back."""

import dataclasses
import sys
import types

import pytest
from django.db import transaction

from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body
from tests.platform.journal.chains import TYPE, new

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings):
    module = types.ModuleType("told_of_all")
    module.saved, module.erased = [], []
    follower = types.ModuleType("follower")
    follower.saved = lambda written: module.saved.extend((record.id, facts.name) for record, facts in written)
    follower.erased = module.erased.append
    silent = types.ModuleType("silent")
    sys.modules.update(follower=follower, silent=silent)
    settings.FOLLOWERS = ["silent", "follower"]
    yield module
    del sys.modules["follower"], sys.modules["silent"]


def test_each_record_that_changed_is_told_once(body, told):
    record = new(body)
    with scope(body), acting(Actor("Alice")):
        value = record.facts()
        save_aggregate(record, value, expected=record.revision)
        save_aggregate(record, dataclasses.replace(value, name="Crèche"), expected=record.revision)
    assert [name for id_, name in told.saved if id_ == record.id] == [value.name, "Crèche"]


def test_a_new_body_is_told_too(db, told):
    body = make_body("nouvelle")
    assert (body.id, "Commune nouvelle") in told.saved


def test_an_erasure_says_which_values(body, told):
    record = new(body, notes="Mme Durand")
    with scope(body), acting(Actor("Bob")):
        erase(TYPE, record.id, ["notes"], basis="Fin de la durée de conservation")
    [erasure] = told.erased
    assert (erasure.organization_id, erasure.record_type, erasure.record_id) == (body.id, TYPE, record.id)
    assert erasure.paths == {"notes"}


def test_a_follower_that_fails_takes_the_write_back(body, told):
    def refuse(written):
        raise OSError("no room left")

    sys.modules["follower"].saved = refuse
    with pytest.raises(OSError, match="no room"), transaction.atomic():
        new(body)
    with scope(body):
        assert not ProcessingActivity.objects.exists()
