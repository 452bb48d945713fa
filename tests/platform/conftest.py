"""Bodies for the tests of the platform, and what the security log says."""

import json
import logging
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


@pytest.fixture
def lines():
    """The security log, line by line."""

    class Kept(logging.Handler):
        def __init__(self):
            super().__init__()
            self.raw = []

        def emit(self, record):
            self.raw.append(record.getMessage())

        def events(self):
            return [json.loads(line)["event"] for line in self.raw]

    kept = Kept()
    logger = logging.getLogger("egide.security")
    logger.addHandler(kept)
    yield kept
    logger.removeHandler(kept)
