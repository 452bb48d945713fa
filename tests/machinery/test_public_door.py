"""Under /p/, whoever asks: what a body published, nothing of what it did not, nothing of others."""

import pytest
from django.core.cache import cache
from django.test import Client

from egide.documents.layouts.sections import WITHHELD
from egide.law import facts
from egide.law.facts.codes import ActivityStatus
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from egide.public.models import Publication
from egide.registers.processing.models import ProcessingActivity
from tests.machinery.routes import DOORS, Door, every_route
from tests.machinery.test_isolation_matrix import METHODS, ask, state_of, told
from tests.machinery.world import World, canaried
from tests.platform.delivering import delivered

pytestmark = pytest.mark.django_db
ROUTES = [route for route in every_route() if route.pattern.startswith("p/")]
LATER = "SINCE"


@pytest.fixture
def world(db):
    """Published, then changed: what is added, drafted or kept apart since carries another canary."""
    cache.clear()
    made = World()
    kept = ({}, {"status": ActivityStatus.DRAFT}, {"is_public": False})
    with scope(made.own), acting(Actor("test")):
        for known in kept:
            value = canaried(facts.ProcessingActivity, LATER, **known)
            saving.save_aggregate(ProcessingActivity.new(made.own.id, value), value)
    return made


def visitors(world):
    yield Client()
    for role in (Role.REFERENT, Role.ADMINISTRATOR):
        client = Client()
        client.force_login(world.person(role))
        yield client


def path(route, slug):
    return f"/{route.pattern}".replace("<slug:slug>", slug)


def test_they_are_all_open_to_anyone():
    assert {DOORS[route.name] for route in ROUTES} == {Door.ANYONE}
    assert len(ROUTES) == 3


def test_nothing_that_was_not_published_is_there(world):
    shown, everyone = 0, list(visitors(world))
    for client in everyone:
        for route in ROUTES:
            for method in METHODS:
                status, body, headers = told(ask(client, method, path(route, world.own.slug)))
                said = body + str(headers).encode()
                assert status < 500
                for canary in (
                    f"CANARY-{LATER}",
                    "CANARY-SIBLING",
                    "CANARY-FOREIGN",
                    "CANARY-CENTRE",
                    "CANARY-XCENTRE",
                ):
                    assert canary.encode() not in said, (method, route.name, canary)
                for name in WITHHELD.keys() - {"processors", "subprocessors"}:
                    assert f"CANARY-OWN-processingactivity-{name}".encode() not in said, (method, route.name)
                for canary in ("aisystem", "processoractivity", "service", "message", "resident", "unread", "person"):
                    assert f"CANARY-OWN-{canary}".encode() not in said, (method, route.name)
                shown += b"CANARY-OWN-processingactivity-name" in said
    assert shown == len(everyone)  # each of them reads the page once, by GET


def test_a_body_that_publishes_nothing_any_more_is_as_one_that_never_was(world):
    unlocked(Publication).filter(organization_id=world.sibling.id).update(status="WITHDRAWN")
    unlocked(Publication).filter(organization_id=world.foreign.id).update(state="bin")
    client = Client()
    for route in ROUTES:
        for method in METHODS:
            nowhere = told(ask(client, method, path(route, "nulle-part")))
            for slug in (world.sibling.slug, world.foreign.slug, world.other_centre.slug):
                assert told(ask(client, method, path(route, slug))) == nowhere, (method, route.name)


def test_nothing_sent_there_touches_more_than_the_intake(world):
    given = {"sender": "A", "email": "a@exemple.fr", "subject": "B", "text": "C"}
    everyone = list(visitors(world))
    settled = state_of(world.ids)
    for client in everyone:
        for route in ROUTES:
            for method in METHODS:
                ask(client, method, path(route, world.own.slug))
    assert state_of(world.ids) == settled
    assert Client().post(f"/p/{world.own.slug}/ecrire/", given).status_code == 302
    after = state_of(world.ids)
    assert {name for name in after if after[name] != settled[name]} == {"Intake", "Link"}
    assert [sent.to for sent in delivered()] == [["a@exemple.fr"]]
