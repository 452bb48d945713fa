"""What every register guarantees: lists that cost the same for 1, 3 and 50 rows, forms by which nothing is smuggled."""

import dataclasses
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from egide.law.facts.describing import descriptions, field_types
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.saving import Change, save_many
from egide.platform.records.scope import scope
from egide.urls import REGISTERS
from tests.machinery.world import World, canaried
from tests.platform.kernel.pages import posted

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
MOST = 12
"""Queries of a list, those of the session and of the person included; PostgreSQL adds those that tell who asks."""


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def referent(world):
    client = Client()
    client.force_login(world.person(Role.REFERENT))
    return client


def fill(world, register, count):
    with scope(world.own), acting(Actor("test")):
        made = [canaried(register.storage.shape, f"N{n}") for n in range(count)]
        save_many([Change(register.model.new(world.own.id, value), value) for value in made])


def complaints(answer):
    """What the form answered, for the message of a test."""
    found = html.fromstring(answer.content).xpath("//*[contains(@class, 'errors')]") if answer.content else []
    return " ".join(found[0].text_content().split()) if found else ""


def queries(client, path):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    told = [q["sql"] for q in counted if "set_config" not in q["sql"] and "current_setting" not in q["sql"]]
    return [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE", "SET TRANSACTION"))]


@each_register
def test_a_list_costs_the_same_whatever_its_length(world, referent, register):
    path = f"/o/{world.own.slug}/{register.path}/"
    referent.get(path)
    counts = []
    for more in (0, 2, 47):
        fill(world, register, more) if more else None
        counts.append(len(queries(referent, path)))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST, queries(referent, path)


@each_register
def test_a_form_changes_nothing_that_it_does_not_show(world, referent, register):
    """Every field of the model is posted, and those of the person too: only what the form shows is taken."""
    mine = world.ids[world.own.id][register.name]
    path = f"/o/{world.own.slug}/{register.path}/{mine}/modifier/"
    sent = posted(referent.get(path))
    hidden = {
        "organization": str(world.foreign.id),
        "organization_id": str(world.foreign.id),
        "state": "bin",
        "created_at": "2000-01-01",
        "sort_key": "zzz",
        "search_text": "zzz",
        "declared_none": "[]",
        "is_staff": "1",
        "roles": "ADMINISTRATOR",
        "id": str(world.ids[world.foreign.id][register.name]),
        "record_id": str(uuid.uuid4()),
    }
    before = {i: unlocked(register.model).filter(organization_id=i).count() for i in world.ids}
    name = "name" if "name" in descriptions(register.storage.shape) else None
    answer = referent.post(path, {**sent, **hidden, **({name: "Changé"} if name else {})})
    assert answer.status_code == 302, complaints(answer)
    row = unlocked(register.model).get(organization_id=world.own.id, id=mine)
    assert (row.state, row.revision, str(row)) == ("active", 2, "Changé")
    assert {i: unlocked(register.model).filter(organization_id=i).count() for i in world.ids} == before


def pointing(register):
    """The facts of a register that name something else by its identifier."""
    return [name for name, kind in field_types(register.storage.shape).items() if "UUID" in str(kind) and name != "id"]


@pytest.mark.parametrize("register", [r for r in REGISTERS if pointing(r)], ids=lambda r: r.name)
def test_what_another_body_holds_cannot_be_named(world, referent, register):
    mine = world.ids[world.own.id][register.name]
    theirs = world.ids[world.foreign.id]["aisystem"]
    path = f"/o/{world.own.slug}/{register.path}/{mine}/modifier/"
    sent = posted(referent.get(path))
    for name in pointing(register):
        answer = referent.post(path, {**sent, name: str(theirs)})
        assert answer.status_code == 422, name
    assert unlocked(register.model).get(organization_id=world.own.id, id=mine).revision == 1


@each_register
def test_an_address_does_not_choose_the_body_of_a_new_record(world, referent, register):
    path = f"/o/{world.own.slug}/{register.path}/ajouter/"
    sent = posted(referent.get(path))
    drawn = uuid.uuid4()
    extra = {"id": str(drawn), "organization": str(world.foreign.id), "name": "Nouveau"}
    answer = referent.post(path, {**sent, **extra})
    assert answer.status_code == 302, complaints(answer)
    [row] = unlocked(register.model).filter(id=drawn)
    assert row.organization_id == world.own.id


def test_a_person_cannot_be_given_the_services_of_another_body(world, referent):
    membership = world.ids[world.own.id]["membership_id"]
    path = f"/o/{world.own.slug}/personnes/{membership}/modifier/"
    sent = posted(referent.get(path))
    theirs = str(world.ids[world.foreign.id]["service_id"])
    referent.post(path, {**sent, "role": "CONTRIBUTOR", "services": theirs})
    kept = unlocked(Membership).get(organization_id=world.own.id, id=membership)
    assert theirs not in [str(i) for i in kept.services or ()]


def test_the_centre_of_a_body_is_not_in_its_form(world, referent):
    path = f"/o/{world.own.slug}/collectivite/modifier/"
    sent = posted(referent.get(path))
    referent.post(path, {**sent, "centre": str(world.other_centre.id), "centre_id": str(world.other_centre.id)})
    assert Organization._base_manager.get(id=world.own.id).centre_id == world.centre.id
    assert dataclasses.is_dataclass(Organization.storage.shape)
