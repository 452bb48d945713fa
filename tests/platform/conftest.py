"""Bodies and people for the tests of the platform."""

import uuid

import pytest

from egide.law import facts
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope


def make_body(slug, centre=None, **known):
    value = facts.Organization(id=uuid.uuid4(), **{"name": f"Commune {slug}", **known})
    body = Organization(id=value.id, slug=slug, centre=centre)
    with scope(body), acting(Actor("test")):
        save_aggregate(body, value)
    return body


@pytest.fixture
def body(db):
    return make_body("a")


@pytest.fixture
def other(db):
    return make_body("b")
