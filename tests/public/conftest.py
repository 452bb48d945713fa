"""A commune with its register, those who decide and those who may not; nobody's limits are those of the test before."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import timezone

from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.scope import scope
from egide.public.publishing import preview, publish
from tests.platform.bodies.world import made, person
from tests.public.register import DELEGATE, keep, told, told_of


@pytest.fixture
def world(db):
    cache.clear()
    centre = made("Centre 62", OrganizationKind.CDG, slug="centre")
    body = made("Commune d’Achicourt", slug="achicourt", centre=centre)
    told_of(body, dpo=DELEGATE)
    keep(body, told())
    return SimpleNamespace(
        body=body,
        centre=centre,
        controller=person(body, Role.CONTROLLER),
        referent=person(body, Role.REFERENT),
        reader=person(body, Role.READER),
        advisor=person(centre, Role.ADVISOR, every_member=True),
        manager=person(centre, Role.MANAGER),
        administrator=person(centre, Role.ADMINISTRATOR),
    )


@pytest.fixture
def published(world):
    """The register is public, messages are taken."""
    with scope(world.body), acting(Actor("test")):
        seen = preview(world.body, timezone.localdate())[1]
        world.publication = publish(world.body, seen, timezone.now(), accepts_messages=True)
    return world
