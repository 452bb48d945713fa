"""One world for each test of the screens of a body."""

from types import SimpleNamespace

import pytest

from egide.law.facts.codes import OrganizationKind
from egide.platform.organizations.shapes import Role
from tests.platform.bodies.world import made, person


@pytest.fixture
def world(db):
    centre = made("Centre 62", OrganizationKind.CDG, slug="centre")
    bodies = {
        "centre": centre,
        "a": made("Commune d’A", slug="a", centre=centre),
        "b": made("Commune de B", slug="b", centre=centre),
        "foreign": made("Commune étrangère", slug="foreign"),
    }
    return SimpleNamespace(
        **bodies,
        referent=person(bodies["a"], Role.REFERENT),
        reader=person(bodies["a"], Role.READER),
        manager=person(centre, Role.MANAGER),
        administrator=person(centre, Role.ADMINISTRATOR),
        advisor=person(centre, Role.ADVISOR, every_member=True),
    )
