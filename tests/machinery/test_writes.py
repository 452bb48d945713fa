"""What a register writes: one entry of the journal for each act, in its own body; and what reading a record costs."""

import itertools
import re
import uuid

import pytest
from django.test import Client

from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.urls import REGISTERS
from tests.machinery.test_isolation_matrix import state_of
from tests.machinery.test_lists_and_forms import MOST, complaints, queries
from tests.machinery.world import World, canaried
from tests.platform.kernel.pages import posted

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
MOST_OF_A_FICHE = MOST + 2
"""A fiche reads, beside the record, what is known of the body, on which its findings depend, and its files."""

MOST_OF_A_HISTORY = MOST + 4
"""And a history, what happened to the files of the record."""

ACTS = ("ajouter/", "{}/modifier/", "{}/dupliquer/", "{}/ranger/?vers=archived", "{}/ranger/?vers=bin")
UUID = re.compile("[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture
def world(db):
    return World()


def signed_in(world, role):
    client = Client()
    client.force_login(world.person(role))
    return client


def entries(body):
    return unlocked(JournalEntry).filter(organization_id=body.id).count()


def others_than(world, body):
    return [each for each in world.ids if each != body.id]


@each_register
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [Role.REFERENT, Role.ADVISOR], ids=str)
def test_an_act_leaves_one_entry_in_its_body_and_touches_no_other(world, role, act, register):
    client = signed_in(world, role)
    path = f"/o/{world.own.slug}/{register.path}/{act.format(world.ids[world.own.id][register.name])}"
    sent = posted(client.get(path))
    before, elsewhere = entries(world.own), state_of(others_than(world, world.own))
    answer = client.post(path, {**sent, **({} if "ranger" in act else {"name": "Écrit par un test"})})
    assert answer.status_code == 302, complaints(answer)
    assert entries(world.own) == before + 1
    assert state_of(others_than(world, world.own)) == elsewhere


@each_register
def test_a_proposal_leaves_one_entry_and_the_record_as_it_is(world, register):
    client = signed_in(world, Role.CONTRIBUTOR)
    mine = world.ids[world.own.id][register.name]
    path = f"/o/{world.own.slug}/{register.path}/{mine}/proposer/"
    sent = posted(client.get(path))
    before = entries(world.own)
    answer = client.post(path, {**sent, "name": "Proposé par un test"})
    assert answer.status_code == 302, complaints(answer)
    assert entries(world.own) == before + 1
    assert unlocked(register.model).get(organization_id=world.own.id, id=mine).revision == 1


def lines_of(register, body, record):
    model = register.storage.line_model
    return {row.id: row for row in unlocked(model).filter(organization_id=body.id, owner_id=record)} if model else {}


@pytest.mark.parametrize("register", [r for r in REGISTERS if r.storage.line_model], ids=lambda r: r.name)
def test_the_lines_of_another_body_cannot_be_taken(world, register):
    """Each line posted bears the identifier of a line that the foreign body holds: theirs stays as it is."""
    client = signed_in(world, Role.REFERENT)
    mine, theirs = (world.ids[body.id][register.name] for body in (world.own, world.foreign))
    path = f"/o/{world.own.slug}/{register.path}/{mine}/modifier/"
    sent = posted(client.get(path))
    ours = lines_of(register, world.own, mine)
    by_kind = {row.kind: str(i) for i, row in lines_of(register, world.foreign, theirs).items()}
    swap = {str(i): by_kind[row.kind] for i, row in ours.items() if row.kind in by_kind}
    assert len(swap) > 1
    smuggled = {_swapped(name, swap): [_swapped(v, swap) for v in values] for name, values in sent.items()}
    assert smuggled != sent
    elsewhere = state_of(others_than(world, world.own))
    answer = client.post(path, {**smuggled, "name": "Lignes d’ailleurs"})
    assert answer.status_code in {302, 422}, answer.status_code
    assert state_of(others_than(world, world.own)) == elsewhere
    assert b"CANARY-FOREIGN" not in client.get(path).content
    kept = unlocked(register.storage.line_model).filter(owner_id=mine)
    assert {row.organization_id for row in kept} == {world.own.id}


def _swapped(text, swap):
    return UUID.sub(lambda found: swap.get(found[0], found[0]), text)


@each_register
@pytest.mark.parametrize("page", ["", "historique/"])
def test_reading_a_record_costs_the_same_whatever_it_holds(world, register, page):
    """1, 3 and 20 versions, with ever more lines in the record: as many queries, and few of them."""
    client = signed_in(world, Role.REFERENT)
    path = f"/o/{world.own.slug}/{register.path}/{world.ids[world.own.id][register.name]}/{page}"
    client.get(path)
    mine = world.ids[world.own.id][register.name]
    counts, held = [], []
    for more in (0, 2, 17):
        _grow(world, register, more)
        counts.append(len(queries(client, path)))
        held.append(len(lines_of(register, world.own, mine)))
    assert unlocked(register.model).get(organization_id=world.own.id, id=mine).revision == 20
    assert register.storage.line_model is None or held[0] < held[1] < held[2]
    assert len(set(counts)) == 1, counts
    assert counts[0] <= (MOST_OF_A_HISTORY if page else MOST_OF_A_FICHE), queries(client, path)


def _grow(world, register, times):
    with scope(world.own), acting(Actor("test")):
        for _ in range(times):
            record = register.model.objects.get(id=world.ids[world.own.id][register.name])
            save_aggregate(record, _longer(register, record.facts()), expected=record.revision)


def _longer(register, now):
    """The same facts, renamed, with the lines of a fresh shape added."""
    fresh = canaried(register.storage.shape, uuid.uuid4().hex)
    names = [n for n in vars(type(now)).get("__dataclass_fields__", ()) if _is_lines(getattr(now, n))]
    grown = {n: tuple(itertools.chain(getattr(now, n), getattr(fresh, n) or ())) for n in names}
    return type(now)(**{**{n: getattr(now, n) for n in now.__dataclass_fields__}, **grown, "name": fresh.name})


def _is_lines(value):
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "id")
