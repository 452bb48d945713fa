"""Services: added, renamed with the records that name them, archived; and who may."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egide.platform.organizations.models import Service
from egide.platform.organizations.services import add_services
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.journal.reading import latest
from egide.platform.records.models import State
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from tests.platform.bodies.world import browser, person, posted, text

URL = "/o/a/services/"


@pytest.fixture
def school(world):
    with acting(Actor("test")):
        return add_services(world.a, ["Écoles"])["Écoles"]


def names(world):
    with scope(world.a):
        return [service.name for service in Service.objects.filter(state=State.ACTIVE)]


def keeps(world, model, department):
    told = model.storage.shape(id=uuid.uuid4(), department=department)
    with scope(world.a), acting(Actor("test")):
        return saving.save_aggregate(model.new(world.a.id, told), told)


def test_a_service_is_added_once(world):
    client = browser(world.referent)
    assert "Aucun service" in text(client.get(URL))
    assert client.post(URL, posted(client.get(URL), name="Écoles", manager="Mme X")).status_code == 302
    again = client.post(URL, posted(client.get(URL), name="ÉCOLES"))
    assert (again.status_code, names(world)) == (422, ["Écoles"])
    assert "Un autre service porte déjà ce nom" in text(again)
    assert client.post(URL, posted(client.get(URL), name="")).status_code == 422


def test_a_renaming_reaches_the_records_in_the_same_act(world, school):
    kept = [keeps(world, model, "Écoles") for model in (ProcessingActivity, ProcessorActivity)]
    other = keeps(world, ProcessingActivity, "Voirie")
    client = browser(world.referent)
    address = f"{URL}{school.id}/modifier/"
    answer = client.post(address, posted(client.get(address), name="Enfance"), follow=True)
    assert "2 fiches portent le nouveau nom" in text(answer)
    with scope(world.a):
        assert [type(r).objects.get(id=r.id).department for r in (*kept, other)] == ["Enfance", "Enfance", "Voirie"]
        told = [version for version in latest(10) if version.act == latest(1)[0].act]
    assert len(told) == 3
    assert {version.actor for version in told} == {str(world.referent)}


def test_whoever_does_not_write_in_the_registers_does_not_rename(world, school):
    client = browser(world.manager)
    address = f"{URL}{school.id}/modifier/"
    data = posted(client.get(address), name="Enfance", manager="M. Y")
    assert client.post(address, data).status_code == 302
    with scope(world.a):
        stored = Service.objects.get(id=school.id)
    assert (stored.name, stored.manager) == ("Écoles", "M. Y")


def test_two_people_do_not_rename_over_each_other(world, school):
    client = browser(world.referent)
    address = f"{URL}{school.id}/modifier/"
    first, second = posted(client.get(address), name="Enfance"), posted(client.get(address), name="Jeunesse")
    client.post(address, first)
    answer = client.post(address, second)
    assert (answer.status_code, names(world)) == (422, ["Enfance"])
    assert "entre-temps" in text(answer)
    client.post(address, posted(answer))
    assert names(world) == ["Jeunesse"]


def test_archiving_says_whom_it_concerns(world, school):
    person(world.a, Role.CONTRIBUTOR, services=[school.id])
    client = browser(world.referent)
    address = f"{URL}{school.id}/archiver/"
    asked = client.get(address)
    assert "1 contributeur y est rattaché" in text(asked)
    assert client.post(address, {**posted(asked), "revision": "7"}).status_code == 409
    assert names(world) == ["Écoles"]
    assert client.post(address, posted(asked)).status_code == 302
    assert names(world) == []
    assert client.get(address).status_code == 404


def test_readers_read_and_nothing_more(world, school):
    client = browser(world.reader)
    assert "Écoles" in text(client.get(URL))
    assert client.post(URL, {"name": "Voirie"}).status_code == 404
    for action in ("modifier", "archiver"):
        assert client.post(f"{URL}{school.id}/{action}/", {"name": "Voirie", "revision": "1"}).status_code == 404
    assert names(world) == ["Écoles"]


def test_the_service_of_another_body_is_nowhere(world, school):
    client = browser(person(world.b, Role.REFERENT))
    assert client.get(f"/o/b/services/{school.id}/modifier/").status_code == 404
    assert client.post(f"/o/b/services/{school.id}/archiver/", {"revision": "1"}).status_code == 404


def test_as_many_queries_for_three_services_as_for_one(world, school):
    client = browser(world.referent)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    with acting(Actor("test")):
        made = add_services(world.a, ["Voirie", "Culture"])
    person(world.a, Role.CONTRIBUTOR, services=[made["Voirie"].id])
    with CaptureQueriesContext(connection) as three:
        client.get(URL)
    assert len(one) == len(three)


def test_a_name_that_would_not_be_found_again_is_refused(world):
    for name in ("Écoles ", "Écoles\net voirie"):
        with pytest.raises(InvalidFactsError), acting(Actor("test")):
            add_services(world.a, [name])
